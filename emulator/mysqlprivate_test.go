package emulator_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// One server answers for clusters of both engines, each with its own secret.
func TestBothEngines(t *testing.T) {
	s := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{
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
	for cluster, want := range map[string]string{"local": "PostgreSQL 1", "local-mysql": "M"} {
		if got := s.Software(cluster); !strings.HasPrefix(got, want) {
			t.Errorf("Software(%s): got %s, want %s…", cluster, got, want)
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

// The error is that of the cluster that cannot start, and the others are gone.
func TestStartOfSeveral(t *testing.T) {
	empty := t.TempDir()
	t.Setenv("TMPDIR", openFolder(t))
	s := &emulator.Server{Clusters: []emulator.Cluster{
		{ID: "a"}, {ID: "b", BinDir: empty}, {ID: "c", Engine: emulator.MySQL},
	}}
	err := s.Start(t.Context())
	if !errors.Is(err, emulator.ErrNoServer) || !strings.Contains(err.Error(), "cluster b: ") {
		t.Errorf("got %v, want what is wrong with cluster b", err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	if got := s.Software("a"); got != "" {
		t.Errorf("Software of a server that has not started: %s", got)
	}
}

// openFolder is a temporary folder that every account may pass through.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "several-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}
