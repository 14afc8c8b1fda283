package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// retryCase is a call that meets faults on its way.
type retryCase struct {
	name   string
	path   string
	faults []fault
	do     func(ctx context.Context, db *sql.DB) error

	requests int   // that were sent to path
	rows     int   // in the table afterwards
	is       error // nil: no error
}

const (
	executePath  = "/Execute"
	beginPath    = "/BeginTransaction"
	commitPath   = "/CommitTransaction"
	rollbackPath = "/RollbackTransaction"
)

var retryCases = []retryCase{
	{name: "no fault", path: executePath, do: insert, requests: 1, rows: 1},

	{name: "insert, dropped before", path: executePath, faults: []fault{dropBefore}, do: insert, requests: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "insert, dropped after", path: executePath, faults: []fault{dropAfter}, do: insert, requests: 1, rows: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "insert, answer cut off", path: executePath, faults: []fault{truncate}, do: insert, requests: 1, rows: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "insert, 500", path: executePath, faults: []fault{internal}, do: insert, requests: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "insert, 500 after it ran", path: executePath, faults: []fault{internalLate}, do: insert, requests: 1, rows: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "insert, throttled", path: executePath, faults: []fault{throttle, throttle}, do: insert, requests: 3, rows: 1},
	{name: "insert, resuming", path: executePath, faults: []fault{resuming, resuming}, do: insert, requests: 3, rows: 1},
	{name: "insert, resuming and dropped", path: executePath, faults: []fault{resuming, dropAfter}, do: insert, requests: 2, rows: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "query, dropped after", path: executePath, faults: []fault{dropAfter}, do: query, requests: 2},
	{name: "query, answer cut off", path: executePath, faults: []fault{truncate, internalLate}, do: query, requests: 3},
	{name: "query of a function, dropped after", path: executePath, faults: []fault{dropAfter}, do: queryFunction, requests: 1, is: auroradataapi.ErrOutcomeUnknown},

	{name: "ping, dropped", path: executePath, faults: []fault{dropBefore, dropAfter}, do: ping, requests: 3},
	{name: "begin, dropped", path: beginPath, faults: []fault{dropBefore, dropAfter}, do: commitInsert, requests: 3, rows: 1},
	{name: "begin, dropped too often", path: beginPath, faults: []fault{dropAfter, dropAfter, dropAfter, dropAfter}, do: commitInsert, requests: 3, is: io.EOF},
	{name: "commit, dropped before", path: commitPath, faults: []fault{dropBefore}, do: commitInsert, requests: 2, rows: 1},
	{name: "commit, dropped after", path: commitPath, faults: []fault{dropAfter}, do: commitInsert, requests: 2, rows: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "commit, 500 after it ran", path: commitPath, faults: []fault{internalLate}, do: commitInsert, requests: 2, rows: 1, is: auroradataapi.ErrOutcomeUnknown},
	{name: "commit, throttled", path: commitPath, faults: []fault{throttle}, do: commitInsert, requests: 2, rows: 1},
	{name: "rollback, dropped before", path: rollbackPath, faults: []fault{dropBefore}, do: rollbackInsert, requests: 2},
	{name: "rollback, dropped after", path: rollbackPath, faults: []fault{dropAfter}, do: rollbackInsert, requests: 2},
	{name: "insert in a transaction, dropped after", path: executePath, faults: []fault{dropAfter}, do: commitInsert, requests: 1, is: auroradataapi.ErrOutcomeUnknown},
}

func insert(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "insert into retried values ($1)", 1)
	return err
}

func query(ctx context.Context, db *sql.DB) error {
	return db.QueryRowContext(ctx, "select count(*) from retried").Scan(new(int))
}

func queryFunction(ctx context.Context, db *sql.DB) error {
	return db.QueryRowContext(ctx, "select txid_current()").Scan(new(int))
}

func ping(ctx context.Context, db *sql.DB) error { return db.PingContext(ctx) }

// commitInsert inserts in a transaction. If that fails the transaction is rolled
// back.
func commitInsert(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert into retried values (1)"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func rollbackInsert(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert into retried values (1)"); err != nil {
		return err
	}
	return tx.Rollback()
}

// TestRetries wants each statement to run once at most, whatever happens to its
// request and its answer, and the error to say so where nobody knows.
func TestRetries(t *testing.T) {
	table(t, cluster, "retried")
	for _, c := range retryCases {
		t.Run(c.name, func(t *testing.T) {
			ctx := within(t)
			if _, err := cluster.Native.ExecContext(ctx, "delete from retried"); err != nil {
				t.Fatal(err)
			}
			p := newProxy(t, c.path, c.faults...)
			db := p.open(t)
			if err := c.do(ctx, db); !errors.Is(err, c.is) {
				t.Errorf("got %v, want %v", err, c.is)
			}
			if n := p.requests(); n != c.requests {
				t.Errorf("got %d requests, want %d", n, c.requests)
			}
			if n := count(t, cluster, "retried"); n != c.rows {
				t.Errorf("got %d rows, want %d", n, c.rows)
			}
			usable(ctx, t, db)
		})
	}
}

// TestConnectionsClose has the service close its connections after every answer,
// as it does with those that were idle for long: a request may then meet a
// connection that is being closed.
func TestConnectionsClose(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "closing")
	p := newProxy(t, "/none")
	db := p.open(t)
	succeeded, unknown := 0, 0
	for range 50 {
		switch _, err := db.ExecContext(ctx, "insert into closing values (1)"); {
		case err == nil:
			succeeded++
		case errors.Is(err, auroradataapi.ErrOutcomeUnknown):
			unknown++
		default:
			t.Fatal(err)
		}
		p.CloseClientConnections()
	}
	if n := count(t, cluster, "closing"); n < succeeded || n > succeeded+unknown {
		t.Errorf("got %d rows of %d inserts that succeeded and %d that are unknown", n, succeeded, unknown)
	}
	// A ping is repeated, so it gets over a connection whose end is not known yet.
	if err := db.PingContext(ctx); err != nil {
		t.Error(err)
	}
	usable(ctx, t, db)
}

// TestRefusedConnection cannot connect: nothing has run, and the error says what
// is wrong.
func TestRefusedConnection(t *testing.T) {
	ctx := within(t)
	db := openThrough(t, func(int64) bool { return false })
	_, err := db.ExecContext(ctx, "insert into nothing values (1)")
	if !errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v, want ECONNREFUSED and not ErrOutcomeUnknown", err)
	}
	if err := db.PingContext(ctx); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("ping: got %v, want ECONNREFUSED", err)
	}
}

// TestConnectionComesBack can connect at the second attempt.
func TestConnectionComesBack(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "back")
	db := openThrough(t, func(n int64) bool { return n > 1 })
	if _, err := db.ExecContext(ctx, "insert into back values (1)"); err != nil {
		t.Error(err)
	}
	if n := count(t, cluster, "back"); n != 1 {
		t.Errorf("got %d rows, want 1", n)
	}
}

// openThrough opens the database over connections of which up decides whether
// the n-th gets to the cluster or to a port where nobody listens.
func openThrough(t *testing.T, up func(n int64) bool) *sql.DB {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	listener.Close()
	var dials atomic.Int64
	return openDialing(t, func(ctx context.Context, network, address string) (net.Conn, error) {
		if !up(dials.Add(1)) {
			address = closed
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	})
}

// openDialing opens the database over connections that are made in some way.
func openDialing(t *testing.T, dial func(ctx context.Context, network, address string) (net.Conn, error)) *sql.DB {
	t.Helper()
	transport := &http.Transport{DialContext: dial}
	config := cluster.Config()
	config.DefaultQueryExecMode = auroradataapi.QueryExecModeExec // one request for each statement
	config.AWSConfig.HTTPClient = &http.Client{Transport: transport}
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db.Close()
		transport.CloseIdleConnections()
	})
	return db
}

// TestBrokenUpload breaks the connection in the middle of a request of 3 MiB,
// which the service then cannot run.
func TestBrokenUpload(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "upload")
	db := openDialing(t, func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		return &breakingConn{Conn: conn, left: 1 << 20}, err
	})
	_, err := db.ExecContext(ctx, "insert into upload values (length($1))", strings.Repeat("x", 3<<20))
	if !errors.Is(err, syscall.EPIPE) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v, want EPIPE and not ErrOutcomeUnknown", err)
	}
	if n := count(t, cluster, "upload"); n != 0 {
		t.Errorf("got %d rows, want none", n)
	}
	usable(ctx, t, db)
}

// breakingConn is a connection that breaks when so many bytes were written.
type breakingConn struct {
	net.Conn
	left int
}

func (c *breakingConn) Write(b []byte) (int, error) {
	if len(b) > c.left {
		c.Close()
		return 0, syscall.EPIPE
	}
	c.left -= len(b)
	return c.Conn.Write(b)
}
