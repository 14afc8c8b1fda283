package conformance_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestSessionLocks takes advisory locks that natively belong to a session.
func TestSessionLocks(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "two connections", do: lockTwoConnections},
		{name: "shared locks", do: lockShared},
		{name: "taken twice", do: lockTwice},
		{name: "two keys", do: lockTwoKeys},
		{name: "unlock of one not held", do: unlockNotHeld},
		{name: "unlock all", do: unlockAll},
		{name: "discard all", do: lockDiscarded},
		{name: "closing gives them back", do: lockClosed},
		{name: "pool of one", do: lockPoolOfOne},
		{name: "prepared", do: lockPrepared},
		{name: "forms of the call", do: lockForms},
		{name: "locks of rows", do: lockRows},
		{name: "errors", do: lockErrors},
		{name: "waiting", do: lockWaits},
		{name: "waiting given up", do: lockGivenUp},
		{name: "in a transaction under a lock", do: lockInTransactionUnderLock},
		{name: "text of several statements", do: lockScript},
		{name: "schema changes under a lock", do: lockSchemaChanges},
		{name: "settings", do: lockSettings},
		{name: "as golang-migrate does it", do: lockAsGolangMigrate},
		{name: "as goose does it", do: lockAsGoose},
		{
			name: "taken in a transaction", do: lockInTransaction, differs: instead("bool true", "bool false"),
			why: "a session lock that is taken in a transaction ends with it: the service's session does",
		},
		{
			name: "and a transaction's lock", do: lockAndTransactionLock, differs: instead("_xact_lock\" BOOL bool\nbool true", "_xact_lock\" BOOL bool\nbool false"),
			why: "the lock of a transaction is not the same session's as the session lock of its connection",
		}, {
			name: "with an effect", do: lockWithEffect, differs: instead(": 1 rows, <nil>", ": 25006"),
			why: "a statement that takes a session lock runs in a transaction that is never committed",
		},
	})
}

const (
	lock     = "select pg_advisory_lock($1)"
	tryLock  = "select pg_try_advisory_lock($1)"
	unlock   = "select pg_advisory_unlock($1)"
	freeLock = "select pg_advisory_unlock_all()"
)

// conns gives a behaviour connections of its own, ends them, and waits until all
// locks are given back.
func conns(ctx context.Context, r *transcript, w way, do func(conns ...*sql.Conn)) {
	defer waitForCount(ctx, "select count(*) from pg_locks where locktype = 'advisory'", 0)
	db := r.opened(w)
	defer db.Close()
	var all []*sql.Conn
	for range 3 {
		conn, err := db.Conn(ctx)
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		all = append(all, conn)
	}
	do(all...)
}

// opened opens the database anew.
func (r *transcript) opened(w way) *sql.DB {
	db, err := w.open()
	if err != nil {
		panic(err) // nothing else works then
	}
	return db
}

func lockTwoConnections(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[1], tryLock, 1)
		r.query(ctx, w, c[1], tryLock, 2)
		r.query(ctx, w, c[0], unlock, 1)
		r.query(ctx, w, c[1], tryLock, 1)
		r.query(ctx, w, c[0], tryLock, 2)
		r.query(ctx, w, c[1], unlock, 1)
		r.query(ctx, w, c[1], unlock, 2)
		r.query(ctx, w, c[0], tryLock, 2)
		r.query(ctx, w, c[0], freeLock)
	})
}

func lockShared(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], "select pg_advisory_lock_shared($1)", 1)
		r.query(ctx, w, c[1], "select pg_try_advisory_lock_shared($1)", 1)
		r.query(ctx, w, c[1], tryLock, 1)
		r.query(ctx, w, c[0], unlock, 1)
		r.query(ctx, w, c[0], "select pg_advisory_unlock_shared($1)", 1)
		r.query(ctx, w, c[1], tryLock, 1)
		r.query(ctx, w, c[0], "select pg_try_advisory_lock_shared($1)", 1)
	})
}

func lockTwice(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[0], tryLock, 1)
		for range 3 {
			r.query(ctx, w, c[1], tryLock, 1)
			r.query(ctx, w, c[0], unlock, 1)
		}
	})
}

func lockTwoKeys(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], "select pg_advisory_lock($1, $2)", 1, 2)
		r.query(ctx, w, c[1], "select pg_try_advisory_lock($1, $2)", 1, 2)
		r.query(ctx, w, c[1], "select pg_try_advisory_lock($1, $2)", 2, 1)
		r.query(ctx, w, c[0], "select pg_advisory_unlock($1, $2)", 1, 2)
		r.query(ctx, w, c[0], "select pg_advisory_lock(hashtext($1))", "migrations")
		r.query(ctx, w, c[1], "select pg_try_advisory_lock(hashtext($1))", "migrations")
	})
}

func unlockNotHeld(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], unlock, 1)
		r.query(ctx, w, c[0], freeLock)
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[1], unlock, 1)
		r.query(ctx, w, c[0], unlock, 2)
		r.query(ctx, w, c[1], tryLock, 1)
	})
}

func unlockAll(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[0], "select pg_advisory_lock_shared($1)", 2)
		r.exec(ctx, c[0], freeLock)
		r.query(ctx, w, c[1], "select pg_try_advisory_lock(1), pg_try_advisory_lock(2)")
	})
}

func lockDiscarded(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		r.exec(ctx, c[0], "discard all")
		r.query(ctx, w, c[1], tryLock, 1)
	})
}

func lockClosed(ctx context.Context, r *transcript, w way) {
	db := r.opened(w)
	r.exec(ctx, db, lock, 1)
	r.query(ctx, w, w.db, "select pg_try_advisory_xact_lock($1)", 1)
	r.err("close", db.Close())
	r.query(ctx, w, w.db, "select pg_advisory_xact_lock($1)", 1) // waits for the end of the session
}

func lockPoolOfOne(ctx context.Context, r *transcript, w way) {
	db := r.opened(w)
	defer db.Close()
	db.SetMaxOpenConns(1)
	r.exec(ctx, db, lock, 1)
	r.exec(ctx, db, "insert into thing values (1, 'a')")
	r.query(ctx, w, w.db, "select pg_try_advisory_xact_lock($1)", 1)
	var unlocked bool
	r.err("unlock", db.QueryRowContext(ctx, unlock, 1).Scan(&unlocked))
	r.add("unlocked: %v", unlocked)
	r.query(ctx, w, w.db, "select pg_try_advisory_xact_lock($1)", 1)
	r.query(ctx, w, db, "select name from thing")
}

func lockPrepared(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		for _, query := range []string{lock, tryLock, unlock, unlock, unlock} {
			s, err := c[0].PrepareContext(ctx, query)
			if err != nil {
				r.err("prepare", err)
				continue
			}
			var result any
			r.err("query", s.QueryRowContext(ctx, 1).Scan(&result))
			r.add("%v", result)
			r.query(ctx, w, c[1], "select pg_try_advisory_xact_lock($1)", 1)
			r.err("close", s.Close())
		}
	})
}

func lockForms(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		for _, query := range []string{
			"SELECT PG_CATALOG.PG_TRY_ADVISORY_LOCK(1)",
			`select /* one */ "pg_try_advisory_lock" -- (
				(1) as locked`,
			"select * from pg_try_advisory_lock(1)",
			"with l as (select pg_try_advisory_lock(1) as locked) select locked from l",
			"select case when pg_try_advisory_lock(1) then 'locked' else 'busy' end",
			"values (pg_try_advisory_lock(1))",
			"select 1 where pg_try_advisory_lock(1)",
			"select 'pg_try_advisory_lock(1)'",
		} {
			r.query(ctx, w, c[0], query)
			r.query(ctx, w, c[1], "select pg_try_advisory_xact_lock($1)", 1)
			r.query(ctx, w, c[0], unlock, 1)
		}
	})
}

func lockRows(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "insert into thing values (1, 'a'), (2, 'b'), (3, 'c')")
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], "select pg_advisory_lock(id) from thing where id < $1", 0)
		r.query(ctx, w, c[0], "select pg_advisory_lock(id) from thing where id < $1", 3)
		r.query(ctx, w, c[1], "select id from thing where pg_try_advisory_lock(id) order by id limit 1")
		r.exec(ctx, c[1], "alter table thing add note text") // nobody keeps the table
		r.query(ctx, w, c[0], "select id, pg_advisory_unlock(id) from thing order by id")
		r.query(ctx, w, c[1], "select id, pg_try_advisory_lock(id) from thing order by id")
	})
}

func lockErrors(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], "select pg_advisory_lock($1), 1/$2::int", 1, 0)
		r.query(ctx, w, c[1], tryLock, 1)
		r.query(ctx, w, c[0], lock, 2)
		r.query(ctx, w, c[0], "select pg_advisory_lock($1)", "x")
		r.query(ctx, w, c[0], "select pg_advisory_lock(1), nothing")
		r.query(ctx, w, c[0], "select pg_try_advisory_lock($1), 1/$2::int", 3, 0)
		r.query(ctx, w, c[1], "select pg_try_advisory_lock(n) from generate_series(1, 4) n")
		r.query(ctx, w, c[0], "select pg_advisory_unlock(n) from generate_series(1, 4) n")
	})
}

func lockWaits(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		done := make(chan string)
		go func() { done <- w.observe(ctx, c[1], lock, 1) }()
		waitForAdvisoryLock(ctx)
		r.query(ctx, w, c[0], unlock, 1)
		r.add("%s", <-done)
		r.query(ctx, w, c[0], tryLock, 1)
	})
}

// waitForAdvisoryLock returns when a statement waits for an advisory lock.
func waitForAdvisoryLock(ctx context.Context) {
	waitForCount(ctx, "select count(*) from pg_locks where locktype = 'advisory' and not granted", 1)
}

// waitForCount returns when a query counts so many.
func waitForCount(ctx context.Context, query string, want int) {
	for n := -1; n != want && ctx.Err() == nil; {
		if err := cluster.Native.QueryRowContext(ctx, query).Scan(&n); err != nil {
			panic(err)
		}
	}
}

// lockGivenUp ends the wait for a lock. It is not held afterwards.
func lockGivenUp(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		done := make(chan error)
		go func() {
			_, err := c[1].ExecContext(inner, lock, 1)
			done <- err
		}()
		waitForAdvisoryLock(ctx)
		cancel()
		r.err("wait", unlessWithSQLState(inner, <-done))
		r.query(ctx, w, c[0], unlock, 1)
		r.query(ctx, w, c[2], lock, 1)
	})
}

func lockInTransactionUnderLock(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		tx, err := c[0].BeginTx(ctx, nil)
		r.err("begin", err)
		r.exec(ctx, tx, "insert into thing values (1)")
		r.query(ctx, w, tx, lock, 1)
		r.query(ctx, w, tx, tryLock, 2)
		r.query(ctx, w, tx, countThings)
		r.err("rollback", tx.Rollback())
		r.query(ctx, w, c[0], countThings)
		r.query(ctx, w, c[0], "select pg_advisory_unlock(1), pg_advisory_unlock(1), pg_advisory_unlock(1), pg_advisory_unlock(2)")
	})
}

func lockScript(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.exec(ctx, c[0], "select pg_advisory_lock(1); insert into thing values (1); select pg_advisory_lock(2)")
		r.query(ctx, w, c[1], "select pg_try_advisory_lock(n) from generate_series(1, 3) n")
		r.exec(ctx, c[0], "insert into thing values (2); select pg_advisory_unlock(2); select pg_advisory_unlock(1)")
		r.query(ctx, w, c[1], "select pg_try_advisory_lock(n) from generate_series(1, 3) n")
		r.query(ctx, w, c[0], countThings)
	})
}

// lockSchemaChanges changes the schema while a lock is held, also in ways that
// wait for every snapshot that is older.
func lockSchemaChanges(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "insert into thing values (1, 'a')")
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[0], tryLock, 2)
		r.query(ctx, w, c[0], "select pg_advisory_unlock(2), count(*) from thing")
		r.exec(ctx, c[0], "create index concurrently thing_one on thing (name)")
		r.exec(ctx, c[1], "create index concurrently thing_two on thing (name)")
		tx, err := c[0].BeginTx(ctx, nil)
		r.err("begin", err)
		r.exec(ctx, tx, "alter table thing rename to thing_renamed")
		r.exec(ctx, tx, "alter table thing_renamed rename to thing")
		r.err("commit", tx.Commit())
		r.exec(ctx, c[0], "reindex table concurrently thing")
		r.exec(ctx, c[0], "drop index concurrently thing_one")
		r.exec(ctx, c[0], "vacuum thing")
		r.query(ctx, w, c[1], tryLock, 1)
		r.query(ctx, w, c[0], unlock, 1)
		r.query(ctx, w, c[1], tryLock, 1)
	})
}

// lockSettings has a lock taken under settings that matter for it.
func lockSettings(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.exec(ctx, c[0], "set default_transaction_isolation = serializable")
		r.exec(ctx, c[0], "set search_path = nowhere, public")
		r.query(ctx, w, c[0], "select pg_advisory_lock($1), current_setting('search_path')", 1)
		r.query(ctx, w, c[0], "select pg_try_advisory_lock($1), count(*) from thing", 2)
		r.exec(ctx, c[1], "create index concurrently thing_name on thing (name)")
		r.exec(ctx, c[1], "set lock_timeout = '50ms'")
		r.query(ctx, w, c[1], lock, 3)
		r.query(ctx, w, c[1], lock, 1)
		r.query(ctx, w, c[1], unlock, 3)
		r.exec(ctx, c[0], "reset all")
		r.query(ctx, w, c[0], "select pg_advisory_unlock(1), pg_advisory_unlock(2), current_setting('search_path')")
	})
}

// lockAsGolangMigrate sends what golang-migrate's driver for pgx v5 sends: the key
// is a text of digits.
func lockAsGolangMigrate(ctx context.Context, r *transcript, w way) {
	const key = "1486995540"
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.exec(ctx, c[0], `SELECT pg_advisory_lock($1)`, key)
		r.query(ctx, w, c[1], "select pg_try_advisory_xact_lock($1)", 1486995540)
		r.exec(ctx, c[0], `CREATE TABLE IF NOT EXISTS "public"."thing_migrations" (version bigint not null primary key, dirty boolean not null)`)
		r.exec(ctx, c[0], "create table thing_users (id int);\ncreate index on thing_users (id);")
		r.exec(ctx, c[0], "create index concurrently thing_users_id on thing_users (id)")
		tx, err := c[0].BeginTx(ctx, &sql.TxOptions{})
		r.err("begin", err)
		r.exec(ctx, tx, `TRUNCATE "public"."thing_migrations"`)
		r.exec(ctx, tx, `INSERT INTO "public"."thing_migrations" (version, dirty) VALUES ($1, $2)`, 1, false)
		r.err("commit", tx.Commit())
		r.exec(ctx, c[0], `SELECT pg_advisory_unlock($1)`, key)
		r.query(ctx, w, c[1], "select pg_try_advisory_xact_lock($1)", 1486995540)
		r.exec(ctx, c[0], "drop table thing_migrations, thing_users")
	})
}

// lockAsGoose sends what goose's session locker sends.
func lockAsGoose(ctx context.Context, r *transcript, w way) {
	const key = int64(4097083626)
	conns(ctx, r, w, func(c ...*sql.Conn) {
		for _, conn := range c[:2] {
			var locked bool
			r.err("lock", conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", key).Scan(&locked))
			r.add("locked: %v", locked)
		}
		r.exec(ctx, c[0], "create table goose_thing (id int)")
		r.exec(ctx, c[0], "create index concurrently on goose_thing (id)")
		r.exec(ctx, c[0], "drop table goose_thing")
		for _, conn := range c[:2] {
			var unlocked bool
			r.err("unlock", conn.QueryRowContext(ctx, "SELECT pg_advisory_unlock($1)", key).Scan(&unlocked))
			r.add("unlocked: %v", unlocked)
		}
	})
}

func lockInTransaction(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		tx, err := c[0].BeginTx(ctx, nil)
		r.err("begin", err)
		r.exec(ctx, tx, "insert into thing values (1)")
		r.query(ctx, w, tx, lock, 1)
		r.query(ctx, w, tx, countThings)
		r.err("commit", tx.Commit())
		r.query(ctx, w, c[0], unlock, 1)
	})
}

func lockAndTransactionLock(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.query(ctx, w, c[0], lock, 1)
		r.query(ctx, w, c[0], "select pg_try_advisory_xact_lock($1)", 1)
		r.query(ctx, w, c[1], "select pg_try_advisory_xact_lock($1)", 1)
	})
}

func lockWithEffect(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		r.exec(ctx, c[0], "insert into thing select 1 where pg_try_advisory_lock(1)")
	})
}

// TestStatementAfterLockFreesSnapshot shows on PostgreSQL itself why the driver
// sends what it sends after each statement about locks: the snapshot of a statement
// stays while its portal is open, and CREATE INDEX CONCURRENTLY waits for it.
func TestStatementAfterLockFreesSnapshot(t *testing.T) {
	session, err := pgconn.Connect(t.Context(), cluster.Server.BackendDSN(testcluster.ID))
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close(t.Context())
	for _, step := range []struct {
		sql   string
		holds bool
	}{
		{"begin", false},
		{"set transaction isolation level read committed, read only", false},
		{"savepoint auroradataapi", false},
		{"select pg_advisory_lock(1)", true},
		{"rollback to savepoint auroradataapi", false},
		{"show transaction_isolation", false},
		{"select pg_try_advisory_lock(1)", true},
		{"show transaction_isolation", false},
		{"rollback", false},
	} {
		if err := session.ExecParams(t.Context(), step.sql, nil, nil, nil, nil).Read().Err; err != nil {
			t.Fatalf("%s: %v", step.sql, err)
		}
		var holds bool
		if err := cluster.Native.QueryRowContext(t.Context(), "select backend_xmin is not null from pg_stat_activity where pid = $1", session.PID()).Scan(&holds); err != nil {
			t.Fatal(err)
		}
		if holds != step.holds {
			t.Errorf("after %s a snapshot is held: %v", step.sql, holds)
		}
	}
}
