package placeholder_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/placeholder"
)

func TestRewrite(t *testing.T) {
	tests := []struct {
		name  string
		sql   string
		want  string
		names []string
	}{
		{name: "none", sql: "select 1", want: "select 1"},
		{name: "empty"},
		{name: "one", sql: "select :a", want: "select $1", names: []string{"a"}},
		{name: "digits and underscore", sql: "select :1, :_x, :a_2B", want: "select $1, $2, $3", names: []string{"1", "_x", "a_2B"}},
		{name: "one bind per occurrence", sql: ":a :b :a", want: "$1 $2 $3", names: []string{"a", "b", "a"}},
		{name: "string literal", sql: "select ':a', :b", want: "select ':a', $1", names: []string{"b"}},
		{name: "doubled quote", sql: "select 'it''s :a', :b", want: "select 'it''s :a', $1", names: []string{"b"}},
		{name: "quoted identifier", sql: `select ":a"":b", :c`, want: `select ":a"":b", $1`, names: []string{"c"}},
		{name: "line comment", sql: "select 1 -- :a\n, :b", want: "select 1 -- :a\n, $1", names: []string{"b"}},
		{name: "block comment", sql: "select /* :a */ :b", want: "select /* :a */ $1", names: []string{"b"}},
		{name: "nested comment ends early", sql: "/* /* :a */ :b */ :c", want: "/* /* :a */ $1 */ $2", names: []string{"b", "c"}},
		{name: "cast", sql: "select :a::int, '1'::int4", want: "select $1::int, '1'::int4", names: []string{"a"}},
		{name: "cast then placeholder", sql: "x:::a", want: "x::$1", names: []string{"a"}},
		{name: "dollar quotes are not seen", sql: "SELECT $$a :b c$$", want: "SELECT $$a $1 c$$", names: []string{"b"}},
		{name: "slice", sql: "select a[1:2]", want: "select a[1$1]", names: []string{"2"}},
		{name: "colon equals", sql: "x := 1", want: "x := 1"},
		{name: "colon at the end", sql: "a:", want: "a:"},
		{name: "raw dollar number", sql: "select $1", want: "select $1"},
		{name: "unclosed literal", sql: "select ' :a", want: "select ' :a"},
		{name: "backslash does not escape", sql: `select E'\' :a '`, want: `select E'\' $1 '`, names: []string{"a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, names := placeholder.Rewrite(test.sql, placeholder.Dollar)
			if got != test.want || !slices.Equal(names, test.names) {
				t.Errorf("Rewrite(%q) = %q, %q; want %q, %q", test.sql, got, names, test.want, test.names)
			}
		})
	}
}

// FuzzRewrite checks that only placeholders change: putting the names back where
// the numbers stand gives the statement again.
func TestQuestion(t *testing.T) {
	const sql = "SELECT `a :b`, 'it\\'s :c', :c + :b /* :d */"
	got, names := placeholder.Rewrite(sql, placeholder.Question)
	if want := "SELECT `a ?`, 'it\\'s ?', :c + :b /* :d */"; got != want || !slices.Equal(names, []string{"b", "c"}) {
		t.Errorf("Rewrite(%q) = %q, %q; want %q", sql, got, names, want)
	}
}

func FuzzRewrite(f *testing.F) {
	f.Add("select :a, ':b', $$ :c $$, x[1:2] -- :d")
	f.Add("/* ' */ :a \" :b")
	f.Add(":::a")
	f.Fuzz(func(t *testing.T, sql string) {
		rewritten, names := placeholder.Rewrite(sql, placeholder.Dollar)
		rest, back := rewritten, strings.Builder{}
		original := sql
		for i, name := range names {
			number := fmt.Sprintf("$%d", i+1)
			// Walk both texts to the placeholder: everything before it is the same.
			same := commonPrefix(original, rest)
			if !strings.HasPrefix(original[same:], ":"+name) || !strings.HasPrefix(rest[same:], number) {
				t.Fatalf("Rewrite(%q) = %q, %q: placeholder %d is out of place", sql, rewritten, names, i+1)
			}
			back.WriteString(original[:same] + ":" + name)
			original, rest = original[same+1+len(name):], rest[same+len(number):]
		}
		if back.String()+rest != sql {
			t.Fatalf("Rewrite(%q) = %q, %q: does not lead back", sql, rewritten, names)
		}
	})
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
