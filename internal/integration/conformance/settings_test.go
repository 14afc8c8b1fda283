package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestSettings sets things on a connection, outside of transactions and in them.
func TestSettings(t *testing.T) {
	native(t,
		"create schema first", "create schema second", "create role clerk", "create role boss", "grant clerk to boss", "grant boss to postgres",
		"create function first.which(int) returns text language sql return 'first'",
		"create function second.which(text) returns text language sql return 'second'",
		"create table first.item (id int)", "create table second.item (id uuid)",
		"grant usage on schema first to clerk",
	)
	t.Cleanup(func() {
		if _, err := cluster.Native.Exec("drop schema first cascade; drop schema second cascade; drop role boss; drop role clerk"); err != nil {
			t.Error(err)
		}
	})
	compareBehaviours(t, []behaviour{
		{name: "search path", do: onFreshConn(movingNames)},
		{name: "time zone", do: onFreshConn(timeZone)},
		{name: "spellings", do: onFreshConn(spellingsOfSet)},
		{name: "role", do: onFreshConn(roles)},
		{name: "session authorization", do: onFreshConn(sessionAuthorization)},
		{name: "timeout", do: onFreshConn(statementTimeout)},
		{name: "custom settings", do: onFreshConn(customSettings)},
		{name: "in a transaction", do: onFreshConn(settingsInTransaction)},
		{name: "savepoints", do: onFreshConn(settingsAndSavepoints)},
		{name: "for one transaction", do: onFreshConn(localSettings)},
		{name: "errors", do: onFreshConn(settingsThatFail)},
		{name: "reset all and discard all", do: onFreshConn(discardAll)},
		{name: "prepared statements", do: onFreshConn(settingsAndPrepared)},
		{name: "set_config", do: onFreshConn(setConfig)},
		{name: "characteristics", do: onFreshConn(characteristics)},
		{name: "modes of a transaction", do: onFreshConn(modesWithSettings)},
		{name: "snapshot", do: onFreshConn(snapshotWithSettings)},
		{name: "refused types", do: onFreshConn(refusedTypesWithSettings)},
		{name: "texts of several statements", do: onFreshConn(settingsInTexts)},
		{name: "outside of transactions only", do: onFreshConn(outsideOnly)},
		{name: "inside of transactions only", do: onFreshConn(insideOnly)},
		{name: "on a pool with one connection", do: settingsOfPool},
	})
}

// onFreshConn returns something to be done with the only connection of a pool, which
// has no settings at first.
func onFreshConn(do func(context.Context, *transcript, way, *sql.Conn)) func(context.Context, *transcript, way) {
	return func(ctx context.Context, r *transcript, w way) {
		db, err := w.openWithoutCache()
		if err != nil {
			r.err("open", err)
			return
		}
		onOneConn(do)(ctx, r, way{name: w.name, native: w.native, db: db})
		r.err("close", db.Close())
	}
}

// openWithoutCache opens the database so that pgx prepares nothing that could be out
// of date, or gone, after a change of settings.
func (w way) openWithoutCache() (*sql.DB, error) {
	if !w.native {
		return w.open()
	}
	config, err := pgx.ParseConfig(cluster.Server.BackendDSN(testcluster.ID))
	if err != nil {
		return nil, err
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec
	return stdlib.OpenDB(*config), nil
}

const show = "select current_setting('search_path'), current_setting('TimeZone'), current_user::text, session_user::text"

func movingNames(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, path := range []string{"first", "second", "second, first", `"$user", public`, "''"} {
		r.exec(ctx, c, "set search_path = "+path)
		r.query(ctx, w, c, "show search_path")
		r.query(ctx, w, c, "select which($1)", "1")
		r.exec(ctx, c, "insert into item values ($1)", "5")
		r.exec(ctx, c, "insert into item values ($1)", "0b0a3f6a-4f5f-4c3b-8f0e-0d6a3a0f4c11")
	}
	r.exec(ctx, c, "reset search_path")
	r.query(ctx, w, c, "select id from item")
	r.query(ctx, w, c, "select id from first.item")
	r.exec(ctx, c, "truncate first.item, second.item")
}

func timeZone(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	const when = "select '2024-01-01 00:00Z'::timestamptz, '2024-01-01 00:00Z'::timestamptz::text, extract(hour from '2024-01-01 00:00Z'::timestamptz)::int"
	for _, set := range []string{"set time zone 'Asia/Tokyo'", "SET TimeZone TO 'America/New_York'", "set time zone -3", "set session time zone interval '+05:30' hour to minute"} {
		r.exec(ctx, c, set)
		r.query(ctx, w, c, when)
		r.query(ctx, w, c, "select $1::timestamptz::text", "2024-06-01 12:00")
	}
	r.exec(ctx, c, "set time zone 'UTC'")
	r.query(ctx, w, c, when)
	r.exec(ctx, c, "set datestyle = 'ISO, DMY'; set intervalstyle = 'iso_8601'; set bytea_output = 'escape'")
	r.query(ctx, w, c, "select '01.02.2024'::date, $1::timestamp, '1 day'::interval::text, '\\x01ff'::bytea, '\\x01ff'::bytea::text", "01.02.2024 10:00")
}

func spellingsOfSet(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, set := range []string{
		`set "SEARCH_PATH" to first, "second"`, "SET /* c */ SESSION search_path -- c\n = 'a''b', E'c\\'d', $$e$$", "set schema 'second'",
		"set xml option document", "set names 'utf8'", "set application_name to default", `set Application_Name = "Things ""x""";`,
		"set statement_timeout to '10s'", "set statement_timeout = 20000", "set seq_page_cost = 1.5", "set geqo to off", "set client_min_messages = warning",
		"reset statement_timeout", "set schema default", "set time zone local", "set nothing = 1", "set search_path", "reset nothing", "set", "set work_mem = 'much'",
	} {
		r.exec(ctx, c, set)
		r.query(ctx, w, c, "select current_setting('search_path'), current_setting('xmloption'), current_setting('application_name') = 'Things \"x\"', current_setting('statement_timeout'), current_setting('seq_page_cost'), current_setting('geqo')")
	}
}

func roles(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, set := range []string{
		"set role boss", "set search_path = first", "set role clerk", "set log_min_messages = 'error'", "set search_path = second",
		"reset role", "set log_min_messages = 'error'", "set role clerk", "reset search_path", "set role none", "set role nobody", "reset log_min_messages", "set session role clerk",
		"set role to 'boss'", "reset all",
	} {
		r.exec(ctx, c, set)
		r.query(ctx, w, c, show)
		r.query(ctx, w, c, "select which(1)")
		r.query(ctx, w, c, "select count(*) from item")
		r.query(ctx, w, c, "show log_min_messages")
	}
}

func sessionAuthorization(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, set := range []string{
		"set session authorization boss", "set role clerk", "set session authorization 'clerk'", "reset role", "set log_min_messages = 'error'",
		"reset session authorization", "set session session authorization clerk", "set session authorization default",
	} {
		r.exec(ctx, c, set)
		r.query(ctx, w, c, show)
	}
}

func statementTimeout(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.exec(ctx, c, "set statement_timeout = '50ms'")
	r.query(ctx, w, c, "select pg_sleep(20)")
	r.query(ctx, w, c, "select 1")
	r.exec(ctx, c, "set statement_timeout = 0")
	r.query(ctx, w, c, "select 1 from pg_sleep(0.1)")
}

func customSettings(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.query(ctx, w, c, "select current_setting('app.user')")
	r.exec(ctx, c, "set app.user = 'it''s :me; $$ \\'")
	r.query(ctx, w, c, "select current_setting('app.user')")
	r.exec(ctx, c, `set "App".USER to 42`)
	r.query(ctx, w, c, "select current_setting('App.User')")
	r.exec(ctx, c, "set app.other = x; set app.third.deep = y")
	r.query(ctx, w, c, "select current_setting('app.user'), current_setting('app.other'), current_setting('app.third.deep')")
	r.exec(ctx, c, "reset app.other")
	r.query(ctx, w, c, "select current_setting('app.user'), current_setting('app.other', true) = 'x'")
}

func settingsInTransaction(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, end := range []func(*sql.Tx) error{(*sql.Tx).Rollback, (*sql.Tx).Commit} {
		tx, err := c.BeginTx(ctx, nil)
		r.err("begin", err)
		r.exec(ctx, tx, "set search_path = first")
		r.exec(ctx, tx, "set session time zone 'Asia/Tokyo'")
		r.query(ctx, w, tx, "select which($1)", 1)
		r.err("end", end(tx))
		r.query(ctx, w, c, show)
		r.query(ctx, w, c, "select which($1)", 1)
	}
	r.exec(ctx, c, "begin")
	r.exec(ctx, c, "reset all")
	r.query(ctx, w, c, show)
	r.exec(ctx, c, "rollback and chain")
	r.query(ctx, w, c, show)
	r.exec(ctx, c, "set time zone 'Europe/Rome'")
	r.exec(ctx, c, "commit and chain")
	r.query(ctx, w, c, show)
	r.exec(ctx, c, "reset time zone")
	r.exec(ctx, c, "select 1/0")
	r.exec(ctx, c, "rollback")
	r.query(ctx, w, c, show)
}

func settingsAndSavepoints(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.exec(ctx, c, "set search_path = first")
	r.exec(ctx, c, "begin")
	for _, text := range []string{
		"savepoint one", "set search_path = second", `savepoint "Two"`, "set time zone 'Asia/Tokyo'", "set local search_path = public", `rollback to savepoint "Two"`,
		"savepoint ONE", "set time zone 'Europe/Rome'", "release one", "rollback to nothing", `rollback work to "Two"`, "set time zone 'Europe/Oslo'",
	} {
		r.exec(ctx, c, text)
		r.query(ctx, w, c, show)
		r.query(ctx, w, c, "select which($1)", "1")
	}
	r.exec(ctx, c, "rollback to one")
	r.exec(ctx, c, "set time zone 'Asia/Tokyo'")
	r.exec(ctx, c, "commit")
	r.query(ctx, w, c, show)
}

func localSettings(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, text := range []string{
		"set local search_path = first", "set transaction isolation level serializable", "set constraints all deferred", "set local role clerk",
		"set time zone 'Asia/Tokyo'", "set local search_path = first", "set transaction read only", "set transaction_isolation = 'serializable'", "set constraints all immediate",
		"begin", "set transaction isolation level repeatable read", "show transaction_isolation", "set local search_path = second", "commit",
	} {
		r.query(ctx, w, c, text)
	}
	r.query(ctx, w, c, show)
}

func settingsThatFail(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for range 2 {
		for _, text := range []string{"set time zone 'Nowhere/Land'", "set role nobody", "set search_path to 1 2", "set transaction_isolation = 'sometimes'", "set app = 1", "reset app.1"} {
			r.execAt(ctx, c, text)
		}
		r.query(ctx, w, c, show)
		r.execAt(ctx, c, "set search_path = first")
	}
	r.execAt(ctx, c, "select nothing from item")
	r.execAt(ctx, c, "/* c */ select id from item where idd = 1")
	_, err := c.ExecContext(ctx, "select id from item where idd = $1", 1)
	r.err("unknown column", err)
	r.exec(ctx, c, "select 1/0")
	r.query(ctx, w, c, "select which(1)")
}

func discardAll(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, text := range []string{"reset all", "discard all", "discard plans", "discard sequences", "discard temp", "begin; discard all", "rollback"} {
		r.exec(ctx, c, "set search_path = first; set time zone 'Asia/Tokyo'; set role clerk")
		r.exec(ctx, c, text)
		r.query(ctx, w, c, show)
	}
}

func settingsAndPrepared(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.exec(ctx, c, "set search_path = first; set time zone 'Asia/Tokyo'")
	s, err := c.PrepareContext(ctx, "select which($1), '2024-01-01 00:00Z'::timestamptz::text")
	r.err("prepare", err)
	for range 2 {
		var which, when string
		r.err("query", s.QueryRowContext(ctx, 1).Scan(&which, &when))
		r.add("%s %s", which, when)
	}
	r.err("close", s.Close())
	_, err = c.PrepareContext(ctx, "select idd from item")
	r.err("prepare", err)
	set, err := c.PrepareContext(ctx, "set search_path = second")
	r.err("prepare", err)
	_, err = set.ExecContext(ctx)
	r.err("exec", err)
	r.err("close", set.Close())
	r.query(ctx, w, c, show)
}

func setConfig(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.query(ctx, w, c, "SELECT pg_catalog.set_config('search_path', '', false)")
	r.query(ctx, w, c, show)
	r.query(ctx, w, c, "SELECT current_setting('search_path'), set_config('search_path', 'first', false), array[1, 2] AS a")
	r.query(ctx, w, c, show)
	r.query(ctx, w, c, "select which(1)")
	r.query(ctx, w, c, "select set_config($1, $2, $3)", "search_path", "second, first", false)
	r.query(ctx, w, c, "select which(1), which('1'::text)")
	r.query(ctx, w, c, "select set_config('app.user', $1, false) as u, set_config('app.tenant', 't' || 1, false), set_config('TimeZone', 'Asia/Tokyo', true)", "it's \\")
	r.query(ctx, w, c, "select current_setting('app.user'), current_setting('app.tenant')")
	r.query(ctx, w, c, show)
	r.exec(ctx, c, "begin")
	r.query(ctx, w, c, "select set_config('search_path', 'first', false)")
	r.query(ctx, w, c, "select which(1)")
	r.query(ctx, w, c, "select set_config('search_path', 'second', true)")
	r.query(ctx, w, c, "select which('1'::text)")
	r.exec(ctx, c, "commit")
	r.query(ctx, w, c, show)
	r.exec(ctx, c, "begin")
	r.query(ctx, w, c, "select set_config('search_path', 'second', false)")
	r.exec(ctx, c, "rollback")
	r.query(ctx, w, c, show)
}

func characteristics(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	const modes = "select current_setting('transaction_isolation'), current_setting('transaction_read_only'), current_setting('transaction_deferrable'), current_setting('default_transaction_isolation')"
	for _, set := range []string{
		"set session characteristics as transaction isolation level repeatable read, read only", "set session characteristics as transaction read write deferrable",
		"set default_transaction_isolation = 'serializable'", "set default_transaction_read_only to on", "set time zone 'Asia/Tokyo'", "set default_transaction_deferrable = off",
		"set session characteristics as transaction sometimes", "select set_config('default_transaction_isolation', 'read committed', false)", "set default_transaction_read_only = 0",
		"set default_transaction_isolation = E'serializable'", "reset default_transaction_isolation",
	} {
		r.exec(ctx, c, set)
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "insert into thing values (1) on conflict do nothing")
		tx, err := c.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
		r.err("begin", err)
		r.query(ctx, w, tx, modes)
		r.err("commit", tx.Commit())
		r.exec(ctx, c, "begin read write not deferrable")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "commit and chain")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "commit")
	}
	r.execAt(ctx, c, "begin isolation level sometimes")
	r.exec(ctx, c, "rollback")
}

func modesWithSettings(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	const modes = "select current_setting('transaction_isolation'), current_setting('transaction_read_only'), current_setting('transaction_deferrable'), current_setting('TimeZone')"
	for _, set := range []string{"set time zone 'Asia/Tokyo'", "set search_path = first, public"} {
		r.exec(ctx, c, set)
		r.exec(ctx, c, "begin")
		r.exec(ctx, c, "set transaction isolation level serializable, read only")
		r.exec(ctx, c, "set transaction deferrable")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "rollback and chain")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "savepoint s")
		r.exec(ctx, c, "set transaction isolation level repeatable read")
		r.exec(ctx, c, "rollback to s")
		r.exec(ctx, c, "rollback and chain")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "select 1/0")
		r.exec(ctx, c, "rollback and chain")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "rollback")
		r.exec(ctx, c, "start transaction isolation level serializable read only deferrable")
		r.query(ctx, w, c, modes)
		r.exec(ctx, c, "commit")
	}
}

// snapshotWithSettings locks before it looks, as transactions of one snapshot do.
func snapshotWithSettings(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.exec(ctx, c, "set time zone 'Asia/Tokyo'; set search_path = public")
	r.exec(ctx, c, "begin isolation level repeatable read")
	r.exec(ctx, c, "lock table thing in share update exclusive mode")
	r.exec(ctx, w.db, "insert into thing values (7)")
	r.query(ctx, w, c, "select id, current_setting('TimeZone') from thing")
	r.exec(ctx, w.db, "insert into thing values (8)")
	r.query(ctx, w, c, "select id from thing")
	r.exec(ctx, c, "commit")
}

// refusedTypesWithSettings reads types that the service does not return.
func refusedTypesWithSettings(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.exec(ctx, c, "create table first.span (i interval, n int); create table second.span (i xml)")
	for _, set := range []string{"set search_path = first", "set intervalstyle = 'iso_8601'", "set search_path = second"} {
		r.exec(ctx, c, set)
		for range 2 {
			r.query(ctx, w, c, "insert into span values ($1) returning i", "1")
			r.query(ctx, w, c, "select i from span")
			r.query(ctx, w, c, "select $1::interval, i from span", "1 day")
		}
	}
	r.exec(ctx, c, "begin")
	r.query(ctx, w, c, "select i from span limit 1")
	r.query(ctx, w, c, "delete from span returning i")
	r.exec(ctx, c, "rollback")
	r.exec(ctx, c, "drop table first.span, second.span")
}

func settingsInTexts(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	r.execAt(ctx, c, "set search_path = first; insert into item values (1); set time zone 'Asia/Tokyo'")
	r.query(ctx, w, c, show)
	r.execAt(ctx, c, "set search_path = second; insert into item values (1)")
	r.query(ctx, w, c, show)
	r.execAt(ctx, c, "begin; set search_path = second; rollback; select which(1)")
	r.execAt(ctx, c, "begin; set time zone 'UTC'; commit; set search_path = second; select which('1'::text)")
	r.query(ctx, w, c, show)
}

func outsideOnly(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, set := range []string{"reset all", "set lock_timeout = '5s'"} {
		r.exec(ctx, c, set)
		for _, text := range []string{
			"create index concurrently thing_names on thing (name)", "reindex index concurrently thing_names", "drop index concurrently thing_names",
			"vacuum thing", "vacuum (analyze) thing", "create database apart", "drop database apart", "reindex (verbose) table concurrently thing",
		} {
			r.exec(ctx, c, text)
		}
		r.query(ctx, w, c, "show lock_timeout")
	}
	r.exec(ctx, c, "set search_path = first")
	r.exec(ctx, c, "create database apart")
	r.exec(ctx, c, "drop database apart")
}

func insideOnly(ctx context.Context, r *transcript, w way, c *sql.Conn) {
	for _, set := range []string{"reset all", "set lock_timeout = '5s'"} {
		r.exec(ctx, c, set)
		for _, text := range []string{
			"savepoint s", "release s", "rollback to s", "lock table thing", "declare c cursor for select 1", "fetch c", "move c", "close c",
			"execute p", "deallocate p", "deallocate all", "unlisten *", "set constraints all deferred",
		} {
			r.exec(ctx, c, text)
		}
	}
}

func settingsOfPool(ctx context.Context, r *transcript, w way) {
	db, err := w.openWithoutCache()
	if err != nil {
		r.err("open", err)
		return
	}
	db.SetMaxOpenConns(1)
	r.exec(ctx, db, "set search_path = first")
	r.query(ctx, w, db, "select which($1)", 1)
	r.exec(ctx, db, "set time zone 'Asia/Tokyo'")
	r.query(ctx, w, db, show)
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	r.err("begin", err)
	r.query(ctx, w, tx, show)
	r.err("commit", tx.Commit())
	r.query(ctx, w, db, show)
	r.err("close", db.Close())
}

// TestSettingsThatCannotBeKept: what would not mean the same is refused.
func TestSettingsThatCannotBeKept(t *testing.T) {
	db, err := testOpen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, set := range []string{"set search_path = pg_catalog", "set standard_conforming_strings = on"} {
		if _, err := db.ExecContext(t.Context(), set); err != nil {
			t.Fatalf("%s: %v", set, err)
		}
	}
	counts := newTally(t)
	for text, advice := range map[string]string{
		"create index concurrently i on thing (name)":          "RESET search_path",
		"set standard_conforming_strings = off":                "write E'…'",
		"set default_transaction_isolation = $$serializable$$": "plain word or constant",
	} {
		_, err := db.ExecContext(t.Context(), text)
		if err == nil || !strings.Contains(err.Error(), advice) {
			t.Errorf("%s: got %v, want an error that says %q", text, err, advice)
			continue
		}
		counts.differs(text, err.Error(), "", "")
	}
}

// TestRoleThatWasDropped: settings that can no longer be restored are an error of
// the statement, until they are reset.
func TestRoleThatWasDropped(t *testing.T) {
	native(t, "create role passing", "grant passing to postgres")
	db, err := testOpen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := db.ExecContext(t.Context(), "set role passing"); err != nil {
		t.Fatal(err)
	}
	native(t, "drop role passing")
	_, err = db.ExecContext(t.Context(), "select 1")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Code != "22023" || !strings.Contains(e.Hint, "RESET") {
		t.Errorf("got %v", err)
	}
	if _, err := db.ExecContext(t.Context(), "reset role"); err != nil {
		t.Error(err)
	}
	if _, err := db.ExecContext(t.Context(), "select 1"); err != nil {
		t.Error(err)
	}
}

// testOpen opens the database with one connection.
func testOpen() (*sql.DB, error) {
	_, ours := ways()
	db, err := ours.open()
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}
