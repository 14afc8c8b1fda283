package libraries_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// libpq opens a database through lib/pq, which is what COPY FROM STDIN by a prepared
// statement is measured by.
func libpq(t *testing.T, d bothways.Database) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", d.NativeDSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// ways are a database through lib/pq and through the driver.
func ways(t *testing.T, d bothways.Database) map[string]*sql.DB {
	return map[string]*sql.DB{"lib/pq": libpq(t, d), "auroradataapi": d.DB}
}

// copyRows copies rows by a statement and commits. It returns how many the COPY says
// there were.
func copyRows(ctx context.Context, db *sql.DB, statement string, rows ...[]any) (int64, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return 0, err
		}
	}
	result, err := stmt.ExecContext(ctx)
	if err != nil {
		return 0, err
	}
	if err := stmt.Close(); err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return n, errors.Join(err, tx.Commit())
}

func state(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return ""
}

type color string

func (c color) Value() (driver.Value, error) { return "a " + string(c) + " one", nil }

// TestCopyInValues copies each value into each column, whose types know nothing of
// each other but their texts.
func TestCopyInValues(t *testing.T) {
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	exec(t, d.DB,
		`create domain short as varchar(3)`, `create type mood as enum ('glad', '7')`,
		`create table "T x" (n serial, way text, "A" text, i int, f float8, d numeric(12,3), b bool, y bytea, ts timestamp, tz timestamptz, j jsonb, ta text[], c char(5), s short, m mood, bx box)`)
	place := time.FixedZone("", 2*60*60)
	text := "of it"
	columns := []string{"A", "i", "f", "d", "b", "y", "ts", "tz", "j", "ta", "c", "s", "m", "bx"}
	values := map[string]any{
		"int64": int64(-1), "uint64": uint64(math.MaxUint64), "float of an integer": 3e6, "float32": float32(1.2),
		"NaN": math.NaN(), "infinite": math.Inf(-1), "bool": true, "text": "7", "empty": "", "null in words": "NULL",
		"lines": "Héllö\n ☃!\r\t\\N {a,\"b\"}", "bytes": []byte{0, 255, 9, 10, 13}, "no bytes": []byte(nil), "empty bytes": []byte{},
		"time": time.Date(2024, 2, 29, 11, 14, 15, 123456789, place), "time in UTC": time.Date(1900, 1, 2, 0, 0, 0, 0, time.UTC),
		"time before": time.Date(-1, 1, 2, 3, 4, 5, 0, time.UTC), "odd zone": time.Date(1890, 1, 2, 3, 4, 5, 0, time.FixedZone("", -1172)),
		"nil": nil, "Valuer": color("red"), "pointer": &text, "nil pointer": (*string)(nil),
		"array": pq.Array([]string{"1", "2", ""}), "slice": []int64{1, 2}, "text array": "{1,2}",
		"glad": "glad", "date": "2024-02-29", "spaces": "ab      ", "long": strings.Repeat("x", 9), "box": "(2,2),(0,0)",
	}
	databases, native := ways(t, d), d.Open(t, true)
	d.Config.Compat = auroradataapi.CompatPQ
	databases["compat=pq"] = d.Open(t, false)
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, column := range columns {
				results := map[string]string{}
				for way, db := range databases {
					mark := way + name + column
					_, err := copyRows(t.Context(), db, pq.CopyIn("T x", "way", column), []any{mark, value})
					if results[way] = state(err); err == nil {
						results[way] = "stored " + texts(t, native, `select coalesce(t."`+column+`"::text, '(null)') from "T x" t where way = '`+mark+`'`)[0]
					}
				}
				if results["lib/pq"] != results["auroradataapi"] || results["lib/pq"] != results["compat=pq"] || results["lib/pq"] == "" {
					t.Errorf("%s: %q", column, results)
				}
			}
		})
	}
}

func TestCopyInStatements(t *testing.T) {
	long := strings.Repeat("x", 100)
	tests := []struct {
		name      string
		statement string
		rows      [][]any
		failed    bool // without an SQLSTATE
		races     bool // lib/pq has a data race, and fails alike
	}{
		{name: "columns in another order", statement: pq.CopyIn("t", "b", "a"), rows: [][]any{{"x", 1}, {nil, "2"}}},
		{name: "with a schema", statement: pq.CopyInSchema("public", "t", "a"), rows: [][]any{{1}}},
		{name: "all columns", statement: pq.CopyIn("t"), rows: [][]any{{1, "x", 5}}},
		{name: "no rows", statement: pq.CopyIn("t")},
		{name: "identity", statement: "copy t (a, id) from stdin", rows: [][]any{{1, 70}}},
		{name: "null in words", statement: "copy t (a, b) from stdin with null 'NULL'", rows: [][]any{{"NULL", "NULL"}, {1, "null"}}},
		{name: "null of nothing", statement: "copy t (a, b) from stdin (format text, null '')", rows: [][]any{{"", ""}, {1, "x"}}},
		{name: "null with a backslash", statement: `copy t (a, b) from stdin null '\\N'`, rows: [][]any{{`\N`, `\N`}}},
		{name: "with comments", statement: "/* a */ copy t (a) -- b\n from stdin;", rows: [][]any{{1}}},
		{name: "no such table", statement: pq.CopyIn("nowhere", "a")},
		{name: "no such table, all columns", statement: pq.CopyIn("nowhere")},
		{name: "no such column", statement: pq.CopyIn("t", "nothing")},
		{name: "column twice", statement: pq.CopyIn("t", "a", "a")},
		{name: "too few values", statement: pq.CopyIn("t", "a", "b"), rows: [][]any{{1, "x"}, {2}}},
		{name: "too many values", statement: pq.CopyIn("t", "a"), rows: [][]any{{1, "x"}}},
		{name: "not a number", statement: pq.CopyIn("t", "a"), rows: [][]any{{1}, {"x"}}},
		{name: "too long", statement: pq.CopyIn("t", "b"), rows: [][]any{{long}}},
		{name: "null constraint", statement: pq.CopyIn("t", "id"), rows: [][]any{{nil}}},
		{name: "duplicate", statement: pq.CopyIn("t", "id"), rows: [][]any{{1}, {1}}},
		{name: "a NUL", statement: pq.CopyIn("t", "b"), rows: [][]any{{"\x00"}}},
		{name: "not UTF-8", statement: pq.CopyIn("t", "b"), rows: [][]any{{"\xff"}}},
		{name: "no type", statement: pq.CopyIn("t", "a"), rows: [][]any{{struct{}{}}}, failed: true, races: true},
		{name: "binary", statement: "copy t (a) from stdin with binary", failed: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
			type outcome struct {
				n     int64
				state string
				rows  string
			}
			outcomes := map[string]outcome{}
			for way, db := range ways(t, d) {
				if tt.races && db != d.DB {
					continue
				}
				exec(t, d.DB, `drop table if exists t`, `create table t (a int, b varchar(20), c int generated always as (a + 1) stored, id int primary key generated always as identity)`)
				n, err := copyRows(t.Context(), db, tt.statement, tt.rows...)
				if (state(err) == "" && err != nil) != tt.failed {
					t.Errorf("%s: got %v", way, err)
				}
				outcomes[way] = outcome{n, state(err), strings.Join(texts(t, d.DB, "select t::text from t order by id"), " ")}
			}
			if outcomes["lib/pq"] != outcomes["auroradataapi"] {
				t.Errorf("got %+v", outcomes)
			}
		})
	}
}

// TestCopyInRules: what is known of a COPY that is not used as it should be.
func TestCopyInRules(t *testing.T) {
	tests := []struct {
		name string
		do   func(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt) error
		rows []string // that are there afterwards
		ends bool     // it ends the COPY; else lib/pq has a data race
	}{
		{name: "closed without an end", do: func(_ context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			return errors.Join(stmt.Close(), tx.Commit())
		}, rows: []string{"1"}, ends: true},
		{name: "committed without an end", do: func(_ context.Context, tx *sql.Tx, stmt *sql.Stmt) error { return tx.Commit() }},
		{name: "rolled back and closed", do: func(_ context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			return errors.Join(tx.Rollback(), stmt.Close(), errors.New("it is not there"))
		}},
		{name: "run behind its end", do: func(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			_, err := stmt.ExecContext(ctx)
			_, again := stmt.ExecContext(ctx, 2)
			if err != nil || again == nil {
				return nil // which it must not be
			}
			return errors.Join(again, tx.Commit())
		}, rows: []string{"1"}, ends: true},
		{name: "queried", do: func(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			rows, err := stmt.QueryContext(ctx)
			if err == nil {
				rows.Close()
			}
			return err
		}},
		{name: "another query meanwhile", do: func(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			_, err := tx.ExecContext(ctx, "select 1")
			return err
		}},
		{name: "another COPY meanwhile", do: func(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			_, err := tx.PrepareContext(ctx, pq.CopyIn("t", "a"))
			return err
		}},
		{name: "an error behind an error", do: func(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
			if _, err := stmt.ExecContext(ctx, "x"); err == nil {
				_, err = stmt.ExecContext(ctx)
				_, again := stmt.ExecContext(ctx)
				if err == nil || again == nil {
					return nil
				}
			}
			return tx.Commit()
		}, ends: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
			for way, db := range ways(t, d) {
				if db != d.DB && !tt.ends {
					continue
				}
				exec(t, d.DB, `drop table if exists t`, `create table t (a int)`)
				err := useCopy(t.Context(), db, tt.do)
				fails := tt.name != "closed without an end"
				if got := texts(t, d.DB, "select a::text from t"); (err != nil) != fails || !slices.Equal(got, tt.rows) {
					t.Errorf("%s: rows %v, %v", way, got, err)
				}
			}
		})
	}
}

// useCopy does something with a COPY into a that has been given a row.
func useCopy(ctx context.Context, db *sql.DB, do func(context.Context, *sql.Tx, *sql.Stmt) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, pq.CopyIn("t", "a"))
	if err != nil {
		return err
	}
	if _, err := stmt.ExecContext(ctx, 1); err != nil {
		return err
	}
	return do(ctx, tx, stmt)
}

// TestCopyInRequests: rows go out when a request is full, each as soon as it is, and
// an error says which rows it is about.
func TestCopyInRequests(t *testing.T) {
	t.Parallel()
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	exec(t, d.DB, `create table t (a int check (a <> 70000), b text)`)
	const n = 3000
	body := strings.Repeat("x", 2000) // 6 MB, of which a request takes 4 MiB
	tx, err := d.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(t.Context(), pq.CopyIn("t", "a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	var sent []int
	for i := range n {
		calls := d.Calls(func() { _, err = stmt.ExecContext(t.Context(), i, body) })
		if err != nil {
			t.Fatal(err)
		}
		if calls > 0 {
			sent = append(sent, calls)
		}
	}
	if !slices.Equal(sent, []int{1}) {
		t.Errorf("calls before the end: %v", sent)
	}
	result, err := stmt.ExecContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if count, err := result.RowsAffected(); err != nil || count != n {
		t.Errorf("copied %d, %v", count, err)
	}
	if stmt, err = tx.PrepareContext(t.Context(), pq.CopyIn("t", "a", "b")); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if _, err := stmt.ExecContext(t.Context(), 70_000-i, "x"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = stmt.ExecContext(t.Context())
	var e *auroradataapi.BulkError
	if !errors.As(err, &e) || e.First != 0 || e.Last != 2 || e.End != 3 || state(err) != "23514" {
		t.Errorf("got %v", err)
	}
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTxCommitRollback) {
		t.Errorf("commit: %v", err)
	}
}

// TestCopyInContext: a part of the rows is not committed if a context has ended
// meanwhile, also if it is not that of the transaction.
func TestCopyInContext(t *testing.T) {
	t.Parallel()
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	exec(t, d.DB, `create table t (a int)`)
	err := useCopy(t.Context(), d.DB, func(_ context.Context, tx *sql.Tx, stmt *sql.Stmt) error {
		if _, err := stmt.ExecContext(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := tx.ExecContext(t.Context(), "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(1); return new; end'"); err != nil {
			t.Error(err)
		}
		if _, err := tx.ExecContext(t.Context(), "create trigger slow before insert on t for each row execute function slow()"); err != nil {
			t.Error(err)
		}
		stmt, err := tx.PrepareContext(t.Context(), "copy t from stdin")
		if err != nil {
			t.Error(err)
			return err
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := stmt.ExecContext(t.Context(), 2); err != nil {
			t.Error(err)
		}
		if _, err := stmt.ExecContext(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		return tx.Commit()
	})
	if !errors.Is(err, auroradataapi.ErrTxCommitRollback) {
		t.Errorf("commit: %v", err)
	}
	if got := texts(t, d.DB, "select a::text from t"); len(got) != 0 {
		t.Errorf("stored %v", got)
	}
}

// TestCopyInCode: code for lib/pq gets the same.
func TestCopyInCode(t *testing.T) {
	t.Parallel()
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	config := d.Config
	config.Compat = auroradataapi.CompatPQ
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() })
	exec(t, db, "create table t (a int, b bytea, c timestamp)")
	at := time.Date(2024, 2, 29, 11, 14, 15, 0, time.FixedZone("", 3600))
	if n, err := copyRows(t.Context(), db, pq.CopyIn("t"), []any{"1", []byte{0, 255}, at}); n != 1 || err != nil {
		t.Errorf("copied %d, %v", n, err)
	}
	if got := texts(t, d.DB, "select t::text from t"); !slices.Equal(got, []string{`(1,"\\x00ff","2024-02-29 11:14:15")`}) {
		t.Errorf("got %s", got)
	}
}
