package stream_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// calls is an HTTP client that notes what is called, and can lose answers.
type calls struct {
	mu    sync.Mutex // guards what follows
	list  []string   // the SQL text of a call, or the name of its operation
	loses func(call string) bool
}

func (c *calls) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	call := nameOf(r.URL.Path, body)
	response, err := http.DefaultClient.Do(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, call)
	if err == nil && c.loses != nil && c.loses(call) {
		_ = response.Body.Close()
		return nil, errors.New("answer lost")
	}
	return response, err
}

func nameOf(path string, body []byte) string {
	var request struct{ SQL string }
	_ = json.Unmarshal(body, &request)
	if request.SQL != "" {
		return request.SQL
	}
	return strings.TrimPrefix(path, "/")
}

// lose has the answers of some calls lost.
func (c *calls) lose(loses func(call string) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loses = loses
}

// take returns the first words of the calls so far and forgets them. A rollback,
// which nobody waits for, is not among them.
func (c *calls) take() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var short []string
	for _, call := range c.list {
		if word := strings.Fields(call)[0]; word != "RollbackTransaction" {
			short = append(short, word)
		}
	}
	c.list = nil
	return strings.Join(short, ", ")
}

// open returns a database with a configuration of its own and what it calls. It is
// closed in the end, after which nothing may be open at the server.
func open(t *testing.T, change func(*auroradataapi.Config)) (*sql.DB, *calls) {
	t.Helper()
	return openIn(t, cluster, assertIdle, change)
}

// openIn does so in a cluster.
func openIn(t *testing.T, cluster *testcluster.Cluster, assertIdle func(*testing.T), change func(*auroradataapi.Config)) (*sql.DB, *calls) {
	t.Helper()
	seen := &calls{}
	config := cluster.Config()
	config.AWSConfig.HTTPClient = seen
	if change != nil {
		change(&config)
	}
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		assertIdle(t)
	})
	return db, seen
}

// assertIdle fails the test if a transaction is open at the server.
func assertIdle(t *testing.T) {
	t.Helper()
	var n int
	err := cluster.Native.QueryRow("select count(*) from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()").Scan(&n)
	if err != nil || n != 0 {
		t.Errorf("%d transactions are open, %v", n, err)
	}
}

// exec runs a statement at the server, past the service.
func exec(ctx context.Context, t *testing.T, query string) {
	t.Helper()
	if _, err := cluster.Native.ExecContext(ctx, query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
