package auroradataapi_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi"
)

func TestNewConnectorRefuses(t *testing.T) {
	valid := auroradataapi.Config{ClusterARN: clusterARN, SecretARN: secretARN}
	tests := []struct {
		name   string
		change func(*auroradataapi.Config)
		want   string
	}{
		{"no cluster", func(c *auroradataapi.Config) { c.ClusterARN = "" }, "no aurora_cluster_arn: set aurora_cluster_arn in the DSN or the environment variable AURORA_CLUSTER_ARN"},
		{"no secret", func(c *auroradataapi.Config) { c.SecretARN = "" }, "no secret_arn: set secret_arn in the DSN or the environment variable AURORA_SECRET_ARN"},
		{"cluster is no ARN", func(c *auroradataapi.Config) { c.ClusterARN = "orders" }, "aurora_cluster_arn is not an ARN"},
		{"long database", func(c *auroradataapi.Config) { c.Database = strings.Repeat("x", 65) }, "database name is longer than 64 characters"},
		{"endpoint without a scheme", func(c *auroradataapi.Config) { c.Endpoint = "127.0.0.1:80" }, "endpoint is not"},
		{"unknown compat", func(c *auroradataapi.Config) { c.Compat = 2 }, "unknown Compat 2"},
		{"endpoint with credentials, and not of an emulator", func(c *auroradataapi.Config) { c.Endpoint = "https://u:hunter2@h" }, "endpoint with credentials, which"},
		{"endpoint with half of the credentials", func(c *auroradataapi.Config) { c.Endpoint = "http://hunter2@h" }, "endpoint with credentials, which"},
	}
	t.Setenv("AURORA_CLUSTER_ARN", "")
	t.Setenv("AURORA_SECRET_ARN", "")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config := valid
			tt.change(&config)
			_, err := auroradataapi.NewConnector(config)
			if err == nil || !strings.HasPrefix(err.Error(), "auroradataapi: open: "+tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells a password: %v", err)
			}
		})
	}
}

// TestEndpointCredentials has credentials in the endpoint: an environment that
// would be an error to the SDK is not read then.
func TestEndpointCredentials(t *testing.T) {
	s := newService(t, selected("1"))
	t.Setenv("AWS_PROFILE", "missing")
	t.Setenv("AWS_CA_BUNDLE", "/missing")
	t.Setenv("AWS_ACCESS_KEY_ID", "other")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "other")
	config := auroradataapi.Config{ClusterARN: clusterARN, SecretARN: secretARN}
	config.DefaultQueryExecMode = auroradataapi.QueryExecModeExec
	config.Endpoint = strings.Replace(s.url, "http://", "http://inside:hunter2@", 1)
	db, err := sql.Open("postgresql+auroradataapi", config.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("select 1"); err != nil {
		t.Fatal(err)
	}
	if got := s.got()[0].Header.Get("Authorization"); !strings.Contains(got, "Credential=inside/") {
		t.Errorf("the call is signed %q", got)
	}
	if strings.Contains(config.String(), "hunter2") {
		t.Errorf("String tells a password: %s", config)
	}
}

// TestEnvironment opens with nothing but the environment that an emulator gives,
// by each of the driver's names.
func TestEnvironment(t *testing.T) {
	tests := []struct{ driver, dsn, database string }{
		{"auroradataapi", "postgresql+auroradataapi://:@/postgres", "postgres"},
		{"postgresql+auroradataapi", "postgresql+auroradataapi://:@/postgres", "postgres"},
		{"postgresql+auroradataapi", "database=orders", "orders"},
		{"postgresql+auroradataapi", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.driver+" "+tt.dsn, func(t *testing.T) {
			s := newService(t, selected("1"))
			setEnvironment(t, map[string]string{
				"AURORA_CLUSTER_ARN": clusterARN, "AURORA_SECRET_ARN": secretARN,
				"AWS_ENDPOINT_URL_RDS_DATA": s.url, "AWS_REGION": "us-east-1",
				"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
			})
			db, err := sql.Open(tt.driver, tt.dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			var n int
			if err := db.QueryRow("select 1").Scan(&n); err != nil {
				t.Fatal(err)
			}
			r := s.got()[0]
			if r.ResourceArn != clusterARN || r.SecretArn != secretARN || r.Database != tt.database {
				t.Errorf("got %+v", r)
			}
			if scope := r.Header.Get("Authorization"); !strings.Contains(scope, "/eu-central-1/rds-data/") {
				t.Errorf("signed for %q, want the cluster's region", scope)
			}
		})
	}
}

func TestExplicitWinsOverEnvironment(t *testing.T) {
	s := newService(t, selected("1"))
	t.Setenv("AURORA_CLUSTER_ARN", "arn:aws:rds:us-east-1:1:cluster:other")
	t.Setenv("AURORA_SECRET_ARN", "other")
	if _, err := s.open().Exec("select 1"); err != nil {
		t.Fatal(err)
	}
	if r := s.got()[0]; r.ResourceArn != clusterARN || r.SecretArn != secretARN {
		t.Errorf("got %s, %s", r.ResourceArn, r.SecretArn)
	}
}

// setEnvironment sets variables, and unsets what could make the AWS SDK look
// elsewhere.
func setEnvironment(t *testing.T, variables map[string]string) {
	t.Helper()
	none := t.TempDir() + "/none"
	t.Setenv("AWS_CONFIG_FILE", none)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", none)
	for _, name := range []string{"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_CA_BUNDLE"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for name, value := range variables {
		t.Setenv(name, value)
	}
}

func TestOpenMakesNoCall(t *testing.T) {
	setEnvironment(t, map[string]string{"AURORA_CLUSTER_ARN": clusterARN, "AURORA_SECRET_ARN": secretARN, "AWS_PROFILE": "missing"})
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///x")
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	defer db.Close()
	if err := db.Ping(); err == nil || !strings.Contains(err.Error(), "load AWS configuration") {
		t.Errorf("ping with a missing profile: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	const arns = "aurora_cluster_arn=" + clusterARN + "&secret_arn=" + secretARN
	tests := []struct{ driver, dsn, want string }{
		{"mysql+auroradataapi", "postgresql+auroradataapi:///x", `the driver "mysql+auroradataapi" is given a URL of postgresql+auroradataapi`},
		{"postgresql+auroradataapi", "mysql+auroradataapi:///x", `the driver "postgresql+auroradataapi" is given a URL of mysql+auroradataapi`},
		{"mysql+auroradataapi", "mysql+auroradataapi:///x?" + arns + "&resolve_commits=true", "resolve_commits is an option for PostgreSQL"},
		{"mysql+auroradataapi", "mysql+auroradataapi:///x?" + arns + "&cancel_statements=true", "cancel_statements is an option for PostgreSQL"},
		{"mysql+auroradataapi", "mysql+auroradataapi:///x?" + arns + "&compat=pq", "compat is an option for PostgreSQL"},
		{"postgresql+auroradataapi", "postgresql+auroradataapi:///x?" + arns + "&compat=libpq", "want pgx or pq"},
		{"mysql+auroradataapi", "mysql+auroradataapi:///x?" + arns + "&default_query_exec_mode=exec", "default_query_exec_mode and describe_quietly are options for PostgreSQL"},
		{"postgresql+auroradataapi", "postgresql+auroradataapi:///x?" + arns + "&loc=Europe/Berlin", "parse_time and loc are options for MySQL"},
		{"auroradataapi", "database=x", `the driver "auroradataapi" needs a URL`},
		{"auroradataapi", "endpoint=http://127.0.0.1", `the driver "auroradataapi" needs a URL`},
		{"auroradataapi", "", `the driver "auroradataapi" needs a URL`},
	}
	for _, tt := range tests {
		if _, err := sql.Open(tt.driver, tt.dsn); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Open(%q, %q): %v, want %q", tt.driver, tt.dsn, err, tt.want)
		}
	}
}

func TestRegion(t *testing.T) {
	tests := []struct {
		name   string
		config auroradataapi.Config
		want   string
	}{
		{"cluster's", auroradataapi.Config{ClusterARN: clusterARN}, "eu-central-1"},
		{"explicit", auroradataapi.Config{ClusterARN: clusterARN, Region: "a", AWSConfig: &aws.Config{Region: "b"}}, "a"},
		{"AWS configuration's", auroradataapi.Config{ClusterARN: clusterARN, AWSConfig: &aws.Config{Region: "b"}}, "b"},
		{"AWS configuration without one", auroradataapi.Config{ClusterARN: clusterARN, AWSConfig: &aws.Config{}}, "eu-central-1"},
	}
	for _, tt := range tests {
		if got := tt.config.ResolvedRegion(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestClient uses a ready client, whose endpoint has a path and which has
// middleware of its own.
func TestClient(t *testing.T) {
	s := newService(t, selected("1"))
	s.config.Client = rdsdata.NewFromConfig(*s.config.AWSConfig, func(o *rdsdata.Options) {
		o.Region = "eu-central-1"
		o.BaseEndpoint = aws.String(s.url + "/some/where")
		o.AppID = "orders"
	})
	s.config.AWSConfig, s.config.Endpoint = nil, ""
	if err := s.open().Ping(); err != nil {
		t.Fatal(err)
	}
	r := s.got()[0]
	if want := "/some/where/Execute"; r.Operation != want {
		t.Errorf("path %q, want %q", r.Operation, want)
	}
	if agent := r.Header.Get("User-Agent"); !strings.Contains(agent, "app/orders") {
		t.Errorf("the client's own settings are lost: %q", agent)
	}
}

func TestString(t *testing.T) {
	config := auroradataapi.Config{ClusterARN: clusterARN, SecretARN: secretARN, Endpoint: "http://u:hunter2@h"}
	for _, text := range []string{config.String(), fmt.Sprint(config), fmt.Sprintf("%+v", config)} {
		if strings.Contains(text, "hunter2") || !strings.Contains(text, "cluster%3Aorders") {
			t.Errorf("got %s", text)
		}
	}
}

func TestConnectHonoursContext(t *testing.T) {
	s := newService(t)
	db := s.open()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.PingContext(ctx); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestConnectAfterClose(t *testing.T) {
	connector, err := auroradataapi.NewConnector(newService(t).config)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // Close may be called twice
		if err := connector.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := connector.Connect(t.Context()); err == nil || err.Error() != "auroradataapi: connect: connector is closed" {
		t.Errorf("got %v", err)
	}
}
