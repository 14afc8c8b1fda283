package sqltext_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func outline(t *testing.T, sql string) *sqltext.Outline {
	t.Helper()
	o, ok := sqltext.ReadOutline(sqltext.PostgreSQL, sql)
	if !ok {
		t.Fatalf("%s: cannot be made out", sql)
	}
	return o
}

func TestReading(t *testing.T) {
	tests := []struct {
		sql     string
		reading string // empty if there is none
		unsafe  bool
	}{
		{sql: "select 1", reading: "select 1"},
		{sql: "(select a from t) union (select b from u)", reading: "(select a from t) union (select b from u)"},
		{sql: "((values (1)))", reading: "values (1)"},
		{sql: "with a as (select 1) select * from a", reading: "with a as (select 1) select * from a"},

		{sql: "insert into t values (1)"},
		{sql: "insert into t (a, b) values (:p1, (select 1 from x returning)) returning id", reading: "SELECT id FROM t"},
		{sql: `insert into s."T" as x default values returning *`, reading: `SELECT * FROM s."T" as x`},
		{sql: "insert into t select a from u where b returning id, x::text as returning", reading: "SELECT id, x::text as returning FROM t"},
		{sql: "insert into t (a) values (1) on conflict (a) where a > 0 do update set a = excluded.a where t.a is distinct from 2 returning t.a", reading: "SELECT t.a FROM t"},
		{sql: "insert into t with a as (select 1) select * from a returning t.*", reading: "SELECT t.* FROM t"},

		{sql: "update only t * as x set a = b from u join v on u.a is distinct from v.a where x.a = u.a returning x.*, u.b", reading: "SELECT x.*, u.b FROM only t * as x, u join v on u.a is distinct from v.a"},
		{sql: "update t set a = b is distinct from c, d = extract(day from e) returning a", reading: "SELECT a FROM t"},
		{sql: "update t set a = u.from from u returning t.a", reading: "SELECT t.a FROM t, u"},
		{sql: "update t set a = 1 where b is not distinct from :p1 returning a", reading: "SELECT a FROM t"},
		{sql: "update t set (a, b) = (select 1, 2 from u where true) returning a", reading: "SELECT a FROM t"},

		{sql: "delete from t returning a", reading: "SELECT a FROM t"},
		{sql: "delete from only t as x using u, lateral f(u.a) g where x.a = g.a returning x.a, g", reading: "SELECT x.a, g FROM only t as x, u, lateral f(u.a) g"},
		{sql: "delete from t where a in (select a from u) returning a", reading: "SELECT a FROM t"},

		{sql: "merge into t using (select 1 as on) u on t.a = u.on when matched then update set a = 1 returning t.a", reading: "SELECT t.a FROM (select 1 as on) u, t"},
		{sql: "merge into t as x using u on x.a = u.a when matched then delete returning merge_action(), x.a", reading: "SELECT merge_action(), x.a FROM u, t as x", unsafe: true},

		{sql: "insert into t values (1) returning 1", reading: "SELECT 1 FROM t", unsafe: true},
		{sql: "insert into t values (1) returning null, now()", reading: "SELECT null, now() FROM t", unsafe: true},
		{sql: "update t set a = 1 returning old.a", reading: "SELECT old.a FROM t", unsafe: true},
		{sql: "update t set a = 1 returning with (old as o) o.a"},
		{sql: "insert into t values (1) returning f(a, :p1), t.a b", reading: "SELECT f(a, :p1), t.a b FROM t", unsafe: true},

		{sql: "with a as (delete from t where b returning c, d), e(x) as not materialized (select 1) select * from a, e",
			reading: "with a as (SELECT c, d FROM t), e(x) as not materialized (select 1) select * from a, e"},
		{sql: "with a as (insert into t values (1)) select 1 as x", reading: "with a as (SELECT 1) select 1 as x"},
		{sql: "with recursive a(n) as (select 1) search depth first by n set o, b as (update t set x = 1 returning *) delete from u using b where u.x = b.x returning u.x",
			reading: "with recursive a(n) as (select 1) search depth first by n set o, b as (SELECT * FROM t) SELECT u.x FROM u, b"},
		{sql: "with recursive a(n, m) as (select 1, 2) cycle n, m set c using p select * from a", reading: "with recursive a(n, m) as (select 1, 2) cycle n, m set c using p select * from a"},
		{sql: "with a as ((select 1)) (select 2)", reading: "with a as (select 1) (select 2)"},

		{sql: "with t as (select 1) insert into t as x select * from t returning a", reading: "SELECT a FROM t as x"},
		{sql: `with a as (select 1), "t" as (select 2) delete from T returning a`, reading: "SELECT a FROM T"},
		{sql: "with t as (select 1) update s.t set a = 1 from t returning b", reading: "with t as (select 1) SELECT b FROM s.t, t"},
		{sql: "with t as (select 1) update t set a = 1 from t x returning b"},
		{sql: "with t as (select 1) insert into t select * from t returning (select 1 from t)"},
		{sql: "with t as (select 1), a as (update t set b = 1 returning b) select * from a"},
		{sql: "with t as (update t set b = 1 returning b) select * from t", reading: "with t as (SELECT b FROM t) select * from t"},
		{sql: "with recursive t as (update t set b = 1 returning b) select * from t"},
	}
	for _, tt := range tests {
		reading, ok := outline(t, tt.sql).Reading()
		if !ok && tt.reading == "" {
			continue
		}
		if !ok || reading.SQL != tt.reading || reading.Safe == tt.unsafe {
			t.Errorf("%s:\ngot  %q, safe: %v\nwant %q", tt.sql, reading.SQL, reading.Safe, tt.reading)
		}
	}
}

func TestNotOutlined(t *testing.T) {
	for _, sql := range []string{
		"", "fetch 1 from c", "call p()", "explain select 1", "show x", "select (1", "select 1)", "select 1; select 2", "with a select 1",
		"with a as select 1", "with a as (select 1)", "with a as (select 1) explain select 1", "with a as (call p()) select 1", "with (", "with a as (select 1) search x",
		"'", "()", "with 1 as (select 1) select 1",
	} {
		if _, ok := sqltext.ReadOutline(sqltext.PostgreSQL, sql); ok {
			t.Errorf("%q is made out", sql)
		}
	}
	for _, sql := range []string{"insert t returning a", "update t returning a", "delete t returning a", "merge t returning a", "merge into t using u returning a", "insert into t returning", "insert", "merge"} {
		if r, ok := outline(t, sql).Reading(); ok {
			t.Errorf("%q has a reading: %q", sql, r.SQL)
		}
	}
}

func TestNest(t *testing.T) {
	tests := []struct {
		sql, want string
		modifies  bool
	}{
		{sql: "select 1", want: "WITH q AS (select 1)"},
		{sql: "(select 1)", want: "WITH q AS ((select 1))"},
		{sql: "with a as (select 1) select 2", want: "WITH q AS (with a as (select 1) select 2)"},
		{sql: "delete from t returning a", want: "WITH q AS (delete from t returning a)", modifies: true},
		{sql: "with a as (select 1) delete from t returning a", want: "WITH q AS (with a as (select 1) delete from t returning a)", modifies: true},
		{sql: "with a as (delete from t) select 2", want: "with a as (delete from t) , q AS (select 2)", modifies: true},
		{sql: "(with a as (delete from t) select 2)", modifies: true},
	}
	for _, tt := range tests {
		o := outline(t, tt.sql)
		n, ok := o.Nest("q AS")
		if ok != (tt.want != "") || ok && n.SQL != tt.want || o.Modifies() != tt.modifies {
			t.Errorf("%s: got %q, modifies: %v; want %q", tt.sql, n.SQL, o.Modifies(), tt.want)
		}
		if ok && tt.sql[:n.At]+n.Inserted+tt.sql[n.At:]+")" != n.SQL {
			t.Errorf("%s: %q inserted at %d does not make %q", tt.sql, n.Inserted, n.At, n.SQL)
		}
	}
}

func TestCalls(t *testing.T) {
	tests := []struct {
		sql   string
		calls []string
	}{
		{"select a, (b), array[1], row(1) from t where a in (1) and (b or c) limit (2)", nil},
		{"select now(), pg_catalog.age (x), s.\"F\"(1), Count(*) filter (where true) over (partition by a)", []string{"now", "pg_catalog.age", `s."f"`, "count"}},
		{"with q(a, b) as (select f()) select * from q as x(c), unnest(a) y(d), (values (1)) z(e)", []string{"f", "unnest"}},
		{"select x::numeric(10, 2), y::timestamp (3), cast(z as varchar(5)), extract(day from a)", []string{"cast", "extract"}},
		{"select t.all(1)", []string{"t.all"}},
		{"select distinct on (a) f(b) from t", []string{"f"}},
		{"select a operator(pg_catalog.+) f(b)", []string{"f"}},
		{"select * from f(1) as (a int)", []string{"f"}},
		{"select * from t, f(1) as (a int)", []string{"f"}},
		{"with a as (select 1), b(c) as materialized (table t) select 1 from b fetch first (1) rows only", nil},
	}
	for _, tt := range tests {
		if got := outline(t, tt.sql).Calls(); !reflect.DeepEqual(got, tt.calls) {
			t.Errorf("%s: got %q, want %q", tt.sql, got, tt.calls)
		}
	}
}

// TestOriginalOfNested expects an error at ^ in the nested text at the same place
// of the statement.
func TestOriginalOfNested(t *testing.T) {
	tests := []struct{ source, database string }{
		{"select $1, ^b from é", "WITH q AS (select $1, ^b from é) SELECT"},
		{"select $1, b^", "WITH q AS (select $1, b^) SELECT"},
		{"with é as (delete from ^t where $1) select $2, x", "with é as (delete from ^t where $1) , q AS (select $2, x) SELECT"},
		{"with é as (delete from t where $1) select $2, ^x", "with é as (delete from t where $1) , q AS (select $2, ^x) SELECT"},
		{"^with é as (delete from t where $1) select $2, x", "^with é as (delete from t where $1) , q AS (select $2, x) SELECT"},
		{"", "WITH ^q AS (select $1) SELECT"},
		{"", "WITH q AS (select $1) SEL^ECT"},
		{"", "with a as (delete from t where $1) , ^q AS (select $2, x) SELECT"},
	}
	for _, tt := range tests {
		source := strings.Replace(tt.source, "^", "", 1)
		if source == "" {
			source = "select $1"
			if strings.HasPrefix(tt.database, "with") {
				source = "with a as (delete from t where $1) select $2, x"
			}
		}
		text, err := sqltext.Parse(sqltext.PostgreSQL, source)
		if err != nil {
			t.Fatal(err)
		}
		sql, positions := text.Statements()[0].Render(func(sqltext.Placeholder) (string, bool) { return ":param", true })
		n, _ := outline(t, sql).Nest("q AS")
		positions = positions.Inserted(n.At, len(n.Inserted))
		want := 1 + strings.Index(tt.source, "^")
		if want > 0 {
			want = len([]rune(tt.source[:want-1])) + 1
		}
		at := len([]rune(tt.database[:strings.Index(tt.database, "^")])) + 1
		if got := positions.Original(at); got != want {
			t.Errorf("%s: got %d, want %d", tt.database, got, want)
		}
	}
}

// FuzzOutline: the query for the columns of a statement modifies nothing, and a
// nested statement is one that can be made out and does what it did.
func FuzzOutline(f *testing.F) {
	for _, seed := range append(seeds,
		"with a(x) as (delete from t using u where b returning *) , b as not materialized (select 1) insert into c as d select * from a returning d.x, f(y)",
		"with recursive a as (select 1) search depth first by n set o cycle n, m set c using p, b as (select 2) (select 3)",
		"update only t * set a = b from u where c returning with (old as o) *",
		"merge into t using (select 1) u on a is distinct from b when matched then delete returning merge_action(), \"x\"",
	) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		o, ok := sqltext.ReadOutline(sqltext.PostgreSQL, sql)
		if !ok {
			return
		}
		if r, ok := o.Reading(); ok {
			if reading, ok := sqltext.ReadOutline(sqltext.PostgreSQL, r.SQL); ok && reading.Modifies() {
				t.Errorf("reading %q modifies", r.SQL)
			}
		}
		n, ok := o.Nest("q AS")
		if !ok {
			return
		}
		nested, ok := sqltext.ReadOutline(sqltext.PostgreSQL, n.SQL+" SELECT * FROM q")
		if !ok || nested.Modifies() != o.Modifies() {
			t.Errorf("%q cannot be made out or does something else", n.SQL)
		}
	})
}
