package bulk_test

import (
	"bytes"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// losing is an HTTP client that loses the answer to one request that has some text
// in its body.
type losing struct {
	text string
	left atomic.Int32 // how many such requests come before the one
	sent atomic.Int32 // such requests
}

// openLosing opens PostgreSQL's database through such a client. left is how many of the
// requests come before the one.
func openLosing(t *testing.T, text string, left int32) (*sql.DB, *losing) {
	t.Helper()
	return openLosingOn(t, cluster, text, left)
}

// openLosingOn opens the database of a cluster so.
func openLosingOn(t *testing.T, cluster *testcluster.Cluster, text string, left int32) (*sql.DB, *losing) {
	t.Helper()
	client := &losing{text: text}
	client.left.Store(left)
	config := cluster.Config()
	config.AWSConfig.HTTPClient = client
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, client
}

func (l *losing) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	response, err := http.DefaultClient.Do(r)
	if err != nil || !strings.Contains(r.URL.Path+string(body), l.text) {
		return response, err
	}
	l.sent.Add(1)
	if l.left.Add(-1) != -1 {
		return response, err
	}
	_ = response.Body.Close()
	return nil, errors.New("connection lost")
}

// TestUnknownOutcome loses the answer to a request that has been processed. It is
// not sent again, the error tells the rows, and what it says of the others is so.
// What was in a transaction has not been written for certain.
func TestUnknownOutcome(t *testing.T) {
	exec(t, `create table unclear (id int8 primary key)`)
	const rows, perRequest = 40, 10
	tests := []struct {
		name        string
		text        string
		left        int32
		sent        int32
		known       bool
		options     auroradataapi.BulkOptions
		first, last int64
		committed   int64
		kept        int64
	}{
		{name: "one request", text: "auroradataapi.c1", sent: 1, first: 0, last: 39, kept: 40},
		{name: "request of several", text: "auroradataapi.c1", left: 1, sent: 2, known: true, options: auroradataapi.BulkOptions{MaxRows: perRequest}, first: 10, last: 19},
		{name: "each committed", text: "auroradataapi.c1", left: 1, sent: 2, options: auroradataapi.BulkOptions{MaxRows: perRequest, CommitEachChunk: true}, first: 10, last: 19, committed: 10, kept: 20},
		{name: "block", text: "LOOP", left: 1, sent: 2, known: true, options: auroradataapi.BulkOptions{MaxRows: perRequest, CommitEachChunk: true, Affected: func(int64, int64) {}}, first: 10, last: 19, committed: 10, kept: 10},
		{name: "commit", text: "/CommitTransaction", sent: 2, options: auroradataapi.BulkOptions{MaxRows: perRequest}, first: 0, last: 39, kept: 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			exec(t, `truncate unclear`)
			db, client := openLosing(t, tt.text, tt.left)
			n, err := auroradataapi.ExecBatch(t.Context(), db, `insert into unclear values ($1)`, numbers(rows), &tt.options)
			var e *auroradataapi.BulkError
			if errors.Is(err, auroradataapi.ErrOutcomeUnknown) == tt.known || !errors.As(err, &e) || e.First != tt.first || e.Last != tt.last || e.Committed != tt.committed || n != tt.committed {
				t.Errorf("got %d, %v", n, err)
			}
			if sent := client.sent.Load(); sent != tt.sent {
				t.Errorf("%d requests have been sent, want %d", sent, tt.sent)
			}
			if kept := number(t, `select count(*) from unclear`); kept != tt.kept {
				t.Errorf("%d rows are there, want %d", kept, tt.kept)
			}
		})
	}
	openTransactions(t)
}

// TestMySQLUnknownOutcome is the same for MySQL.
func TestMySQLUnknownOutcome(t *testing.T) {
	execOn(t, mySQL, `create table unclear (id bigint primary key)`)
	const rows, perRequest = 40, 10
	const insert, batch = `insert into unclear values (?)`, `insert into unclear set id = ?`
	tests := []struct {
		name        string
		query       string
		text        string
		left        int32
		sent        int32
		known       bool
		options     auroradataapi.BulkOptions
		first, last int64
		committed   int64
		kept        int64
	}{
		{name: "one request", query: insert, text: "JSON_TABLE", sent: 1, first: 0, last: 39, kept: 40},
		{name: "request of several", query: insert, text: "JSON_TABLE", left: 1, sent: 2, known: true, options: auroradataapi.BulkOptions{MaxRows: perRequest}, first: 10, last: 19},
		{name: "each committed", query: insert, text: "JSON_TABLE", left: 1, sent: 2, options: auroradataapi.BulkOptions{MaxRows: perRequest, CommitEachChunk: true}, first: 10, last: 19, committed: 10, kept: 20},
		{name: "batch", query: batch, text: "/BatchExecute", left: 1, sent: 2, known: true, options: auroradataapi.BulkOptions{MaxRows: perRequest, CommitEachChunk: true}, first: 10, last: 19, committed: 10, kept: 10},
		{name: "commit", query: batch, text: "/CommitTransaction", sent: 2, options: auroradataapi.BulkOptions{MaxRows: perRequest}, first: 0, last: 39, kept: 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			execOn(t, mySQL, `truncate unclear`)
			db, client := openLosingOn(t, mySQL, tt.text, tt.left)
			n, err := auroradataapi.ExecBatch(t.Context(), db, tt.query, numbers(rows), &tt.options)
			if n == -1 && tt.query == batch {
				n = tt.committed // is not known
			}
			var e *auroradataapi.BulkError
			if errors.Is(err, auroradataapi.ErrOutcomeUnknown) == tt.known || !errors.As(err, &e) || e.First != tt.first || e.Last != tt.last || e.Committed != tt.committed || n != tt.committed {
				t.Errorf("got %d, %v", n, err)
			}
			if sent := client.sent.Load(); sent != tt.sent {
				t.Errorf("%d requests have been sent, want %d", sent, tt.sent)
			}
			if kept := numberOn(t, mySQL, `select count(*) from unclear`); kept != tt.kept {
				t.Errorf("%d rows are there, want %d", kept, tt.kept)
			}
		})
	}
	openMySQLTransactions(t)
}
