package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// maxARN is the model's limit on the length of an ARN in a request.
const maxARN = 100

// resources gives the clusters and secrets with defaults filled in, and refuses
// those that no request could name.
func (s *Server) resources() ([]Cluster, []Secret, error) {
	clusters, secrets := s.clusters(), slices.Clone(s.Secrets)
	for i, c := range clusters {
		if slices.ContainsFunc(clusters[:i], func(other Cluster) bool { return strings.EqualFold(other.ID, c.ID) }) {
			return nil, nil, fmt.Errorf("cluster %q: there is another one of that ID", c.ID)
		}
		if c.ID == "" || len(s.ClusterARN(c.ID)) > maxARN {
			return nil, nil, fmt.Errorf("cluster %q: the ID is empty or too long for an ARN of %d characters", c.ID, maxARN)
		}
		if len(s.Secrets) > 0 {
			continue
		}
		secret, err := defaultSecret(c)
		if err != nil {
			return nil, nil, err
		}
		secrets = append(secrets, secret)
	}
	for i, secret := range secrets {
		if slices.ContainsFunc(secrets[:i], func(other Secret) bool { return other.Name == secret.Name }) {
			return nil, nil, fmt.Errorf("secret %q: there is another one of that name", secret.Name)
		}
		if secret.Name == "" || len(s.givenARN(secret.Name)) > maxARN {
			return nil, nil, fmt.Errorf("secret %q: the name is empty or too long for an ARN of %d characters", secret.Name, maxARN)
		}
	}
	return clusters, secrets, nil
}

// clusters gives the clusters, by default one.
func (s *Server) clusters() []Cluster {
	if len(s.Clusters) == 0 {
		return []Cluster{{ID: "local"}}
	}
	return slices.Clone(s.Clusters)
}

// defaultSecret gives the secret of a cluster when none are given.
func defaultSecret(c Cluster) (Secret, error) {
	secret, err := masterOf(c)
	if err != nil {
		return secret, fmt.Errorf("cluster %s: %w", c.ID, err)
	}
	secret.Name = defaultSecretName(c)
	return secret, nil
}

func defaultSecretName(c Cluster) string { return "rds-db-credentials/" + c.ID }
