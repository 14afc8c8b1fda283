package older_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster is that of PostgreSQL; the one of MySQL is on the same server.
var cluster *testcluster.Cluster

const mysqlID = "mysql"

func TestMain(m *testing.M) {
	server := &emulator.Server{Clusters: []emulator.Cluster{
		{ID: testcluster.ID, Personality: emulator.V1},
		{ID: mysqlID, Engine: emulator.MySQL, Personality: emulator.V1},
	}}
	os.Exit(testcluster.Main(withDatabase{m}, server, &cluster))
}

// withDatabase are tests that want the database "orders" on MySQL.
type withDatabase struct{ *testing.M }

func (tests withDatabase) Run() int {
	config := mysqlConfig()
	config.Database = ""
	db, err := testcluster.Open(config)
	if err == nil {
		_, err = db.Exec("create database orders")
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return tests.M.Run()
}

// database is one that a test runs on.
type database struct {
	name   string
	config func() auroradataapi.Config
}

// databases are of either engine.
var databases = []database{
	{"PostgreSQL", func() auroradataapi.Config { return cluster.Config() }},
	{"MySQL", mysqlConfig},
}

func mysqlConfig() auroradataapi.Config {
	return auroradataapi.Config{
		Engine:     auroradataapi.EngineMySQL,
		ClusterARN: cluster.Server.ClusterARN(mysqlID),
		SecretARN:  cluster.Server.SecretARN("rds-db-credentials/" + mysqlID),
		Database:   "orders",
		Endpoint:   cluster.Server.URL(),
		AWSConfig: &aws.Config{
			Region:      "us-east-1",
			Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		},
	}
}

// open opens the database, as the options change its configuration.
func (d database) open(t *testing.T, options ...func(*auroradataapi.Config)) *sql.DB {
	t.Helper()
	config := d.config()
	for _, option := range options {
		option(&config)
	}
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// within gives a test a context that ends when it has taken too long.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// onEach runs a test on a database of either engine. The table has a key and a
// text.
func onEach(t *testing.T, table string, test func(ctx context.Context, t *testing.T, d database, db *sql.DB)) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			ctx, db := within(t), d.open(t)
			run(ctx, t, db, "create table "+table+" (id int, name varchar(20), constraint "+table+"_key primary key (id))")
			test(ctx, t, d, db)
			run(ctx, t, db, "drop table "+table)
		})
	}
}

func run(ctx context.Context, t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(ctx, statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// count counts the rows of a table.
func count(ctx context.Context, t *testing.T, db *sql.DB, table string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(ctx, "select count(*) from "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// pauseFor pauses the clusters for some calls.
func pauseFor(t *testing.T, calls int) {
	t.Helper()
	remove, err := cluster.Server.Inject(emulator.Fault{Kind: emulator.FaultPause, Calls: calls, Times: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
}
