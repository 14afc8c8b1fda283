package emulator

import "strings"

// Environ gives the environment variables, as "NAME=value", under which the AWS
// SDKs and command line and the driver talk to a started server and to its
// first cluster and that one's secret. Further variables name the first cluster
// of each engine, its secret and the server behind it.
func (s *Server) Environ() []string {
	environ := []string{
		"AWS_ENDPOINT_URL_RDS_DATA=" + s.URL(),
		"AWS_ENDPOINT_URL_SECRETS_MANAGER=" + s.URL(),
		"AWS_ENDPOINT_URL_RDS=" + s.URL(),
		"AWS_ENDPOINT_URL_STS=" + s.URL(),
		"AWS_REGION=" + s.region(),
		"AWS_DEFAULT_REGION=" + s.region(), // version 1 of the AWS CLI and boto3 read no other
	}
	environ = append(environ, s.environOfCredential()...)
	environ = append(environ, s.environOfTLS()...)
	clusters := s.clusters()
	environ = append(environ, s.environOf("AURORA", clusters[0])...)
	for _, engine := range []Engine{PostgreSQL, MySQL} {
		if c, ok := firstOf(clusters, engine); ok {
			name := strings.ToUpper(string(engine))
			environ = append(environ, s.environOf("AURORA_"+name, c)...)
			environ = append(environ, "AURORADATAAPI_LOCAL_"+name+"_DSN="+s.BackendDSN(c.ID))
		}
	}
	if url := s.ControlURL(); url != "" {
		environ = append(environ, "AURORADATAAPI_LOCAL_CONTROL="+url)
	}
	return environ
}

// environOf names a cluster and its secret: the first one, if secrets were given.
func (s *Server) environOf(prefix string, c Cluster) []string {
	secret := defaultSecretName(c)
	if len(s.Secrets) > 0 {
		secret = s.Secrets[0].Name
	}
	return []string{prefix + "_CLUSTER_ARN=" + s.ClusterARN(c.ID), prefix + "_SECRET_ARN=" + s.SecretARN(secret)}
}

func firstOf(clusters []Cluster, engine Engine) (Cluster, bool) {
	for _, c := range clusters {
		if c.engine() == engine {
			return c, true
		}
	}
	return Cluster{}, false
}

// environOfCredential is the first of the credentials. Without any, programs
// still need one to sign with.
func (s *Server) environOfCredential() []string {
	c := Credential{AccessKeyID: "local", SecretAccessKey: "local"}
	if len(s.Credentials) > 0 {
		c = s.Credentials[0]
	}
	environ := []string{"AWS_ACCESS_KEY_ID=" + c.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + c.SecretAccessKey}
	if c.SessionToken != "" {
		environ = append(environ, "AWS_SESSION_TOKEN="+c.SessionToken)
	}
	return environ
}
