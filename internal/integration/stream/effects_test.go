package stream_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// effects are statements that have effects and return rows, each on tables as
// resetTables makes them.
var effects = []struct {
	name  string
	query string
	args  []any
	small bool
}{
	{name: "insert from a query", query: "insert into pieces (n, note) select i, repeat(md5(i::text), 20) from generate_series(1, 2000) i returning *"},
	{name: "insert with arguments", query: "insert into pieces (n, note) select i, $1 || i from generate_series(1, $2::int) i returning n, note, made - made as span", args: []any{strings.Repeat("n°", 200), 2000}},
	{name: "insert of a large value", query: "insert into pieces (n, note) values ($1, $2) returning *", args: []any{1, strings.Repeat("é", 700_000)}},
	{name: "insert of a few rows", query: "insert into pieces (n, note) values ($1, 'a'), (2, null) returning n, note", args: []any{1}, small: true},
	{name: "upsert", query: "insert into parts (id, n, note) values (1, 1, 'new') on conflict (id) do update set n = excluded.n returning *"},
	{name: "delete", query: "delete from parts returning *"},
	{name: "delete nothing", query: "delete from parts where id < 0 returning *", small: true},
	{name: "update", query: "update parts set n = n + 1 where id > $1 returning *", args: []any{2}},
	{name: "update of a large row", query: "update parts set n = 0 where id = 1 returning id, note"},
	{name: "update of a small row", query: "update parts set n = 0 where id = 2 returning *", small: true},
	{name: "row of nulls", query: "update parts set n = null where id = 2 returning n, null::text, nothing", small: true},
	{name: "large rows of refused types", query: "update parts set n = n returning id, id * interval '1 hour', age, note"},
	{name: "same names", query: "update parts set n = n returning id as a, note as a"},
	{name: "modifies in with", query: "with gone as (delete from parts returning *) select id, n, note from gone order by id"},
	{name: "modifies twice", query: "with gone as (delete from parts returning *) insert into pieces (n, note) select n, note from gone returning *"},
	{name: "update through a view", query: "update parts_seen set n = 0 returning *"},
	{name: "insert through a trigger", query: "insert into visitors select i, repeat('v', 800) from generate_series(1, 1500) i returning *"},
	{name: "partitions", query: "with p as (insert into halves select i, repeat('p', 800) from generate_series(1, 1500) i returning *) select * from p"},
	{name: "locked rows", query: "select id, visit(id), note from parts order by id for update"},
	{name: "stable function", query: "select look(id), note from parts order by id"},
	{name: "stable function with arguments", query: "select look(id), note from parts where id > $1 order by id", args: []any{1}},
	{name: "volatile function", query: "select visit(i), repeat('x', 800) as filler from generate_series(1, 1500) i"},
	{name: "volatile function with arguments", query: "select visit(i), $1::text as filler from generate_series(1, $2::int) i", args: []any{strings.Repeat("y", 800), 1500}},
	{name: "volatile function, once", query: "select visit(7)", small: true},
	{name: "set of a volatile function", query: "select * from visits_of(1500)"},
}

const schema = `
	drop table if exists pieces, parts, visits cascade;
	drop sequence if exists visit_numbers;
	create table pieces (id int default 7, n int, note text, made timestamptz default '2024-02-29 12:34:56.789+01');
	create table parts (id int primary key, n int, note text, age interval, nothing text);
	insert into parts select i, i, case i when 1 then repeat('"quoted\', 140000) else repeat(chr(97 + i % 26), 800 + i % 600) end, i * interval '1 hour' from generate_series(1, 1500) i;
	create table visits (n int, number int8);
	create view parts_seen as select id, n, note from parts where id > 2;
	create view visitors as select n, 'visitor'::text as note from visits;
	drop table if exists halves;
	create table halves (id int, note text) partition by range (id);
	create table halves_1 partition of halves for values from (0) to (700);
	create table halves_2 partition of halves default;
	create sequence visit_numbers;
	create or replace function visit(n int) returns text language plpgsql as
		$$ begin insert into visits values (n, nextval('visit_numbers')); return 'visit ' || n; end $$;
	create or replace function look(wanted int) returns int language sql stable as 'select n from parts where id = wanted';
	create or replace function greet() returns trigger language plpgsql as $$ begin insert into visits values (new.n, 0); return new; end $$;
	create trigger greet instead of insert on visitors for each row execute function greet();
	create or replace function visits_of(m int) returns table (n int, note text) language plpgsql as
		$$ begin return query select i, visit(i) || repeat('.', 800) from generate_series(1, m) i; end $$`

func resetTables(ctx context.Context, t *testing.T) {
	t.Helper()
	if _, err := cluster.Native.ExecContext(ctx, schema); err != nil {
		t.Fatal(err)
	}
}

// stateOf returns what is in the tables, and how often the sequence was asked.
func stateOf(ctx context.Context, t *testing.T, db querier) [4]content {
	t.Helper()
	return [4]content{
		contentOf(ctx, t, db, "select n, note, made from pieces order by n, note"),
		contentOf(ctx, t, db, "select * from parts order by id"),
		contentOf(ctx, t, db, "select n from visits order by n"),
		contentOf(ctx, t, db, "select last_value, is_called from visit_numbers"),
	}
}

// TestEffects: a statement with effects runs exactly once, and all of its rows come,
// outside of a transaction and in one, the first time and later.
func TestEffects(t *testing.T) {
	for _, e := range effects {
		t.Run(e.name, func(t *testing.T) {
			ctx := within(t)
			resetTables(ctx, t)
			want := contentOf(ctx, t, cluster.Native, e.query, e.args...)
			after := stateOf(ctx, t, cluster.Native)
			for _, run := range []string{"first", "second"} {
				resetTables(ctx, t)
				if got := contentOf(ctx, t, cluster.DataAPI, e.query, e.args...); got != want {
					t.Errorf("%s run: got %+v, want %+v", run, got, want)
				}
				if got := stateOf(ctx, t, cluster.Native); got != after {
					t.Errorf("%s run: tables are %+v, want %+v", run, got, after)
				}
			}
			resetTables(ctx, t)
			inTx(ctx, t, func(tx *sql.Tx) {
				if got := contentOf(ctx, t, tx, e.query, e.args...); got != want {
					t.Errorf("in a transaction: got %+v, want %+v", got, want)
				}
			})
			if got := stateOf(ctx, t, cluster.Native); got != after {
				t.Errorf("in a transaction: tables are %+v, want %+v", got, after)
			}
		})
	}
}

// inTx does something in a transaction that is committed.
func inTx(ctx context.Context, t *testing.T, do func(*sql.Tx)) {
	t.Helper()
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	do(tx)
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
}

// TestEffectsExec: Exec counts the rows of a statement that returns them.
func TestEffectsExec(t *testing.T) {
	for _, e := range effects {
		t.Run(e.name, func(t *testing.T) {
			ctx := within(t)
			resetTables(ctx, t)
			result, err := cluster.Native.ExecContext(ctx, e.query, e.args...)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := result.RowsAffected()
			after := stateOf(ctx, t, cluster.Native)
			for _, prepare := range []bool{false, true} {
				resetTables(ctx, t)
				if got := affected(ctx, t, prepare, e.query, e.args...); got != want {
					t.Errorf("prepared %v: got %d rows, want %d", prepare, got, want)
				}
				if got := stateOf(ctx, t, cluster.Native); got != after {
					t.Errorf("prepared %v: tables are %+v, want %+v", prepare, got, after)
				}
			}
		})
	}
}

func affected(ctx context.Context, t *testing.T, prepare bool, query string, args ...any) int64 {
	t.Helper()
	exec := func() (sql.Result, error) { return cluster.DataAPI.ExecContext(ctx, query, args...) }
	if prepare {
		stmt, err := cluster.DataAPI.PrepareContext(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		defer stmt.Close()
		exec = func() (sql.Result, error) { return stmt.ExecContext(ctx, args...) }
	}
	result, err := exec()
	if err != nil {
		t.Fatal(err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const markAll = "update parts set n = -1 returning note"

// marked returns how many rows have been updated.
func marked(ctx context.Context, t *testing.T) (n int) {
	t.Helper()
	if err := cluster.Native.QueryRowContext(ctx, "select count(*) from parts where n = -1").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestEffectsReadInPart: a statement has run to its end if its rows are closed
// early, as natively.
func TestEffectsReadInPart(t *testing.T) {
	ctx := within(t)
	for _, run := range []string{"first", "second"} {
		resetTables(ctx, t)
		var note string
		if err := cluster.DataAPI.QueryRowContext(ctx, markAll).Scan(&note); err != nil || len(note) != 1_120_000 {
			t.Errorf("%s run: got %d octets, %v", run, len(note), err)
		}
		if n := marked(ctx, t); n != 1500 {
			t.Errorf("%s run: %d rows were updated", run, n)
		}
	}
}

// TestEffectsCancelled: a statement whose context ends while its rows are read has
// not happened.
func TestEffectsCancelled(t *testing.T) {
	resetTables(within(t), t)
	ctx, cancel := context.WithCancel(within(t))
	rows, err := cluster.DataAPI.QueryContext(ctx, markAll)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	cancel()
	for rows.Next() {
	}
	if err := rows.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	rows.Close()
	// It waits for the rollback, which nobody else does.
	if _, err := cluster.Native.ExecContext(within(t), "lock table parts in access exclusive mode"); err == nil {
		t.Error("lock outside of a transaction")
	}
	if n := marked(within(t), t); n != 0 {
		t.Errorf("%d rows were updated", n)
	}
}

// TestEffectsCommitFails: a constraint that is checked at the commit is an error of
// the rows.
func TestEffectsCommitFails(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	if _, err := cluster.Native.ExecContext(ctx, "alter table pieces add unique (n) deferrable initially deferred"); err != nil {
		t.Fatal(err)
	}
	rows, err := cluster.DataAPI.QueryContext(ctx, "insert into pieces (n, note) select 1, repeat('x', 200) from generate_series(1, 6000) returning *")
	for err == nil && rows.Next() {
	}
	if err == nil {
		err = errors.Join(rows.Err(), rows.Close())
	}
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Code != "23505" {
		t.Errorf("got %v", err)
	}
	if state := stateOf(ctx, t, cluster.Native); state[0].rows != 0 {
		t.Errorf("%d rows were inserted", state[0].rows)
	}
}

// TestEffectsBesideOthers: rows that a transaction keeps can be read while other
// statements run in it, and behind a savepoint that it goes back to.
func TestEffectsBesideOthers(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	want := contentOf(ctx, t, cluster.Native, "select id, note from parts")
	inTx(ctx, t, func(tx *sql.Tx) {
		first, err := tx.QueryContext(ctx, "update parts set n = -1 returning id, note")
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		second, err := tx.QueryContext(ctx, "update parts set n = -2 returning id, note")
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		if got := readAll(t, first); got.rows != want.rows {
			t.Errorf("first: got %d rows, want %d", got.rows, want.rows)
		}
		if got := readAll(t, second); got.rows != want.rows {
			t.Errorf("second: got %d rows, want %d", got.rows, want.rows)
		}
	})
}

// TestEffectsOfSeveralStatements: they are committed when all rows have been read.
func TestEffectsOfSeveralStatements(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	want := contentOf(ctx, t, cluster.Native, "select id, -1 as n, note from parts")
	rows, err := cluster.DataAPI.QueryContext(ctx, "update parts set n = -1 returning id, n, note; insert into pieces values (1); delete from parts returning id, n, note")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if got := readAll(t, rows); got.rows != want.rows {
		t.Errorf("got %d rows, want %d", got.rows, want.rows)
	}
	if !rows.NextResultSet() {
		t.Fatal(rows.Err())
	}
	if got := readAll(t, rows); got.rows != want.rows {
		t.Errorf("got %d rows, want %d", got.rows, want.rows)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	if state := stateOf(ctx, t, cluster.Native); state[0].rows != 1 || state[1].rows != 0 {
		t.Errorf("%d pieces and %d parts are there", state[0].rows, state[1].rows)
	}
}

// TestEffectsWithSettings: rows that are kept do not depend on how the session
// writes values, and what the session has set stays.
func TestEffectsWithSettings(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	const query = "delete from parts returning id, timestamptz '2024-02-29 12:00+00' + age as at, date '2024-02-29' as day, decode('00ff', 'hex') as b, 1::float8 / (id + 2) as f, note"
	want := contentOf(ctx, t, cluster.Native, query)
	conn, err := cluster.DataAPI.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	defer conn.ExecContext(ctx, "reset all") // others get the connection
	for _, set := range []string{"set timezone to 'Asia/Tokyo'", "set bytea_output to 'escape'"} {
		if _, err := conn.ExecContext(ctx, set); err != nil {
			t.Fatal(err)
		}
	}
	resetTables(ctx, t)
	if got := contentOf(ctx, t, conn, query); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	resetTables(ctx, t)
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if got := contentOf(ctx, t, tx, query); got != want {
		t.Errorf("in a transaction: got %+v, want %+v", got, want)
	}
	var zone, output string
	if err := tx.QueryRowContext(ctx, "select current_setting('timezone'), current_setting('bytea_output')").Scan(&zone, &output); err != nil || zone != "Asia/Tokyo" || output != "escape" {
		t.Errorf("got %s, %s, %v", zone, output, err)
	}
}

// TestEffectsGrow: a text that is known to return little returns much. What it has
// inserted is there once; a sequence may have been asked twice, as after any
// statement that was rolled back.
func TestEffectsGrow(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	const query = "select visit(i), repeat('x', 200) from generate_series(1, $1::int) i"
	for i, n := range []int{3, 6000, 6000, 3} {
		if got := contentOf(ctx, t, cluster.DataAPI, query, n); got.rows != n {
			t.Errorf("run %d: got %d rows, want %d", i, got.rows, n)
		}
	}
	if state := stateOf(ctx, t, cluster.Native); state[2].rows != 12006 {
		t.Errorf("%d visits, want 12006", state[2].rows)
	}
}

// TestEffectsOfRules: PostgreSQL does not take a statement on a table with some rules
// as part of another. Outside of a transaction it is sent as it is.
func TestEffectsOfRules(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	if _, err := cluster.Native.ExecContext(ctx, "create rule noted as on update to parts do also insert into visits values (new.id)"); err != nil {
		t.Fatal(err)
	}
	const query = "update parts set n = 0 where id between 2 and 3 returning id"
	for i := range 3 {
		if got := contentOf(ctx, t, cluster.DataAPI, query); got.rows != 2 {
			t.Errorf("run %d: got %d rows", i, got.rows)
		}
	}
	inTx(ctx, t, func(tx *sql.Tx) {
		if got := contentOf(ctx, t, tx, query); got.rows != 2 {
			t.Errorf("in a transaction, when it is known: got %d rows", got.rows)
		}
	})
	if state := stateOf(ctx, t, cluster.Native); state[2].rows != 8 {
		t.Errorf("the rule has noted %d rows", state[2].rows)
	}
}

// TestEffectsOfOneRow: one row that was thought to be small has run when the service
// does not return it, which the error says. The next time its row comes.
func TestEffectsOfOneRow(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	const query = "select visit(1), repeat('z', 2000000)"
	var visit, z string
	err := cluster.DataAPI.QueryRowContext(ctx, query).Scan(&visit, &z)
	if !errors.Is(err, auroradataapi.ErrResultTooLarge) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if err := cluster.DataAPI.QueryRowContext(ctx, query).Scan(&visit, &z); err != nil || len(z) != 2_000_000 {
		t.Errorf("got %d octets, %v", len(z), err)
	}
	if state := stateOf(ctx, t, cluster.Native); state[2].rows > 2 {
		t.Errorf("%d visits", state[2].rows)
	}
}

// TestEffectsOfTextsWithSettings: values that come as texts are those of the session,
// whether they were kept or not.
func TestEffectsOfTextsWithSettings(t *testing.T) {
	ctx := within(t)
	native, err := cluster.Native.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer native.Close()
	db, _ := open(t, nil)
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, c := range []*sql.Conn{native, conn} {
		if _, err := c.ExecContext(ctx, "set timezone to 'Asia/Tokyo'"); err != nil {
			t.Fatal(err)
		}
	}
	defer native.ExecContext(ctx, "reset timezone")
	for _, rows := range []string{"id < 10", "id > 1"} {
		query := "delete from parts where " + rows + " returning id, tstzrange('2024-02-29 12:00Z', null) as span, id as a, id as a, note"
		resetTables(ctx, t)
		want := contentOf(ctx, t, native, query)
		for _, run := range []string{"first", "second"} {
			resetTables(ctx, t)
			if got := contentOf(ctx, t, conn, query); got != want {
				t.Errorf("%s, %s run: got %+v, want %+v", rows, run, got, want)
			}
		}
	}
}

// TestEffectsAreDropped: in a transaction that goes on, the server does not hold rows
// that nobody will read.
func TestEffectsAreDropped(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	inTx(ctx, t, func(tx *sql.Tx) {
		held := func() (octets int) {
			const query = `select coalesce(sum(octet_length(current_setting('auroradataapi.kept_' || i || '_' || j, true))), 0)
				from generate_series(1, 300) i, generate_series(0, 9) j`
			if err := tx.QueryRowContext(ctx, query).Scan(&octets); err != nil {
				t.Fatal(err)
			}
			return octets
		}
		rows, err := tx.QueryContext(ctx, markAll)
		if err != nil {
			t.Fatal(err)
		}
		if held() == 0 {
			t.Error("nothing is held before the rows are read")
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
		if n := held(); n > 0 {
			t.Errorf("%d octets are held of rows that were closed early", n)
		}
		if _, err := tx.ExecContext(ctx, markAll); err != nil {
			t.Fatal(err)
		}
		if n := held(); n > 0 {
			t.Errorf("%d octets are held of rows that were counted", n)
		}
	})
}
