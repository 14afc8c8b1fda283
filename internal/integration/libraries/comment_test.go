package libraries_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// comment is what sqlcommenter writes, of a trace of its own for each n.
func comment(n int) string {
	return fmt.Sprintf("/*action='%%2Fa%%2Ab',traceparent='00-5bd66ef5095369c7b0d1f8f4bd33716a-%016x-01'*/", n)
}

// TestCommentsArrive: the database shows the comments around a statement.
func TestCommentsArrive(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		shown := "select info from information_schema.processlist where id = connection_id()"
		if d.IsPostgreSQL() {
			shown = "select query from pg_stat_activity where pid = pg_backend_pid()"
		}
		for _, query := range []string{
			comment(1) + " " + shown, shown + " " + comment(1), shown + comment(1) + ";",
			comment(2) + shown + comment(1), shown + "/* " + strings.Repeat("x", 500) + " */" + comment(1),
		} {
			var got string
			rows, err := d.DB.QueryContext(t.Context(), query)
			if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			if rows.Next() {
				err = rows.Scan(&got)
			}
			if rows.Close(); err != nil || !strings.Contains(got, comment(1)) {
				t.Errorf("%s: the database has %q, %v", query, got, err)
			}
		}
	})
}

// TestCommentsCostNothing: nothing is asked anew of a text of which a comment alone is
// another.
func TestCommentsCostNothing(t *testing.T) {
	tests := []struct {
		name, postgreSQL, mySQL string
		args                    []any
	}{
		{name: "insert", postgreSQL: "insert into t (a) values ($1)", mySQL: "insert into t (a) values (?)", args: []any{1}},
		{name: "query", postgreSQL: "select a from t where a = $1", mySQL: "select a from t where a = ?", args: []any{1}},
		{name: "of a type that the service does not return", postgreSQL: "select age from t where a = $1", mySQL: "select flags from t where a = ?", args: []any{1}},
		{name: "without arguments", postgreSQL: "select age from t", mySQL: "select flags from t"},
		{name: "of an unknown function", postgreSQL: "select twice($1)", mySQL: "select twice(?)", args: []any{1}},
		{name: "returning", postgreSQL: "insert into t (a) values ($1) returning age", mySQL: "insert into t (a) values (?)", args: []any{1}},
	}
	schema := map[bool][]string{
		true:  {"create table t (a int, age interval)", "create function twice(a int) returns int language sql as 'select 2 * a'"},
		false: {"create table t (a int, flags bit(8))", "create function twice(a int) returns int deterministic return 2 * a"},
	}
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		for _, tt := range tests {
			t.Run(engine.String()+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				d := bothways.New(t, engine, false)
				exec(t, d.DB, schema[d.IsPostgreSQL()]...)
				query := tt.mySQL
				if d.IsPostgreSQL() {
					query = tt.postgreSQL
				}
				run := func(n int) {
					rows, err := d.DB.QueryContext(t.Context(), comment(n)+query+comment(-n), tt.args...)
					if err != nil {
						t.Fatal(err)
					}
					for rows.Next() {
					}
					if err := rows.Close(); err != nil {
						t.Error(err)
					}
				}
				run(0)
				if calls := d.Calls(func() {
					for n := range 10 {
						run(n + 1)
					}
				}); calls != 10 {
					t.Errorf("ten more took %d calls", calls)
				}
			})
		}
	}
}

// TestCommentsOfLongTexts: a comment is left out for which the service has no room,
// and does not come in the way of large results.
func TestCommentsOfLongTexts(t *testing.T) {
	t.Parallel()
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			d := bothways.New(t, engine, false)
			long := "select '" + strings.Repeat("x", 65_450) + "'"
			if got := texts(t, d.DB, long+" "+comment(1)); len(got) != 1 || len(got[0]) != 65_450 {
				t.Errorf("got %d rows", len(got))
			}
			large := "with recursive n (n) as (select 1 union all select n + 1 from n where n < 900) select repeat('x', 4000) from n"
			if got := texts(t, d.DB, comment(1)+large+comment(2)); len(got) != 900 {
				t.Errorf("got %d rows", len(got))
			}
		})
	}
}

// TestCommentsInErrors: an error is where it is in the text that the program wrote.
func TestCommentsInErrors(t *testing.T) {
	bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
		for query, want := range map[string]int{
			"/* é */ select nope /* x */": 16, "select 1; /*a*/ /*b: */ select nope": 32, "select $1::int4, nope /*a*/": 18,
		} {
			var args []any
			if strings.Contains(query, "$1") {
				args = append(args, 1)
			}
			_, err := d.DB.ExecContext(context.Background(), query, args...)
			if got := position(err); got != want {
				t.Errorf("%s: at %d, want %d: %v", query, got, want, err)
			}
		}
	})
}
