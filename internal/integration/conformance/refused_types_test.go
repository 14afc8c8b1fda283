package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// refusedCase is a value that the service does not return: for its type, for the
// dimensions of an array, or because it is infinite.
type refusedCase struct {
	expr    string
	literal string
}

var refusedCases = []refusedCase{
	{"xid", `'123'`},
	{"cid", `'5'`},
	{"xid8", `'123'`},
	{"tid", `'(0,1)'`},
	{"pg_lsn", `'16/B374D848'`},
	{"regclass", `'pg_class'`},
	{"regtype", `'int4'`},
	{"regproc", `'now'`},
	{"money", `'12.34'`},
	{`"char"`, `'x'`},
	{"citext", `'AbC'`},
	{"timetz", `'13:14:15+02'`},
	{"timetz", `'13:14:15.500-03:30'`},
	{"interval", `'1 year 2 mons 3 days 04:05:06.7'`},
	{"interval", `'-1 day ago'`},
	{"interval(0)", `'0'`},
	{"jsonpath", `'$.a'`},
	{"xml", `'<a/>'`},
	{"xml", `'<?xml version="1.0" encoding="UTF-8"?><a>é</a>'`},
	{"macaddr", `'08:00:2b:01:02:03'`},
	{"macaddr8", `'08:00:2b:01:02:03:04:05'`},
	{"bit(3)", `B'101'`},
	{"varbit", `B'10101'`},
	{"varbit(5)", `B''`},
	{"point", `'(1,2)'`},
	{"line", `'{1,2,3}'`},
	{"lseg", `'[(1,2),(3,4)]'`},
	{"box", `'(3,4),(1,2)'`},
	{"path", `'((1,2),(3,4))'`},
	{"polygon", `'((1,2),(3,4),(5,0))'`},
	{"circle", `'<(1,2),3>'`},
	{"tsvector", `'a fat cat'`},
	{"tsquery", `'fat & cat'`},
	{"hstore", `'a=>1, b=>NULL'`},
	{"ltree", `'a.b.c'`},
	{"cube", `'(1,2)'`},
	{"int8range", `'(,5]'`},
	{"daterange", `'[2024-01-01,2024-02-01)'`},
	{"tsrange", `'[2024-01-01 00:00,infinity)'`},
	{"tstzrange", `'empty'`},
	{"int4multirange", `'{[1,3),[5,7)}'`},
	{"pair", `row(1,'x')`},
	{"pair", `row(null,null)`},
	{"mood[]", `'{ok,sad}'`},
	{"inet[]", `'{10.1.2.3}'`},
	{"interval[]", `'{"1 day"}'`},
	{"pair[]", `'{"(1,x)"}'`},

	{"int4[]", `'{{1,2},{3,NULL}}'`},
	{"int4[]", `'[2:3][0:0]={{1},{3}}'`},
	{"text[]", `'{{"",NULL},{"NULL","a b"}}'`},
	{"char(3)[]", `'{{a},{b}}'`},
	{"bool[]", `'{{t},{f}}'`},
	{"bytea[]", `'{{"\\x01ff"}}'`},
	{"float8[]", `'{{1e300,NaN,-0}}'`},
	{"timestamptz[]", `'{{"2024-02-29 13:14:15+02"}}'`},
	{"jsonb[]", `'{{"{\"a\": 1}"}}'`},
	{"interval[]", `'{{"1 day"}}'`},

	{"date", `'infinity'`},
	{"date", `'-infinity'`},
	{"timestamp", `'infinity'`},
	{"timestamp", `'-infinity'`},
	{"timestamptz", `'infinity'`},
	{"timestamptz(0)", `'-infinity'`},
	{"date[]", `'{infinity,2024-02-29}'`},
	{"timestamptz[]", `'{-infinity}'`},
}

// TestRefusedTypes: values that the service does not return are the same as with
// pgx/stdlib, wherever they come from.
func TestRefusedTypes(t *testing.T) {
	counts := newTally(t)
	for i, c := range refusedCases {
		t.Run(c.expr+" "+c.literal, func(t *testing.T) {
			table := fmt.Sprintf("refused_%d", i)
			create(t, fmt.Sprintf("table %s (id int primary key, v %s)", table, c.expr))
			native(t, fmt.Sprintf("insert into %s values (1, %s), (2, null), (3, %[2]s)", table, c.literal))
			value := fmt.Sprintf("%s::%s", c.literal, c.expr)
			for _, query := range []string{
				"select " + value,
				"select null::" + c.expr,
				"values (1, " + value + ")",
				"table " + table,
				fmt.Sprintf(`select id, v as "a ""b", v as "a ""b" from %s order by id desc for update`, table),
				fmt.Sprintf("select array[v, v] from %s where id = 1", table),
				fmt.Sprintf("select array[v, null] as v from %s where id < 3 order by id", table),
				fmt.Sprintf("select v from %s where false", table),
				fmt.Sprintf("with recursive r(n) as (select 1 union all select n + 1 from r where n < 3) select v from r, %s where id = n order by n", table),
			} {
				compareQuery(t, counts, query)
			}
			c.compareReturning(t, counts, table)
			c.compareWays(t, counts, table)
		})
	}
}

// compareReturning compares what statements return that modify rows, and the
// rows afterwards.
func (c refusedCase) compareReturning(t *testing.T, counts *tally, table string) {
	t.Helper()
	if c.isOfValues() {
		return // what is refused is not known before
	}
	pgx, ours := ways()
	for _, query := range []string{
		"insert into " + table + " values (9, " + c.literal + ") returning *",
		"insert into " + table + " as x (id, v) select id + 10, v from " + table + " returning x.v, x.id, v",
		"update only " + table + " x set v = y.v from (select 1 as id, v from " + table + " where id = 3) y where x.id = y.id returning x.id, y.v",
		"delete from " + table + " using generate_series(1, 2) g where id = g returning v as w, g",
		"merge into " + table + " x using (select 1 as id) y on x.id = y.id when matched then update set v = null returning x.v, *", // from PostgreSQL 17 on
		"merge into " + table + " x using (select 3 as id) y on x.id = y.id when matched then delete returning x.v, *",
		"with gone as (delete from " + table + " where id = 1 returning id, v) select v, id from gone",
		"with " + table + " as (select 21 as id) insert into " + table + " select id, " + c.literal + " from " + table + " returning v, id",
		"with gone as (delete from " + table + " where id = 1 returning *), kept as (insert into " + table + " select id + 10, v from gone returning v) select * from kept",
	} {
		var seen [2]string
		for i, w := range []way{pgx, ours} {
			seen[i] = inTransaction(t, w, func(tx *sql.Tx) string {
				return w.observe(t.Context(), tx, query) + w.observe(t.Context(), tx, "select id, v from "+table+" order by id")
			})
		}
		compare(t, counts, query, seen[0], seen[1])
	}
}

// TestRefusedOnce: a function that may do something runs once, wherever the call
// of it stands in a query whose result is refused.
func TestRefusedOnce(t *testing.T) {
	create(t, "sequence calls")
	create(t, `function call() returns setof record language sql as $$ select nextval('calls'), '1 day'::interval $$`)
	for _, query := range []string{
		"select distinct on (n) nextval('calls'), '1 day'::interval from generate_series(1, 1) n",
		"select 1 operator(pg_catalog.+) nextval('calls'), '1 day'::interval",
		"select * from call() as (n int8, v interval)",
		"select * from generate_series(1, 1), call() as (n int8, v interval)",
	} {
		native(t, "alter sequence calls restart")
		if _, err := cluster.DataAPI.Exec(query); !errors.Is(err, auroradataapi.ErrUnsupportedResult) {
			t.Errorf("%s: %v", query, err)
		}
		var next int
		if err := cluster.Native.QueryRow("select nextval('calls')").Scan(&next); err != nil || next != 2 {
			t.Errorf("%s: has run %d times (%v)", query, next-1, err)
		}
	}
}

// isOfValues reports whether other values of the type are returned.
func (c refusedCase) isOfValues() bool {
	return strings.Contains(c.literal, "infinity") && c.expr != "tsrange" || strings.Contains(c.literal, "{{") && !strings.HasPrefix(c.expr, "interval")
}

// compareWays compares the ways to run a query.
func (c refusedCase) compareWays(t *testing.T, counts *tally, table string) {
	t.Helper()
	pgx, ours := ways()
	query := "select id, v from " + table + " where id = $1 or v is null order by id"
	for name, observe := range map[string]func(w way) string{
		"with arguments": func(w way) string { return w.observe(t.Context(), w.db, query, 1) },
		"prepared": func(w way) string {
			statement, err := w.db.PrepareContext(t.Context(), query)
			if err != nil {
				return err.Error()
			}
			defer statement.Close()
			q := preparedStatement{statement}
			return w.observe(t.Context(), q, "", 1) + w.observe(t.Context(), q, "", 3)
		},
		"in a transaction": func(w way) string {
			return inTransaction(t, w, func(tx *sql.Tx) string {
				return w.observe(t.Context(), tx, query+", 1, 1", 1) + w.observe(t.Context(), tx, "select 1")
			})
		},
		"executed": func(w way) string {
			return inTransaction(t, w, func(tx *sql.Tx) string {
				var r transcript
				r.exec(t.Context(), tx, "select v from "+table+" where id < 3")
				r.exec(t.Context(), tx, "insert into "+table+" values (9, null) returning v")
				return r.String()
			})
		},
	} {
		compare(t, counts, name+": "+query, observe(pgx), observe(ours))
	}
	for _, w := range []way{{name: "exec", db: typedByGo}, {name: "simple", db: simple}} {
		compare(t, counts, w.name+": "+query, pgx.observe(t.Context(), pgx.db, query+" limit 2", 1), w.observe(t.Context(), w.db, query+" limit 2", 1))
	}
}

// preparedStatement runs one statement, whatever the text says.
type preparedStatement struct{ statement *sql.Stmt }

func (q preparedStatement) QueryContext(ctx context.Context, _ string, args ...any) (*sql.Rows, error) {
	return q.statement.QueryContext(ctx, args...)
}

// inTransaction does something in a transaction, which is rolled back.
func inTransaction(t *testing.T, w way, do func(tx *sql.Tx) string) string {
	t.Helper()
	tx, err := w.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := do(tx)
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	return seen
}

// TestRefusedTypesFollowSettings: the text of a value is that of the session.
func TestRefusedTypesFollowSettings(t *testing.T) {
	counts := newTally(t)
	create(t, "table settled (id int, age interval, born timestamptz)")
	native(t, "insert into settled values (1, '1 year 2 days', 'infinity'), (2, '-3 hours', '2024-02-29 13:14:15.5Z')")
	pgx, ours := ways()
	var seen [2]string
	for i, w := range []way{pgx, ours} {
		c, err := w.db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var r transcript
		for _, style := range []string{"iso_8601", "postgres_verbose", "postgres"} {
			r.exec(t.Context(), c, "set intervalstyle to "+style)
			r.query(t.Context(), w, c, "select * from settled order by id")
			r.query(t.Context(), w, c, "update settled set id = id where id = $1 returning age, id", 1)
		}
		seen[i] = r.String()
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	compare(t, counts, "settings", seen[0], seen[1])
}
