package conformance_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

func TestConnections(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "ping", do: ping},
		{name: "context ended before", do: contextEndedBefore},
		{name: "context ends while a query runs", do: contextEndsDuring},
		{name: "a connection of one's own", do: ownConnection},
		{name: "a transaction left open", do: transactionLeftOpen},
		{name: "many at once", do: manyAtOnce},
		{name: "closed database", do: closedDatabase},
		{name: "closed connection", do: closedConnection},
	})
}

func ping(ctx context.Context, r *transcript, w way) {
	r.err("ping", w.db.PingContext(ctx))
	ended, cancel := context.WithCancel(ctx)
	cancel()
	r.err("ping with an ended context", w.db.PingContext(ended))
}

func contextEndedBefore(ctx context.Context, r *transcript, w way) {
	ended, cancel := context.WithCancel(ctx)
	cancel()
	r.exec(ended, w.db, "insert into thing values (1)")
	r.query(ended, w, w.db, "select 1")
	_, err := w.db.BeginTx(ended, nil)
	r.err("begin", err)
	r.query(ctx, w, w.db, countThings)
}

// contextEndsDuring cancels a query once it waits for a lock. What is seen of it
// is an error that matches the context's; that pgx also stops the statement, and
// the driver cannot, is shown by package faults.
func contextEndsDuring(ctx context.Context, r *transcript, w way) {
	locked := r.begin(ctx, w, nil)
	defer locked.Rollback()
	r.exec(ctx, locked, "lock table thing")
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error)
	go func() {
		_, err := w.db.ExecContext(inner, "insert into thing values (1)")
		done <- err
	}()
	waitForLock(ctx)
	cancel()
	err := <-done
	r.err("insert", unlessWithSQLState(inner, err))
	r.query(ctx, w, w.db, "select 1")
}

// unlessWithSQLState accepts pgx's query_canceled, 57014, in the place of the
// context's error: which one comes first is a matter of luck.
func unlessWithSQLState(ctx context.Context, err error) error {
	if nameError(err) == "57014" {
		return ctx.Err()
	}
	return err
}

// waitForLock returns when a statement waits for the lock on the table thing.
func waitForLock(ctx context.Context) {
	const waiting = "select count(*) from pg_locks where relation = 'thing'::regclass and not granted"
	for n := 0; n == 0 && ctx.Err() == nil; {
		if err := cluster.Native.QueryRowContext(ctx, waiting).Scan(&n); err != nil {
			panic(err)
		}
	}
}

func ownConnection(ctx context.Context, r *transcript, w way) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		r.err("conn", err)
		return
	}
	defer conn.Close()
	r.err("ping", conn.PingContext(ctx))
	r.exec(ctx, conn, "insert into thing values (1, 'a')")
	tx, err := conn.BeginTx(ctx, nil)
	r.err("begin", err)
	r.exec(ctx, tx, "insert into thing values (2, 'b')")
	r.exec(ctx, tx, "insert into thing values (2, 'c')")
	r.err("ping in a transaction that has failed", conn.PingContext(ctx))
	r.exec(ctx, tx, "select 1")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, conn, "select id from thing")
}

func transactionLeftOpen(ctx context.Context, r *transcript, w way) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		r.err("conn", err)
		return
	}
	tx, err := conn.BeginTx(ctx, nil)
	r.err("begin", err)
	r.exec(ctx, tx, "insert into thing values (1)")
	r.err("rollback", tx.Rollback())
	r.err("close", conn.Close())
	r.query(ctx, w, w.db, countThings)
}

func manyAtOnce(ctx context.Context, r *transcript, w way) {
	var wait sync.WaitGroup
	errs := make([]error, 16)
	for i := range errs {
		wait.Go(func() {
			for j := range 5 {
				_, err := w.db.ExecContext(ctx, "insert into thing values ($1, $2)", i*5+j, fmt.Sprint(i, " ", j))
				if err != nil {
					errs[i] = err
				}
			}
		})
	}
	wait.Wait()
	r.add("%v", errs)
	r.query(ctx, w, w.db, "select count(*), count(distinct name), max(id) from thing")
}

func closedDatabase(ctx context.Context, r *transcript, w way) {
	db, err := w.open()
	if err != nil {
		r.err("open", err)
		return
	}
	r.err("ping", db.PingContext(ctx))
	r.err("close", db.Close())
	r.err("close again", db.Close())
	r.add("ping fails: %v", db.PingContext(ctx) != nil)
}

// open opens the database once more.
func (w way) open() (*sql.DB, error) {
	if w.native {
		return sql.Open("pgx", cluster.Server.BackendDSN(testcluster.ID))
	}
	return testcluster.Open(cluster.Config())
}

func closedConnection(ctx context.Context, r *transcript, w way) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		r.err("conn", err)
		return
	}
	r.err("close", conn.Close())
	r.err("close again", conn.Close())
	r.err("ping", conn.PingContext(ctx))
}
