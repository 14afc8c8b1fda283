package sqltext_test

import (
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// outlineMySQL reads a statement of MySQL.
func outlineMySQL(t *testing.T, sql string) *sqltext.Outline {
	t.Helper()
	o, ok := sqltext.ReadOutline(sqltext.MySQL, sql)
	if !ok {
		t.Fatalf("%s: cannot be made out", sql)
	}
	return o
}

func TestNestOfMySQL(t *testing.T) {
	const limit = " LIMIT 18446744073709551615"
	tests := []struct {
		name string
		sql  string
		want string // what stands in the parentheses; "" for the same
	}{
		{name: "plain", sql: "select `a` from t where b = :p1"},
		{name: "sorted", sql: "select a from t order by a", want: "select a from t order by a" + limit},
		{name: "limited", sql: "select a from t order by a limit 1"},
		{name: "fetched", sql: "select a from t order by a fetch first 1 rows only"},
		{name: "in parentheses", sql: "(select a from t order by a)", want: "(select a from t order by a" + limit + ")"},
		{name: "in a part", sql: "(select a from t order by a limit 1) union select 1"},
		{name: "behind parts", sql: "(select a from t limit 1) union (select 1 limit 2) order by a", want: "(select a from t limit 1) union (select 1 limit 2) order by a" + limit},
		{name: "in a subquery", sql: "select a from (select a from t order by a) x"},
		{name: "in a window", sql: "select row_number() over (order by a), group_concat(a order by a) from t"},
		{name: "of an index", sql: "select a from t use index for order by (b)"},
		{name: "of an index and of rows", sql: "select a from t use index for order by (b) order by c", want: "select a from t use index for order by (b) order by c" + limit},
		{name: "for update", sql: "select a from t order by a for update skip locked", want: "select a from t order by a" + limit + " for update skip locked"},
		{name: "for share", sql: "(select a from t order by a for share)", want: "(select a from t order by a" + limit + " for share)"},
		{name: "lock in share mode", sql: "select a from t order by a lock in share mode", want: "select a from t order by a" + limit + " lock in share mode"},
		{name: "modifiers", sql: "select distinct sql_no_cache high_priority a from t", want: "select distinct                            a from t"},
		{name: "modifier in an executable comment", sql: "select /*!40001 SQL_NO_CACHE */ * from t", want: "select                          * from t"},
		{name: "column like a modifier", sql: "select sql_cache, sql_no_cache from t"},
		{name: "modifier in a part", sql: "select a, sql_no_cache b from t"},
		{name: "fetched in part", sql: "select a from t order by a offset 1 rows fetch next row only"},
		{name: "in an executable comment", sql: "select a from t order by a /*!50000 desc */", want: "select a from t order by a          desc" + limit},
		{name: "limited in an executable comment", sql: "select a from t order by a /*!50000 limit 1 */", want: "select a from t order by a          limit 1"},
		{name: "slippery name", sql: "select /*!`a:b`*/ from t", want: "select /*!`a:b`*/ from t"},
		{name: "slippery name at the end", sql: "select 1 from t order by t./*!`a:b`*/", want: "select 1 from t order by t./*!`a:b`*/" + limit},
		{name: "with", sql: "with a as (select 1 order by 1) select * from a order by 1", want: "with a as (select 1 order by 1) select * from a order by 1" + limit},
		{name: "table", sql: "table t order by a", want: "table t order by a" + limit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.sql
			}
			got, ok := outlineMySQL(t, tt.sql).Nest("x (c1) AS")
			if want = "WITH x (c1) AS (" + want + ")"; !ok || got.SQL != want {
				t.Errorf("got\n%s, %t, want\n%s", got.SQL, ok, want)
			}
		})
	}
}

func TestModifiesOfMySQL(t *testing.T) {
	tests := []struct {
		sql  string
		want bool
	}{
		{sql: "select 1"},
		{sql: "values row(1)"},
		{sql: "table t"},
		{sql: "with a as (select 1) select replace(a, 1, 2) from a"},
		{sql: "replace into t values (1)", want: true},
		{sql: "with a as (select 1) delete from t where b in (select * from a)", want: true},
		{sql: "insert into t with a as (select 1) select * from a", want: true},
	}
	for _, tt := range tests {
		if got := outlineMySQL(t, tt.sql).Modifies(); got != tt.want {
			t.Errorf("%s modifies: %t, want %t", tt.sql, got, tt.want)
		}
	}
	for _, sql := range []string{"show tables", "explain select 1", "call p()", "select 1; select 2", "select (1", "merge into t"} {
		if _, ok := sqltext.ReadOutline(sqltext.MySQL, sql); ok {
			t.Errorf("%s has an outline", sql)
		}
	}
}

func TestCallsOfOutlineOfMySQL(t *testing.T) {
	tests := []struct {
		sql  string
		want []string
	}{
		{sql: "select Sleep(1), a.f(2), `g` (3), cast(a as char(3)), a in (1), count(*) over (partition by (b)) from t use index (i) join u using (a)",
			want: []string{"sleep", "a.f", "`g`", "cast", "count"}},
		{sql: "select * from (select 1) as x (a), (select 2) y (b), json_table(a, '$' columns (c int path '$')) z", want: []string{"json_table"}},
		{sql: "with a (b, c) as (select 1, 2) select match (b) against ('x'), case when (b) then (c) end from a", want: nil},
	}
	for _, tt := range tests {
		if got := outlineMySQL(t, tt.sql).Calls(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Calls of %s = %q, want %q", tt.sql, got, tt.want)
		}
	}
}

func TestAssignedVariables(t *testing.T) {
	tests := []struct {
		sql  string
		want []string
	}{
		{sql: "select @a := 1, @`b c`:=@d, @a := 2, x.e := 1, @@f := 2", want: []string{"@a", "@`b c`"}},
		{sql: "select 1, @z into @a, @'b' from t where @c = @d, @e", want: []string{"@a", "@'b'"}},
		{sql: "insert into t values (@a, @b)"},
		{sql: "select 'into', `into`, @a"},
		{sql: "select 1"},
	}
	for _, tt := range tests {
		if got := parseMySQL(t, tt.sql)[0].AssignedVariables(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("variables of %s = %q, want %q", tt.sql, got, tt.want)
		}
	}
}
