package exampletest

import (
	"database/sql"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// Counter opens a database and counts the calls of the Data API.
type Counter struct {
	config auroradataapi.Config
	calls  atomic.Int64
}

// NewCounter starts an emulator with a new database.
func NewCounter(t *testing.T, engine emulator.Engine) *Counter {
	t.Helper()
	server := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "shop", Engine: engine}}})
	c := new(Counter)
	c.config = auroradataapi.Config{
		Engine:     map[emulator.Engine]auroradataapi.Engine{emulator.MySQL: auroradataapi.EngineMySQL}[engine],
		ClusterARN: server.ClusterARN("shop"),
		SecretARN:  server.SecretARN("rds-db-credentials/shop"),
		Endpoint:   server.URL(),
		AWSConfig:  &aws.Config{Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""), HTTPClient: c},
	}
	_, db := c.Open(t)
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE shop"); err != nil {
		t.Fatal(err)
	}
	c.config.Database = "shop"
	return c
}

// Do counts a request and sends it.
func (c *Counter) Do(r *http.Request) (*http.Response, error) {
	c.calls.Add(1)
	return http.DefaultClient.Do(r)
}

// Open opens the database as a new process would, which knows nothing of it.
func (c *Counter) Open(t *testing.T) (*auroradataapi.Connector, *sql.DB) {
	t.Helper()
	connector, err := auroradataapi.NewConnector(c.config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return connector, db
}

// Calls returns how many calls f makes, and fails the test if f fails.
func (c *Counter) Calls(t *testing.T, f func() error) int {
	t.Helper()
	before := c.calls.Load()
	if err := f(); err != nil {
		t.Fatal(err)
	}
	return int(c.calls.Load() - before)
}
