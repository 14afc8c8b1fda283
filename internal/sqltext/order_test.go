package sqltext_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestSortKeys(t *testing.T) {
	tests := []struct {
		sql  string
		keys []sqltext.SortKey
		ok   bool
	}{
		{"select a from t", nil, true},
		{"select a from t order by a", []sqltext.SortKey{{Name: "a"}}, true},
		{"select a from t order by 2 desc, t.`b``c` asc, d.t.e limit 5", []sqltext.SortKey{
			{Position: 2, Descending: true}, {Qualifier: "t", Name: "b`c"}, {Qualifier: "t", Name: "e"},
		}, true},
		{"select a from t order by a for update", []sqltext.SortKey{{Name: "a"}}, true},
		{"(select a from t order by b) union (select c from u) order by 1", []sqltext.SortKey{{Position: 1}}, true},
		{"select a, row_number() over (order by b) from t", nil, true},
		{"select a from t order by a + 1", nil, false},
		{"select a from t order by lower(a)", nil, false},
		{"select a from t order by -1", nil, false},
		{"select a from t order by ?", nil, false},
		{"select a from t order by a collate utf8mb4_bin", nil, false},
	}
	for _, tt := range tests {
		o, ok := sqltext.ReadOutline(sqltext.MySQL, tt.sql)
		if !ok {
			t.Fatalf("%s: no outline", tt.sql)
		}
		keys, ok := o.SortKeys()
		if ok != tt.ok || !reflect.DeepEqual(keys, tt.keys) {
			t.Errorf("%s: got %+v, %t", tt.sql, keys, ok)
		}
	}
}

func TestReadsOneTable(t *testing.T) {
	for sql, want := range map[string]bool{
		"select a, b from t u where a in (1, 2) order by u.a": true,
		"select a from t, u":                                false,
		"select a from t join u":                            false,
		"select a from (select b from t) u":                 false,
		"select a from t union select b from u":             false,
		"select 1":                                          false,
		"select a from t where exists (select * from u)":    false,
		"select f(a, b) from t group by a, b order by a, b": true,
	} {
		o, ok := sqltext.ReadOutline(sqltext.MySQL, sql)
		if !ok || o.ReadsOneTable() != want {
			t.Errorf("%s: got %t, want %t", sql, !want, want)
		}
	}
}

func TestSelectList(t *testing.T) {
	tests := []struct{ sql, want string }{
		{"select a, t.b, `c d` from t", "select <a>, <t.b>, <`c d`> from t"},
		{"select a as b, count(*) n, f(x, y), case when a then b end, -a, 1 from t", "select a as b, count(*) n, f(x, y), case when a then b end, -a, 1 from t"},
		{"with x as (select 1) select sql_no_cache a from x", "with x as (select 1) select sql_no_cache <a> from x"},
		{"select a order by b", "select <a> order by b"},
		{"select a * b, c from t", "select a * b, <c> from t"},
		{"select * from t", ""},
		{"select a, t.* from t", ""},
		{"select distinct a from t", ""},
		{"select a from t having a > 1", ""},
		{"select a from t union select b from t", ""},
		{"values row(1)", ""},
	}
	for _, tt := range tests {
		o, ok := sqltext.ReadOutline(sqltext.MySQL, tt.sql)
		if !ok {
			t.Fatalf("%s: no outline", tt.sql)
		}
		if got := marked(o); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.sql, got, tt.want)
		}
	}
}

// marked returns the statement with its plain columns in angle brackets.
func marked(o *sqltext.Outline) string {
	list, ok := o.SelectList()
	if !ok {
		return ""
	}
	texts := make([]string, list.Len())
	for i := range texts {
		if name, ok := list.Column(i); ok {
			texts[i] = "<" + name + ">"
		}
	}
	return list.Replace(texts)
}

// FuzzSelectList: nothing replaced is the statement as it was, and no text panics.
func FuzzSelectList(f *testing.F) {
	f.Add("select a, t.b from t order by a, 2 desc limit 1")
	f.Add("(select a from t) order by `a``b`.c")
	f.Fuzz(func(t *testing.T, sql string) {
		o, ok := sqltext.ReadOutline(sqltext.MySQL, sql)
		if !ok {
			return
		}
		_, _ = o.SortKeys()
		_, _ = o.ReadsOneTable(), o.ReturnsOne()
		list, ok := o.SelectList()
		if !ok {
			return
		}
		if got := list.Replace(make([]string, list.Len())); !strings.HasPrefix(sql, got) && !strings.Contains(sql, "/*") {
			t.Errorf("got %q", got)
		}
		marked(o)
	})
}
