package doctor_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/doctor"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestFaults plants faults, has them found, and does what the finding says.
func TestFaults(t *testing.T) {
	t.Parallel()
	var clusters []string
	for _, f := range faults {
		clusters = append(clusters, f.cluster)
	}
	s := server(t, &emulator.Server{}, clusters...)
	for _, f := range faults {
		t.Run(f.cluster, func(t *testing.T) { f.test(t, s) })
	}
}

func (f fault) test(t *testing.T, s *emulator.Server) {
	key := f.key
	if key == "" {
		key = everything
	}
	p := newPatient(s, f.cluster, key)
	if f.plant != nil {
		f.plant(t, p)
	}
	got := onlyFailure(t, p.examine(t))
	if got.Check != f.check || !strings.Contains(got.Detail, f.detail) {
		t.Errorf("%s: %s, want %s: %s", got.Check, got.Detail, f.check, f.detail)
	}
	want := slices.Clone(f.mend)
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "SECRET", p.subject.Config.SecretARN)
	}
	if f.mend != nil && !slices.Equal(got.Mend, want) {
		t.Errorf("mended by\n%s\nwant\n%s", strings.Join(got.Mend, "\n"), strings.Join(want, "\n"))
	}
	if f.mended != nil {
		f.mended(t, p)
	} else {
		run(t, p, got.Mend)
	}
	healthy(t, p.examine(t))
}

// TestPause has a cluster that resumes, and one that does not.
func TestPause(t *testing.T) {
	t.Parallel()
	s := server(t, &emulator.Server{Faults: []emulator.Fault{{Kind: emulator.FaultPause, Calls: 5, Times: 1}}}, "paused")
	p := newPatient(s, "paused", everything)
	found := p.examine(t)
	healthy(t, found)
	if detail := found["pause"].Detail; !strings.HasPrefix(detail, "it was paused and has resumed in ") {
		t.Error(detail)
	}
	if detail := p.examine(t)["pause"].Detail; detail != "it was not paused" {
		t.Error(detail)
	}

	s.Pause()
	p.subject.Config.ResumeTimeout = time.Millisecond
	got := onlyFailure(t, p.examine(t))
	want := "auroradataapi wait --engine postgresql --cluster-arn " + clusterARN + "paused --secret " + p.subject.Config.SecretARN
	if got.Check != "login" || !strings.Contains(got.Detail, "was paused and has not resumed") || !slices.Equal(got.Mend, []string{want}) {
		t.Errorf("%+v", got)
	}
}

// anHourLater is a clock that is wrong, or right where this machine's is wrong.
type anHourLater struct{}

func (anHourLater) Now() time.Time { return time.Now().Add(time.Hour) }

func (anHourLater) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	return time.AfterFunc(d, f).Stop
}

// TestClock has AWS live an hour later than this machine.
func TestClock(t *testing.T) {
	t.Parallel()
	s := server(t, &emulator.Server{Clock: anHourLater{}}, "late")
	got := onlyFailure(t, newPatient(s, "late", everything).examine(t))
	if got.Check != "identity" || !strings.Contains(got.Detail, "the clock of this machine is wrong: Signature") ||
		!slices.Equal(got.Mend, []string{"sudo timedatectl set-ntp true"}) {
		t.Errorf("%+v", got)
	}
}

// TestUnseen has a caller who may use the cluster and not see it.
func TestUnseen(t *testing.T) {
	t.Parallel()
	s := server(t, &emulator.Server{}, "local")
	p := newPatient(s, "local", "nolook")
	found := p.examine(t)
	healthy(t, found, "cluster engine version generation status writer class endpoint")
	if got := found["cluster"]; got.Status != doctor.Warning || !strings.Contains(strings.Join(got.Mend, ""), "rds:DescribeDBClusters") {
		t.Errorf("%+v", got)
	}
	if got := found["endpoint"]; got.Status != doctor.Skipped {
		t.Errorf("%+v", got)
	}

	p.subject.Cluster = "local"
	if got := onlyFailure(t, p.examine(t)); got.Check != "cluster" || !strings.Contains(got.Detail, "may not look for it") {
		t.Errorf("%+v", got)
	}
}

// TestName has a cluster that is known by its name, and whose secret is found.
func TestName(t *testing.T) {
	t.Parallel()
	p := newPatient(server(t, &emulator.Server{}, "named"), "named", everything)
	p.subject.Cluster, p.subject.Config.ClusterARN, p.subject.Config.SecretARN = "named", "", ""
	healthy(t, p.examine(t))

	p.subject.Cluster = ""
	got := onlyFailure(t, p.examine(t))
	if got.Check != "cluster" || !slices.Equal(got.Mend, []string{"export AURORA_CLUSTER_ARN=" + clusterARN + "named"}) {
		t.Errorf("%+v", got)
	}
}

// TestOlderGeneration has a cluster of Serverless v1.
func TestOlderGeneration(t *testing.T) {
	t.Parallel()
	s := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "older", DSN: backendDSN(t), Personality: emulator.V1, EndpointDisabled: true}}})
	p := newPatient(s, "older", everything)
	got := onlyFailure(t, p.examine(t))
	want := "aws rds modify-db-cluster --db-cluster-identifier older --enable-http-endpoint --apply-immediately" + region
	if got.Check != "endpoint" || !slices.Equal(got.Mend, []string{want}) {
		t.Errorf("%+v", got)
	}
}

// TestDataAPIAlone has a network that leads to no other service.
func TestDataAPIAlone(t *testing.T) {
	t.Parallel()
	s := server(t, &emulator.Server{}, "alone")
	p := newPatient(s, "alone", everything)
	p.subject.Config.Endpoint = s.URL()
	p.subject.Config.AWSConfig.BaseEndpoint = aws.String("http://127.0.0.1:1") // where nothing listens
	p.subject.Config.AWSConfig.RetryMaxAttempts = 1
	found := p.examine(t)
	healthy(t, found, "identity clock cluster engine version generation status writer class endpoint secret content")
	for _, name := range []string{"identity", "cluster", "secret", "content"} {
		if f := found[name]; f.Status != doctor.Warning || !strings.Contains(f.Detail, "does not answer") {
			t.Errorf("%s: %+v", name, f)
		}
	}

	p.subject.Config.Endpoint = ""
	if got := onlyFailure(t, p.examine(t)); got.Check != "permissions" || !strings.Contains(got.Detail, "the Data API does not answer") {
		t.Errorf("%+v", got)
	}
}

// TestExpired has credentials whose time is over, as they say or as AWS does.
func TestExpired(t *testing.T) {
	t.Parallel()
	s := server(t, &emulator.Server{Credentials: []emulator.Credential{
		{AccessKeyID: "temporary", SecretAccessKey: "temporary", SessionToken: "token", Expires: time.Now()},
	}}, "expired")
	for _, test := range []struct {
		name, check, detail string
		expires             time.Time
	}{
		{name: "known", check: "credentials", detail: "those of SSOProvider have expired", expires: time.Now().Add(-time.Hour)},
		{name: "not known", check: "identity", detail: "AWS refuses the credentials: ExpiredToken", expires: time.Now().Add(time.Hour)},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPatient(s, "expired", "temporary")
			p.subject.Config.Profile = "work"
			p.subject.Config.AWSConfig.Credentials = credentials.StaticCredentialsProvider{Value: aws.Credentials{
				AccessKeyID: "temporary", SecretAccessKey: "temporary", SessionToken: "token", Source: "SSOProvider", CanExpire: true, Expires: test.expires,
			}}
			got := onlyFailure(t, p.examine(t))
			if got.Check != test.check || !strings.Contains(got.Detail, test.detail) || !slices.Equal(got.Mend, []string{"aws sso login --profile work"}) {
				t.Errorf("%+v", got)
			}
		})
	}
}
