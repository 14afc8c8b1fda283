package doctor_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/doctor"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// The keys of the tests' account, each its own secret, and what they may do.
const everything = "all"

var keys = map[string][]string{
	everything:  nil,
	"noexecute": {allow("secretsmanager:*", "rds:*", "rds-data:BeginTransaction", "rds-data:RollbackTransaction")},
	"nosecret":  {allow("secretsmanager:DescribeSecret", "secretsmanager:ListSecrets", "rds:*", "rds-data:*")},
	"nolook":    {"AmazonRDSDataFullAccess"},
	"denied":    {allow("*"), `{"Statement": {"Effect": "Deny", "Action": "rds-data:BatchExecuteStatement", "Resource": "*"}}`},
}

func allow(actions ...string) string {
	return `{"Statement": {"Effect": "Allow", "Action": ["` + strings.Join(actions, `", "`) + `"], "Resource": "*"}}`
}

// server starts an emulator with clusters that are all on the backend.
func server(t *testing.T, s *emulator.Server, clusters ...string) *emulator.Server {
	dsn := backendDSN(t)
	for _, id := range clusters {
		s.Clusters = append(s.Clusters, emulator.Cluster{ID: id, DSN: dsn, EndpointDisabled: id == "disabled"})
	}
	if s.Credentials == nil {
		for key, policies := range keys {
			s.Credentials = append(s.Credentials, emulator.Credential{
				AccessKeyID: key, SecretAccessKey: key, Policies: policies, Principal: "arn:aws:iam::123456789012:user/" + key,
			})
		}
	}
	return emulator.StartT(t, s)
}

// backend is the database server of all tests.
var backend = sync.OnceValues(func() (*emulator.Server, error) {
	s := &emulator.Server{NoListener: true}
	return s, s.Start(context.Background())
})

func TestMain(m *testing.M) {
	status := m.Run()
	if s, err := backend(); err == nil {
		_ = s.Close() // it ends with the process in any case
	}
	os.Exit(status)
}

// backendDSN leads to that server.
func backendDSN(t *testing.T) string {
	s, err := backend()
	check(t, err)
	return s.BackendDSN("local")
}

// patient is a cluster of an emulator and how it is reached.
type patient struct {
	server  *emulator.Server
	subject doctor.Subject
}

// newPatient is a cluster that is found by its ARN.
func newPatient(s *emulator.Server, cluster, key string) *patient {
	return &patient{s, doctor.Subject{Config: auroradataapi.Config{
		ClusterARN: s.ClusterARN(cluster), SecretARN: s.SecretARN("rds-db-credentials/" + cluster), ResumeTimeout: time.Minute,
		AWSConfig: &aws.Config{
			Region: "us-east-1", BaseEndpoint: aws.String(s.URL()), Credentials: credentials.NewStaticCredentialsProvider(key, key, ""),
		},
	}}}
}

func (p *patient) rds() *rds.Client { return rds.NewFromConfig(*p.administrator()) }

func (p *patient) secrets() *secretsmanager.Client {
	return secretsmanager.NewFromConfig(*p.administrator())
}

// administrator may mend everything.
func (p *patient) administrator() *aws.Config {
	c := p.subject.Config.AWSConfig.Copy()
	c.Credentials = credentials.NewStaticCredentialsProvider(everything, everything, "")
	return &c
}

// examine gives the findings by their checks.
func (p *patient) examine(t *testing.T) map[string]doctor.Finding {
	t.Helper()
	found := map[string]doctor.Finding{}
	doctor.Examine(t.Context(), p.subject, func(f doctor.Finding) {
		found[f.Check] = f
		if text := f.Detail + strings.Join(f.Mend, ""); strings.Contains(text, "hunter2") {
			t.Errorf("%s shows a password: %s", f.Check, text)
		}
	})
	return found
}

// onlyFailure gives the one check that has failed, and fails if there is not one.
func onlyFailure(t *testing.T, found map[string]doctor.Finding) doctor.Finding {
	t.Helper()
	var failed []doctor.Finding
	for _, f := range found {
		if f.Status == doctor.Failure {
			failed = append(failed, f)
		}
	}
	if len(failed) != 1 {
		t.Fatalf("%d checks have failed, want 1: %+v", len(failed), failed)
	}
	return failed[0]
}

// healthy fails unless every check is well but those that are named.
func healthy(t *testing.T, found map[string]doctor.Finding, but ...string) {
	t.Helper()
	for name, f := range found {
		if f.Status != doctor.OK && !strings.Contains(strings.Join(but, " "), name) {
			t.Errorf("%s: %s: %s %q", name, f.Status, f.Detail, f.Mend)
		}
	}
	if len(found) != 19 {
		t.Errorf("%d checks", len(found))
	}
}
