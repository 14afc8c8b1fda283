package conformance_test

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

// TestMySQLTransactions holds transactions, by BeginTx and as text, against
// go-sql-driver/mysql.
func TestMySQLTransactions(t *testing.T) {
	compareMySQLBehaviours(t, []behaviour{
		{name: "commit", do: commit},
		{name: "rollback", do: rollback},
		{name: "use after the end", do: useAfterEnd},
		{name: "isolation levels", do: mySQLLevels},
		{name: "isolation at work", do: mySQLIsolation},
		{name: "read only", do: mySQLReadOnly},
		{name: "error keeps the transaction", do: mySQLErrorKeeps},
		{name: "savepoints", do: mySQLSavepoints},
		{name: "savepoints of the same name", do: mySQLSameSavepoints},
		{name: "schema statement commits", do: schemaCommits},
		{name: "schema statement that fails commits", do: failedSchemaCommits},
		{name: "other statements that commit", do: otherCommits},
		{name: "temporary table does not commit", do: temporaryKeeps},
		{name: "two at once", do: mySQLTwoAtOnce},
		{name: "lock wait", do: mySQLLockWait},
		{name: "deadlock", do: mySQLDeadlock, differs: shows("insert: 1213 (40001)"), why: afterTheEnd},
		{name: "context ends", do: mySQLContextEnds},
		{name: "prepared in a transaction", do: mySQLPreparedInTx},
		{name: "temporary table", do: mySQLTemporaryTable},
	})
}

func mySQLLevels(ctx context.Context, r *transcript, w way) {
	for level := sql.LevelDefault; level <= sql.LevelLinearizable; level++ {
		for _, readOnly := range []bool{false, true} {
			tx, err := w.db.BeginTx(ctx, &sql.TxOptions{Isolation: level, ReadOnly: readOnly})
			if err != nil {
				r.err("begin "+level.String(), err)
				continue
			}
			r.query(ctx, w, tx, "select count(*) from thing")
			r.insert(ctx, tx, "insert into thing (name) values ('x')")
			r.query(ctx, w, tx, "select @@session.tx_isolation")
			r.err("rollback "+level.String(), tx.Rollback())
		}
	}
	r.query(ctx, w, w.db, "select @@tx_isolation")
}

// mySQLIsolation sees what another transaction commits, or does not.
func mySQLIsolation(ctx context.Context, r *transcript, w way) {
	native, _ := mySQLWays()
	for _, level := range []sql.IsolationLevel{sql.LevelReadUncommitted, sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelDefault} {
		tx := r.begin(ctx, w, &sql.TxOptions{Isolation: level})
		r.query(ctx, w, tx, countThings)
		other := r.begin(ctx, native, nil)
		r.exec(ctx, other, "insert into thing (name) values (?)", level.String())
		r.query(ctx, w, tx, countThings)
		r.err("commit", other.Commit())
		r.query(ctx, w, tx, countThings)
		r.err("rollback", tx.Rollback())
	}
}

func mySQLReadOnly(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, &sql.TxOptions{ReadOnly: true})
	r.query(ctx, w, tx, countThings)
	r.exec(ctx, tx, "insert into thing (name) values ('a')")
	r.query(ctx, w, tx, countThings)
	r.err("commit", tx.Commit())
	r.exec(ctx, w.db, "insert into thing (name) values ('a')")
}

func mySQLErrorKeeps(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing values (1, 'a')")
	r.insert(ctx, tx, "insert into thing values (2, 'b'), (1, 'c')")
	r.exec(ctx, tx, "selec")
	r.insert(ctx, tx, "insert into thing values (3, 'd')")
	r.query(ctx, w, tx, "select id, name from thing order by id")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, countThings)
}

func mySQLSavepoints(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	for _, statement := range list(
		"insert into thing values (1, 'a')", "savepoint one", "insert into thing values (2, 'b')", "savepoint `two 2`", "insert into thing values (3, 'c')", "rollback to savepoint `two 2`", "insert into thing values (4, 'd')",
		"release savepoint `two 2`", "rollback to `two 2`", "rollback work to one", "insert into thing values (5, 'e')", "release savepoint one", "rollback to one",
	) {
		r.exec(ctx, tx, statement)
		r.query(ctx, w, tx, "select id from thing order by id")
	}
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, "select id from thing order by id")
}

func mySQLSameSavepoints(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	for _, statement := range list("savepoint s", "insert into thing values (1, 'a')", "SAVEPOINT S", "insert into thing values (2, 'b')", "rollback to s", "rollback to s", "release savepoint s", "rollback to s") {
		r.exec(ctx, tx, statement)
	}
	r.query(ctx, w, tx, "select id from thing")
	r.err("rollback", tx.Rollback())
	r.exec(ctx, w.db, "savepoint outside")
	r.exec(ctx, w.db, "rollback to outside")
}

func schemaCommits(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing values (1, 'a')")
	r.exec(ctx, tx, "create table later (a int)")
	r.query(ctx, w, w.db, countThings)
	r.insert(ctx, tx, "insert into thing values (2, 'b')")
	r.query(ctx, w, w.db, countThings)
	r.exec(ctx, tx, "savepoint s")
	r.exec(ctx, tx, "drop table later")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, countThings)
	tx = r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing values (3, 'c')")
	r.exec(ctx, tx, "alter table thing add column more int")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, countThings)
}

func failedSchemaCommits(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing values (1, 'a')")
	r.exec(ctx, tx, "create table thing (a int)")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, countThings)
	tx = r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing values (2, 'b')")
	r.exec(ctx, tx, "create tabel nonsense")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, countThings)
}

func otherCommits(ctx context.Context, r *transcript, w way) {
	for i, statement := range list(
		"truncate table other", "rename table other to another", "rename table another to other", "create index o on other (a)", "drop index o on other", "analyze table other", "create view seen as select 1", "drop view seen",
		"start transaction", "begin", "set autocommit = 1", "flush tables", "create or replace table other (a int)", "insert into other values (1)", "select 1", "set @a = 1", "commit", "rollback",
	) {
		onceMySQL(ctx, r, "drop table if exists other, another")
		onceMySQL(ctx, r, "create table other (a int)")
		tx := r.begin(ctx, w, nil)
		r.insert(ctx, tx, "insert into thing (id) values (?)", i+1)
		r.exec(ctx, tx, statement)
		r.err("rollback", tx.Rollback())
		r.query(ctx, w, w.db, countThings)
	}
	onceMySQL(ctx, r, "drop table if exists other, another")
}

// onceMySQL runs a statement past the Data API.
func onceMySQL(ctx context.Context, r *transcript, statement string) {
	if err := runOnMySQL(ctx, statement); err != nil {
		r.err(statement, err)
	}
}

func temporaryKeeps(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing values (1, 'a')")
	r.exec(ctx, tx, "create temporary table scratch (a int)")
	r.insert(ctx, tx, "insert into scratch values (1), (2)")
	r.query(ctx, w, tx, "select count(*) from scratch")
	r.exec(ctx, tx, "drop temporary table scratch")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, countThings)
}

func mySQLTwoAtOnce(ctx context.Context, r *transcript, w way) {
	one, two := r.begin(ctx, w, nil), r.begin(ctx, w, nil)
	r.insert(ctx, one, "insert into thing (name) values ('one')")
	r.insert(ctx, two, "insert into thing (name) values ('two')")
	r.query(ctx, w, one, "select name from thing order by id")
	r.query(ctx, w, two, "select name from thing order by id")
	r.err("rollback", one.Rollback())
	r.err("commit", two.Commit())
	r.query(ctx, w, w.db, "select name from thing")
}

func mySQLLockWait(ctx context.Context, r *transcript, w way) {
	r.insert(ctx, w.db, "insert into thing values (1, 'a')")
	one, two := r.begin(ctx, w, nil), r.begin(ctx, w, nil)
	r.exec(ctx, two, "set innodb_lock_wait_timeout = 1")
	r.exec(ctx, one, "update thing set name = 'b' where id = 1")
	r.insert(ctx, two, "insert into thing values (2, 'kept')")
	r.exec(ctx, two, "update thing set name = 'c' where id = 1")
	r.exec(ctx, two, "select * from thing where id = 1 for update nowait")
	r.err("commit", one.Commit())
	r.err("commit", two.Commit())
	r.query(ctx, w, w.db, "select id, name from thing order by id")
}

// mySQLDeadlock has one of two transactions rolled back by the server: which of
// them is not compared.
func mySQLDeadlock(ctx context.Context, r *transcript, w way) {
	r.insert(ctx, w.db, "insert into thing values (1, 'a'), (2, 'b')")
	one, two := r.begin(ctx, w, nil), r.begin(ctx, w, nil)
	r.exec(ctx, one, "update thing set name = 'one1' where id = 1")
	r.exec(ctx, two, "update thing set name = 'two2' where id = 2")
	failed := make(chan error)
	go func() {
		_, err := one.ExecContext(ctx, "update thing set name = 'one2' where id = 2")
		failed <- err
	}()
	_, second := two.ExecContext(ctx, "update thing set name = 'two1' where id = 1")
	first := <-failed
	loser, winner := one, two
	if first == nil {
		first, loser, winner = second, two, one
	}
	r.err("deadlock", first)
	_, err := loser.ExecContext(ctx, "insert into thing values (3, 'after the deadlock')")
	r.err("insert", err)
	r.err("end", loser.Commit())
	r.err("end", winner.Commit())
	r.query(ctx, w, w.db, "select count(*), max(id) from thing")
}

func mySQLContextEnds(ctx context.Context, r *transcript, w way) {
	short, cancel := context.WithCancel(ctx)
	tx, err := w.db.BeginTx(short, nil)
	r.err("begin", err)
	r.insert(short, tx, "insert into thing values (1, 'a')")
	cancel()
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, countThings)
	late, stop := context.WithTimeout(ctx, 100*time.Millisecond)
	defer stop()
	_, err = w.db.ExecContext(late, "select sleep(10)")
	r.err("sleep", err)
}

func mySQLPreparedInTx(ctx context.Context, r *transcript, w way) {
	stmt, err := w.db.PrepareContext(ctx, "insert into thing (name) values (?)")
	r.err("prepare", err)
	tx := r.begin(ctx, w, nil)
	for _, name := range list("a", "b") {
		_, err := tx.StmtContext(ctx, stmt).ExecContext(ctx, name)
		r.err(name, err)
	}
	r.err("rollback", tx.Rollback())
	_, err = stmt.ExecContext(ctx, "c")
	r.err("c", err)
	r.err("close", stmt.Close())
	r.query(ctx, w, w.db, "select id, name from thing")
}

func mySQLTemporaryTable(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	r.exec(ctx, tx, "create temporary table scratch as select 1 as a union select 2")
	r.query(ctx, w, tx, "select a from scratch order by a")
	r.err("commit", tx.Commit())
}

// TestMySQLTransactionsAsText begins and ends transactions by statements.
func TestMySQLTransactionsAsText(t *testing.T) {
	var behaviours []behaviour
	for _, p := range mySQLTransactionPrograms {
		do := func(ctx context.Context, r *transcript, w way) { r.runProgram(ctx, w, p.texts) }
		behaviours = append(behaviours, behaviour{name: p.name, do: do, differs: p.differs, why: p.why})
	}
	compareMySQLBehaviours(t, behaviours)
}

const (
	insertOne = "insert into thing values (1, 'a')"
	insertTwo = "insert into thing values (2, 'b')"
	countAll  = "?select count(*) from thing"
)

var mySQLTransactionPrograms = []sessionProgram{
	{name: "begin and commit", texts: []string{"begin", insertOne, "commit", insertTwo, "rollback", countAll}},
	{name: "begin and rollback", texts: []string{"BEGIN WORK", insertOne, "ROLLBACK WORK", countAll}},
	{name: "start transaction", texts: []string{"start /* c */ transaction read only", insertOne, countAll, "commit", "start transaction with consistent snapshot, read write", insertTwo, "commit", countAll}},
	{name: "begin twice commits", texts: []string{"begin", insertOne, "begin", insertTwo, "rollback", countAll}},
	{name: "end without a beginning", texts: []string{"commit", "rollback", "rollback to s", countAll}},
	{name: "chain", texts: []string{"begin", insertOne, "commit and chain", insertTwo, "rollback and chain", "insert into thing values (3, 'c')", "commit and no chain", countAll}},
	{name: "savepoints", texts: []string{"begin", insertOne, "savepoint s", insertTwo, "rollback to s", "release savepoint s", "commit", countAll}},
	{name: "isolation of the next", texts: []string{"set transaction isolation level serializable", "begin", "?select @@tx_isolation", "set transaction isolation level read committed", "commit", "?select @@tx_isolation"}},
	{name: "isolation of the session", texts: []string{"set session transaction isolation level read committed", "?select @@tx_isolation", "begin", "?select @@tx_isolation", "commit", "?select @@tx_isolation"}},
	{name: "read only of the next", texts: []string{"set transaction read only", insertOne, insertTwo, countAll},
		differs: shows("insert into thing values (1, 'a'): 1792"), why: onceOnly},
	{name: "autocommit off", texts: []string{"set autocommit = 0", insertOne, "rollback", countAll, insertTwo, "commit", "set autocommit = 1", countAll, "?select @@autocommit"}},
	{name: "autocommit on commits", texts: []string{"set autocommit = 0", insertOne, "set autocommit = 1", "rollback", countAll}},
	{name: "schema statement in a transaction", texts: []string{"begin", insertOne, "create table later (a int)", insertTwo, "rollback", countAll, "drop table later"}},
	{name: "several in a text", texts: []string{"begin; insert into thing values (1, 'a'); commit", countAll, "begin; insert into thing values (2, 'b')", "rollback", countAll}},
	{name: "error in a transaction", texts: []string{"begin", insertOne, "selec", insertOne, insertTwo, "commit", countAll}},
	{name: "lock tables", texts: []string{"lock tables thing write", insertOne, "unlock tables", countAll},
		differs: shows("without SQLSTATE"), why: sessionGone},
	{name: "prepared by text", texts: []string{"prepare s from 'select ? + 1'", "set @a = 41", "?execute s using @a", "deallocate prepare s"},
		differs: shows("without SQLSTATE"), why: sessionGone},
	{name: "handler", texts: []string{insertOne, "handler thing open", "?handler thing read first", "handler thing close"},
		differs: shows("without SQLSTATE"), why: sessionGone},
	{name: "xa", texts: []string{"xa start 'x'", insertOne, "xa end 'x'", "xa rollback 'x'", countAll},
		differs: shows("xa start 'x': without SQLSTATE"), why: sessionGone},
}
