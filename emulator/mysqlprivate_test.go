package emulator_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// One server answers for clusters of both engines, each with its own secret.
func TestBothEngines(t *testing.T) {
	s := emulator.RunT(t, &emulator.Server{Clusters: []emulator.Cluster{
		{ID: "local"}, {ID: "local-mysql", Engine: emulator.MySQL},
	}})
	tests := []struct{ cluster, sql, want string }{
		{"local", "select current_user || '|' || current_database()", "postgres|postgres"},
		{"local-mysql", "select concat_ws('|', current_user(), database())", "admin@%"},
	}
	for _, test := range tests {
		input := inCluster(s, test.cluster, "rds-db-credentials/"+test.cluster, test.sql)
		if test.cluster == "local" {
			input.Database = aws.String("postgres")
		}
		if got := value(t, execute(t, s, input)); got != test.want {
			t.Errorf("%s: got %v, want %s", test.cluster, got, test.want)
		}
	}
	if got := s.BackendDSN("local-mysql"); !strings.HasPrefix(got, "admin:admin@unix(/") || !strings.HasSuffix(got, ")/") {
		t.Errorf("BackendDSN: got %s", got)
	}
	for _, want := range []string{
		"AURORA_CLUSTER_ARN=" + s.ClusterARN("local"),
		"AURORA_POSTGRESQL_CLUSTER_ARN=" + s.ClusterARN("local"),
		"AURORA_MYSQL_CLUSTER_ARN=" + s.ClusterARN("local-mysql"),
		"AURORA_MYSQL_SECRET_ARN=" + s.SecretARN("rds-db-credentials/local-mysql"),
		"AURORADATAAPI_LOCAL_MYSQL_DSN=" + s.BackendDSN("local-mysql"),
	} {
		if !slices.Contains(s.Environ(), want) {
			t.Errorf("%s is not in the environment %q", want, s.Environ())
		}
	}
}

func inCluster(s *emulator.Server, cluster, secret, sql string) *rdsdata.ExecuteStatementInput {
	return &rdsdata.ExecuteStatementInput{
		ResourceArn: aws.String(s.ClusterARN(cluster)), SecretArn: aws.String(s.SecretARN(secret)), Sql: aws.String(sql),
	}
}

func TestFindServer(t *testing.T) {
	for _, engine := range []emulator.Engine{"", emulator.PostgreSQL, emulator.MySQL} {
		if err := engine.FindServer(t.Context(), ""); err != nil {
			t.Errorf("%q: %v", engine, err)
		}
		if err := engine.FindServer(t.Context(), t.TempDir()); !errors.Is(err, emulator.ErrNoServer) {
			t.Errorf("%q in an empty folder: got %v, want it to match %v", engine, err, emulator.ErrNoServer)
		}
	}
	if err := emulator.Engine("oracle").FindServer(t.Context(), ""); err == nil || errors.Is(err, emulator.ErrNoServer) || !strings.Contains(err.Error(), `unknown engine "oracle"`) {
		t.Errorf("got %v for an unknown engine", err)
	}
}
