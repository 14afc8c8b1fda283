package conformance_test

import (
	"context"
	"database/sql"
	"testing"
)

func TestTransactions(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "commit", do: commit},
		{name: "rollback", do: rollback},
		{name: "use after the end", do: useAfterEnd},
		{name: "isolation levels", do: isolationLevels},
		{name: "isolation at work", do: isolationAtWork},
		{name: "read only", do: readOnly},
		{name: "error aborts", do: errorAborts},
		{name: "commit after an error", do: commitAfterError},
		{name: "error of the driver does not abort", do: driverErrorDoesNotAbort},
		{name: "savepoints", do: savepoints},
		{name: "settings of a transaction", do: transactionSettings},
		{name: "temporary table", do: temporaryTable},
		{name: "cursor", do: cursor},
		{
			name: "move of a cursor", do: moveCursor,
			differs: instead(": 2 rows", ": 0 rows"), why: "the service counts the rows of insert, update and delete only",
		},
		{name: "cursor that scrolls", do: scrollingCursor},
		{name: "prepared by text", do: preparedByText},
		{name: "advisory lock", do: advisoryLock},
		{name: "deferred constraint", do: deferredConstraint},
		{name: "serialization failure", do: serializationFailure},
		{name: "two at once", do: twoTransactions},
		{name: "context ends", do: contextEndsTransaction},
		{name: "several of one connection", do: transactionsOfConnection},
	})
}

// begin begins a transaction, and records when that fails.
func (r *transcript) begin(ctx context.Context, w way, options *sql.TxOptions) *sql.Tx {
	tx, err := w.db.BeginTx(ctx, options)
	if err != nil {
		r.err("begin", err)
		panic(err) // ends this test binary: nothing else works then
	}
	return tx
}

const countThings = "select count(*) from thing"

func commit(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing values (1, 'a')")
	r.query(ctx, w, tx, countThings)
	r.query(ctx, w, w.db, countThings)
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, countThings)
}

func rollback(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing values (1, 'a')")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, countThings)
}

func useAfterEnd(ctx context.Context, r *transcript, w way) {
	for _, end := range []func(*sql.Tx) error{(*sql.Tx).Commit, (*sql.Tx).Rollback} {
		tx := r.begin(ctx, w, nil)
		r.err("end", end(tx))
		r.exec(ctx, tx, "select 1")
		r.err("commit", tx.Commit())
		r.err("rollback", tx.Rollback())
	}
	r.query(ctx, w, w.db, "select 1")
}

func isolationLevels(ctx context.Context, r *transcript, w way) {
	for level := sql.LevelDefault; level <= sql.LevelLinearizable; level++ {
		for _, readOnly := range []bool{false, true} {
			r.add("%v, read only %v", level, readOnly)
			tx, err := w.db.BeginTx(ctx, &sql.TxOptions{Isolation: level, ReadOnly: readOnly})
			if err != nil {
				r.err("begin", err)
				continue
			}
			r.query(ctx, w, tx, "show transaction_isolation")
			r.query(ctx, w, tx, "show transaction_read_only")
			r.err("commit", tx.Commit())
		}
	}
	r.query(ctx, w, w.db, "show transaction_isolation")
}

func isolationAtWork(ctx context.Context, r *transcript, w way) {
	for _, level := range []sql.IsolationLevel{sql.LevelReadCommitted, sql.LevelRepeatableRead} {
		tx := r.begin(ctx, w, &sql.TxOptions{Isolation: level})
		r.query(ctx, w, tx, countThings)
		r.exec(ctx, w.db, "insert into thing values ($1)", int(level))
		r.query(ctx, w, tx, countThings)
		r.err("rollback", tx.Rollback())
	}
}

func readOnly(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, &sql.TxOptions{ReadOnly: true})
	r.query(ctx, w, tx, countThings)
	r.exec(ctx, tx, "insert into thing values (1)")
	r.err("rollback", tx.Rollback())
	r.exec(ctx, w.db, "insert into thing values (1)")
}

func errorAborts(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing values (1)")
	r.exec(ctx, tx, "insert into thing values (1)")
	r.exec(ctx, tx, "select 1")
	r.query(ctx, w, tx, "select 1")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, countThings)
}

// commitAfterError is an error both ways, so that a program does not take it for
// a commit; pgx has a sentinel of its own for it.
func commitAfterError(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing values (1)")
	r.exec(ctx, tx, "selec")
	r.add("commit fails: %v", tx.Commit() != nil)
	r.query(ctx, w, w.db, countThings)
}

func driverErrorDoesNotAbort(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing values (1)")
	_, err := tx.ExecContext(ctx, "insert into thing values ($1)", make(chan int))
	r.add("refused: %v", err != nil)
	r.exec(ctx, tx, "insert into thing values (2)")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, countThings)
}

func savepoints(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	for _, query := range []string{
		"insert into thing values (1, 'a')",
		"savepoint one",
		"insert into thing values (1, 'b')",
		"insert into thing values (2, 'b')",
		"rollback to savepoint one",
		"insert into thing values (2, 'b')",
		"savepoint two",
		"insert into thing values (3, 'c')",
		"rollback to two",
		"savepoint three",
		"insert into thing values (4, 'd')",
		"release savepoint three",
		"release nothing",
		"rollback to one",
	} {
		r.exec(ctx, tx, query)
	}
	r.query(ctx, w, tx, "select id from thing order by id")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, "select id from thing order by id")
}

func transactionSettings(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "set local application_name = 'things'")
	r.query(ctx, w, tx, "show application_name")
	r.exec(ctx, tx, "set local time zone 'Asia/Tokyo'")
	r.query(ctx, w, tx, "select '2024-01-01 00:00Z'::timestamptz, '2024-01-01 00:00Z'::timestamptz::text")
	r.query(ctx, w, tx, "select set_config('my.setting', $1, true), current_setting('my.setting')", "x")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, "select current_setting('my.setting', true) = 'x'")
}

func temporaryTable(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "create temporary table scratch (v int) on commit drop")
	r.exec(ctx, tx, "insert into scratch values (1), (2)")
	r.query(ctx, w, tx, "select sum(v) from scratch")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, "select sum(v) from scratch")
}

func cursor(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "declare c cursor for select n, ':x' as t from generate_series(1, 5) n")
	r.query(ctx, w, tx, "fetch 2 from c")
	r.query(ctx, w, tx, "fetch all from c")
	r.query(ctx, w, tx, "fetch next from c")
	r.exec(ctx, tx, "close c")
	r.err("commit", tx.Commit())
}

func moveCursor(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "declare c cursor for select n from generate_series(1, 5) n")
	r.exec(ctx, tx, "move 2 from c")
	r.query(ctx, w, tx, "fetch 1 from c")
	r.err("commit", tx.Commit())
}

func scrollingCursor(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing select n, 'n' || n from generate_series(1, 5) n")
	r.exec(ctx, tx, "declare c scroll cursor for select id, name from thing order by id for update")
	r.exec(ctx, tx, "declare d scroll cursor for select id, name from thing where id > 1 order by id")
	r.query(ctx, w, tx, "fetch last from d")
	r.query(ctx, w, tx, "fetch prior from d")
	r.query(ctx, w, tx, "fetch absolute 1 from d")
	r.query(ctx, w, tx, "fetch relative 2 from d")
	r.query(ctx, w, tx, "fetch backward all from d")
	r.exec(ctx, tx, "close all")
	r.exec(ctx, tx, "declare e cursor for select id, name from thing order by id for update")
	r.query(ctx, w, tx, "fetch 2 from e")
	r.query(ctx, w, tx, "update thing set name = $1 where current of e returning *", "here")
	r.err("rollback", tx.Rollback())
}

func preparedByText(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "prepare add (int, text) as insert into thing values ($1, $2) returning id, name || $2")
	r.query(ctx, w, tx, "execute add (1, 'a;:b')")
	r.query(ctx, w, tx, "execute add (2, $$b$$)")
	r.exec(ctx, tx, "execute add (3, 'c')")
	r.exec(ctx, tx, "deallocate add")
	r.exec(ctx, tx, "savepoint s")
	r.exec(ctx, tx, "execute add (4, 'd')")
	r.exec(ctx, tx, "rollback to s")
	r.query(ctx, w, tx, "select * from thing order by id")
	r.err("rollback", tx.Rollback())
}

func advisoryLock(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.query(ctx, w, tx, "select pg_advisory_xact_lock(42)")
	r.query(ctx, w, w.db, "select pg_try_advisory_xact_lock(42)")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, "select pg_try_advisory_xact_lock(42)")
}

func deferredConstraint(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "alter table thing add constraint late unique (name, id) deferrable initially deferred, drop constraint thing_pkey")
	r.exec(ctx, w.db, "alter table thing drop constraint thing_name_key")
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "insert into thing values (1, 'a'), (1, 'a')")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, countThings)
}

func serializationFailure(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "insert into thing values (1, 'a')")
	tx := r.begin(ctx, w, &sql.TxOptions{Isolation: sql.LevelSerializable})
	r.query(ctx, w, tx, countThings)
	r.exec(ctx, w.db, "update thing set name = 'b'")
	r.exec(ctx, tx, "update thing set name = 'c'")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, "select name from thing")
}

func twoTransactions(ctx context.Context, r *transcript, w way) {
	one, two := r.begin(ctx, w, nil), r.begin(ctx, w, nil)
	r.exec(ctx, one, "insert into thing values (1)")
	r.exec(ctx, two, "insert into thing values (2)")
	r.query(ctx, w, one, countThings)
	r.query(ctx, w, two, countThings)
	r.err("commit", one.Commit())
	r.query(ctx, w, two, countThings)
	r.err("rollback", two.Rollback())
	r.query(ctx, w, w.db, countThings)
}

func contextEndsTransaction(ctx context.Context, r *transcript, w way) {
	inner, cancel := context.WithCancel(ctx)
	tx := r.begin(inner, w, nil)
	r.exec(ctx, tx, "insert into thing values (1)")
	cancel()
	r.add("commit fails: %v", tx.Commit() != nil)
	r.query(ctx, w, w.db, countThings)
	r.exec(ctx, w.db, "insert into thing values (1)") // waits for the rollback
}

func transactionsOfConnection(ctx context.Context, r *transcript, w way) {
	conns(ctx, r, w, func(c ...*sql.Conn) {
		for i := range 4 {
			tx, err := c[0].BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable, ReadOnly: i == 3})
			r.err("begin", err)
			r.exec(ctx, tx, "insert into thing values ($1)", i)
			r.query(ctx, w, c[1], countThings)
			if i%2 == 0 {
				r.err("commit", tx.Commit())
			}
			r.err("rollback", tx.Rollback())
			r.query(ctx, w, c[0], "select id, current_setting('transaction_isolation') from thing order by id")
		}
	})
}
