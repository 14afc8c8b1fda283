package conformance_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"testing"
)

// TestSessionPrograms runs texts one after another on a connection of their own;
// those with a question mark in front are queries.
func TestSessionPrograms(t *testing.T) {
	create(t, "table deferred (id int unique deferrable initially deferred)")
	create(t, "schema elsewhere")
	native(t, "create table elsewhere.lockable (n int)", "insert into elsewhere.lockable values (42)")
	createRole(t, "programmer")
	createRole(t, "reviewer")
	native(t, "grant usage on schema elsewhere to programmer", "grant select on elsewhere.lockable to programmer")
	var behaviours []behaviour
	for _, p := range sessionPrograms {
		do := func(ctx context.Context, r *transcript, w way) { r.runProgram(ctx, w, p.texts) }
		behaviours = append(behaviours, behaviour{name: p.name, do: do, differs: p.differs, why: p.why})
	}
	compareBehaviours(t, behaviours)
}

// sessionProgram is what a program says on one connection.
type sessionProgram struct {
	name    string
	texts   []string
	differs difference
	why     string
}

var sessionPrograms = []sessionProgram{
	{
		name:  "settings of an aborted transaction",
		texts: []string{"begin", "set application_name = 'x'", "select 1/0", "commit", "?show application_name"},
		// An error of the driver, so that nobody takes it for a commit.
		differs: instead("commit: 0 rows, <nil>", "commit: without SQLSTATE"), why: commitOfAborted,
	}, {
		name:  "settings of a commit that fails",
		texts: []string{"begin", "set application_name = 'x'", "insert into deferred values (1), (1)", "commit", "?show application_name"},
	}, {
		name:  "settings of a text whose commit fails",
		texts: []string{"set application_name = 'x'; insert into deferred values (1), (1)", "?show application_name"},
	}, {
		name:  "bad modes in a text",
		texts: []string{"insert into thing values (1); begin nonsense", "?select count(*) from thing", "insert into thing values (2)", "rollback", "?select count(*) from thing"},
	}, {
		name:  "late modes in a text",
		texts: []string{"select 1; begin isolation level serializable; insert into thing values (1)", "insert into thing values (2)", "rollback", "?select count(*) from thing"},
	}, {
		name:  "begin in an aborted transaction",
		texts: []string{"begin", "select 1/0", "begin", "start transaction read only", "rollback"},
	}, {
		name: "modes of several begins",
		texts: []string{
			"begin isolation level repeatable read", "begin read only", "commit and chain",
			"?show transaction_isolation", "?show transaction_read_only", "commit",
		},
	}, {
		name:  "chain outside of a transaction",
		texts: []string{"commit and chain", "rollback and chain", "end and chain", "abort and chain", "?select 1"},
	}, {
		name:  "commit and chain in a text",
		texts: []string{"insert into thing values (1); commit and chain; insert into thing values (2)", "?select count(*) from thing"},
	}, {
		name:  "rollback and chain in a text",
		texts: []string{"insert into thing values (1); rollback and chain; insert into thing values (2)", "?select count(*) from thing"},
	}, {
		name: "chain of an aborted transaction",
		texts: []string{
			"begin isolation level serializable", "select 1/0", "commit and chain", "?show transaction_isolation",
			"insert into thing values (1)", "rollback", "?select count(*) from thing",
		},
		differs: instead("commit and chain: 0 rows, <nil>", "commit and chain: without SQLSTATE"), why: commitOfAborted,
	}, {
		name: "chain of a commit that fails",
		texts: []string{
			"begin", "insert into deferred values (1), (1)", "commit and chain",
			"insert into thing values (1)", "rollback", "?select count(*) from thing",
		},
	}, {
		name: "settings of a text for its lock",
		texts: []string{
			"set search_path = elsewhere; select pg_advisory_lock(n) from lockable; select 1/0",
			"?select pg_advisory_unlock(42)", "?show search_path",
		},
	}, {
		name: "settings of a transaction for its lock",
		texts: []string{
			"?select pg_try_advisory_lock(4201)", "begin", "set search_path = elsewhere", "?select pg_try_advisory_lock(n) from lockable",
			"commit", "?select pg_advisory_unlock(42)", "?select pg_advisory_unlock(4201)", "?show search_path",
		},
	}, {
		name:  "savepoint in a text",
		texts: []string{"insert into thing values (1); savepoint a; select 1", "release a; select 1", "rollback to a; select 1", "?select count(*) from thing"},
	}, {
		name:  "savepoint in a transaction of a text",
		texts: []string{"begin; savepoint a; release a; commit", "select 1; begin; savepoint a", "rollback to a; commit"},
	}, {
		name: "modes that a savepoint undoes",
		texts: []string{
			"begin", "savepoint a", "set transaction read only", "rollback to a", "commit and chain", "?show transaction_read_only", "rollback",
		},
	}, {
		name: "chain after a change of the default",
		texts: []string{
			"set default_transaction_read_only = on", "begin", "set default_transaction_read_only = off", "commit and chain",
			"?show transaction_read_only", "commit and chain", "?show transaction_read_only", "rollback", "?show transaction_read_only",
		},
	}, {
		name: "roles in transactions",
		texts: []string{
			"set role programmer", "begin", "reset role", "?select current_user", "rollback", "?select current_user",
			"begin", "set local role none", "savepoint a", "set role programmer", "rollback to a", "commit", "?select current_user",
			"begin; select 1/0; commit", "rollback", "?select current_user", "reset role; select 1/0", "?select current_user",
			"begin isolation level repeatable read", "?select current_user", "commit", "discard all",
		},
	}, {
		name: "roles between settings",
		texts: []string{
			"set role programmer", "set search_path = elsewhere", "set role reviewer", "set search_path = elsewhere",
			"?select n from lockable", "set role programmer", "?select n from lockable", "reset all", "?select current_user",
			"select set_config('role', 'reviewer', false)", "?select current_user",
		},
	}, {
		name:  "role of a lock",
		texts: []string{"set role programmer", "select pg_advisory_lock(4202)", "?select current_user", "?select pg_advisory_unlock(4202)"},
	},
}

const commitOfAborted = "the commit of an aborted transaction as text is an error (ErrTxCommitRollback), where pgx returns none"

// runProgram runs texts on a connection that is not used again.
func (r *transcript) runProgram(ctx context.Context, w way, texts []string) {
	c, err := w.db.Conn(ctx)
	if err != nil {
		r.err("connect", err)
		return
	}
	for _, text := range texts {
		if query, ok := strings.CutPrefix(text, "?"); ok {
			r.query(ctx, w, c, query)
		} else {
			r.exec(ctx, c, text)
		}
	}
	if err := c.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		r.err("close", err)
	}
}

// createRole creates a role that the program's user may take, for a test.
func createRole(t *testing.T, name string) {
	t.Helper()
	native(t, "create role "+name, "grant "+name+" to current_user")
	t.Cleanup(func() {
		if _, err := cluster.Native.Exec("drop owned by " + name + "; drop role " + name); err != nil {
			t.Error(err)
		}
	})
}
