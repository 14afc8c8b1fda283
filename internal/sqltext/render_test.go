package sqltext_test

import (
	"fmt"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// parse returns the only statement of a text.
func parse(t *testing.T, sql string) sqltext.Statement {
	t.Helper()
	statements := parseAll(t, sql)
	if len(statements) != 1 {
		t.Fatalf("Parse(%q) gave %d statements, want 1", sql, len(statements))
	}
	return statements[0]
}

// parseAll returns the statements of a text.
func parseAll(t *testing.T, sql string) []sqltext.Statement {
	t.Helper()
	text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
	if err != nil {
		t.Fatalf("Parse(%q): %v", sql, err)
	}
	return text.Statements()
}

// number returns a sub for Render that writes :p1, :p2, ... for each
// occurrence of a placeholder, and leaves the ambiguous as written.
func number() func(sqltext.Placeholder) (string, bool) {
	n := 0
	return func(p sqltext.Placeholder) (string, bool) {
		n++
		return fmt.Sprintf(":p%d", n), !p.Ambiguous
	}
}

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want string // "" for unchanged
	}{
		{name: "nothing to do", sql: `select a, "b" from t where c = 'd' and e > 1.5e3`},
		{name: "ordinals", sql: `select $1, $2, $1`, want: `select :p1, :p2, :p3`},
		{name: "names", sql: `select :a, :b_2, :größe`, want: `select :p1, :p2, :p3`},

		{name: "standard string", sql: `select 'it''s :x $1 ; -- "', $1`, want: `select 'it''s :x $1 ; -- "', :p1`},
		{name: "backslash is literal", sql: `select 'a\b:x', $1`, want: `select 'a\b:x', :p1`},
		{name: "backslash before the closing quote", sql: `select x like $1 escape '\'`, want: `select x like :p1 escape E'\\'`},
		{name: "backslash before a doubled quote", sql: `select 'a\''b\n'`, want: `select E'a\\''b\\n'`},
		{name: "no prefix grows", sql: `select x like'\'`, want: `select x like E'\\'`},
		{name: "U does not become a prefix", sql: `select u&$$it's$$`, want: `select u& 'it''s'`},
		{name: "E string", sql: `select E'it\'s :x', $1`, want: `select E'it''s :x', :p1`},
		{name: "e string", sql: `select e'\\', e'\\\':x'`, want: `select e'\\', e'\\'':x'`},
		{name: "E string with harmless escapes", sql: `select E'a\n''b\\'`},
		{name: "E as the end of an identifier", sql: `select name_e'\', $1`, want: `select name_e E'\\', :p1`},
		{name: "type prefix", sql: `select date'2020-01-01', type'x:y'`},
		{name: "B X N U& strings", sql: `select b'01', X'1F', N'a:b', U&'d\0061t:x' uescape '!', $1`,
			want: `select b'01', X'1F', N'a:b', U&'d\0061t:x' uescape '!', :p1`},
		{name: "U& with backslash before the quote is left", sql: `select U&'a!\' uescape '!', n'\'`},
		{name: "continuation", sql: "select 'a'\n  ':b', $1", want: "select 'a'\n  ':b', :p1"},
		{name: "continuation keeps the escape rule", sql: "select E'a'\n'b\\':c', $1", want: "select E'ab'':c', :p1"},
		{name: "continuation over a comment", sql: "select 'a' -- it's\n'b'", want: "select 'ab'"},
		{name: "bit string continued over a comment", sql: "select B'0' -- it's\n'1'", want: "select B'01'"},
		{name: "plain continuation with a backslash", sql: "select 'a\\b\\'\n'c\\d'", want: `select E'a\\b\\c\\d'`},
		{name: "a block comment does not continue", sql: "select 'a' /* c */\n'b'", want: "select 'a'  \n/**/'b'"},
		{name: "a dollar quote does not continue", sql: "select $$a:$$\n'b'", want: "select 'a:'\n/**/'b'"},
		{name: "nor is it continued by one", sql: "select 'b'\n$$a:$$", want: "select 'b'\n/**/'a:'"},
		{name: "nor glued to one", sql: "select 'b'$$a:$$'c'", want: "select 'b'/**/ 'a:'/**/'c'"},

		{name: "quoted identifier", sql: `select "a:b", "c""d:e", U&"\0061:x", $1`, want: `select "a:b", "c""d:e", U&"\0061:x", :p1`},
		{name: "quote inside a quoted identifier", sql: `select "it's", $1`, want: `select "it's", :p1`},

		{name: "harmless dollar quote", sql: `select $$a b$$, $x$ c $x$`},
		{name: "dollar quote with a name", sql: `select $$a :b c$$`, want: `select 'a :b c'`},
		{name: "dollar quote with a quote", sql: `select $$it's$$`, want: `select 'it''s'`},
		{name: "dollar quote with a double quote", sql: `select $$"$$`, want: `select '"'`},
		{name: "dollar quote with a comment mark", sql: `select $$--$$, $$/*$$`, want: `select '--', '/*'`},
		{name: "dollar quote with a backslash", sql: `select $$\d:x'$$`, want: `select E'\\d:x'''`},
		{name: "tagged", sql: "do $do$ begin x := $$:a$$; end $do$", want: "do ' begin x := $$:a$$; end '"},
		{name: "tag outside ASCII", sql: `select $é1$:x$é1$`, want: `select ':x'`},
		{name: "glued to a keyword", sql: `do language "plpgsql"$$:x$$`, want: `do language "plpgsql" ':x'`},
		{name: "mismatched tag inside", sql: `select $a$:$ba$a$`, want: `select ':$ba'`},
		{name: "dollar in an identifier", sql: `select a$b, foo$1$bar, t1.a$1, a$$b$$`},
		{name: "a tag cannot start with a digit", sql: `select $1$x$:y$x$`, want: `select :p1 /**/ ':y'`},
		{name: "lone dollars", sql: `select $, $a, $a-$b`},

		{name: "ordinal with letters behind it", sql: `select $1abc`},
		{name: "ordinal zero and the greatest", sql: `select $0, $65535`, want: `select $0, :p1`},
		{name: "constant behind a placeholder", sql: "select $1\n'b'", want: "select :p1\n/**/'b'"},
		{name: "placeholder behind a constant", sql: "select 'a'\n$1", want: "select 'a'\n/**/:p1"},
		{name: "leading zero", sql: `select $01`, want: `select :p1`},
		{name: "dollar behind a placeholder", sql: `select $1$$x$$, :a$2`, want: `select :p1 /**/$$x$$, : a$2`},
		{name: "number before an ordinal", sql: `select 1$1`, want: `select 1:p1`},
		{name: "number before a string", sql: `select 1e'\':x'`, want: `select 1 e''':x'`},
		{name: "exponents", sql: `select 1e10, .5, 1.e-3, 1e+`},

		{name: "block comment", sql: `select 1/* :x ; ' */+$1`, want: `select 1 +:p1`},
		{name: "nested comment", sql: `select /* /* :z */ ; */ $1`, want: `select   :p1`},
		{name: "comment closed by stars", sql: `select /***/1/* **/+2/*/ */+3`, want: `select  1 +2 +3`},
		{name: "line comment", sql: "select 1 -- :x ' \n, $1", want: "select 1 \n, :p1"},
		{name: "line comment ended by a carriage return", sql: "select 1 -- :x\r, $1", want: "select 1 \r, :p1"},
		{name: "line comment at the end", sql: "select $1 -- it's", want: "select :p1"},
		{name: "comments around", sql: "-- name: Get :one\n/* a */ select 1 /* b */ ; -- c", want: "select 1"},
		{name: "minus minus", sql: "select 5--3\n", want: "select 5"},
		{name: "minus minus in an operator", sql: "select 5*--3\n$1", want: "select 5*\n:p1"},
		{name: "comment in an operator", sql: `select a@/*:x*/b`, want: `select a@ b`},
		{name: "division and negation", sql: `select a/b - -c*-1`},
		{name: "hint first", sql: `/*+ IndexScan(t :x) */ select $1`, want: `/*+ IndexScan(t :x) */ select :p1`},
		{name: "hint inside", sql: `select /*+ x */ 1`},
		{name: "slice behind a hint", sql: `select a /*+ x */ [b:c]`, want: `select a /*+ x */ [b: c]`},
		{name: "hint that nests", sql: `select /*+ x /* y */ */ 1`, want: `select   1`},

		{name: "cast", sql: `select $1::uuid, x::text[], '1'::"char", :a::int`, want: `select :p1::uuid, x::text[], '1'::"char", :p2::int`},
		{name: "slice of numbers", sql: `select a[1:2]`, want: `select a[1: 2]`},
		{name: "slice with spaces", sql: `select a[1 : 2], a[1 :2]`, want: `select a[1 : 2], a[1 : 2]`},
		{name: "open slices", sql: `select a[:], a[1:], a[:2], "b"[x:], f(y)[:z]`, want: `select a[:], a[1:], a[: 2], "b"[x:], f(y)[: z]`},
		{name: "slice of columns", sql: `select a[x:y], a[t."x":y], a[f(x):y], a[1:y]`, want: `select a[x: y], a[t."x": y], a[f(x): y], a[1: y]`},
		{name: "slice of placeholders", sql: `select a[$1:$2], a[1:$3], a[: :n]`, want: `select a[:p1: :p2], a[1: :p3], a[: :p4]`},
		{name: "slice with casts", sql: `select a[x::int:y::int], a[$1::int:$2::int]`, want: `select a[x::int: y::int], a[:p2::int: :p3::int]`},
		{name: "names in expressions in brackets", sql: `select a[1+:n], a[f(:n)], a[(:n)], array[:n, :m], array[[:n]]`,
			want: `select a[1+:p1], a[f(:p2)], a[(:p3)], array[:p4, :p5], array[[:p6]]`},
		{name: "slice in the body of a function", sql: `create function f() begin atomic select a[x:case when y then 1 end]; select 2; end`,
			want: `create function f() begin atomic select a[x: case when y then 1 end]; select 2; end`},
		{name: "slice of a column with a dollar sign", sql: `select a[1:b$1], a[x:b$c]`, want: `select a[1: b$1], a[x: b$c]`},
		{name: "second subscript", sql: `select a[1][2:3], (a)[1:2], $1[1:2]`, want: `select a[1][2: 3], (a)[1: 2], :p1[1: 2]`},
		{name: "slice with a comment", sql: `select a[1:/* x */2]`, want: `select a[1:  2]`},
		{name: "JSON_OBJECT", sql: `select json_object('a':b, k:v, 'c':$1, 'd' : :e)`, want: `select json_object('a': b, k: v, 'c': :p2, 'd' : :p3)`},
		{name: "JSON_OBJECT with placeholders for keys", sql: `select JSON_OBJECT(:k : $1, 'b'::text : 1)`, want: `select JSON_OBJECT(:p1 : :p2, 'b'::text : 1)`},
		{name: "placeholder after a parenthesis", sql: `select distinct on (a) :x`, want: `select distinct on (a) :p1`},

		{name: "named arguments", sql: `select f(a := 1, b => 2, c :=y, d:=$1, e:=:z)`, want: `select f(a := 1, b => 2, c :=y, d:= :p1, e:= :p2)`},
		{name: "three colons", sql: `select x:::y`, want: `select x:: :p1`},
		{name: "question marks", sql: `select j ? 'a' and j ?| $1 and j ?& k and j @? l and j ?? m`, want: `select j ? 'a' and j ?| :p1 and j ?& k and j @? l and j ?? m`},
		{name: "jsonpath and times", sql: `select j @? '$.a ? (@.b == $x)', time '10:20', '{"a":b}'::json`},
		{name: "colon before a digit", sql: `select :1`, want: `select : 1`},
		{name: "colon before a quote", sql: `select :'a', :"b"`, want: `select : 'a', : "b"`},

		{name: "outside ASCII", sql: `select 'ä:ö', ü from "ß" where é = $1`, want: `select 'ä:ö', ü from "ß" where é = :p1`},
		{name: "unbalanced", sql: `select a)][1:2]`, want: `select a)][1: 2]`},
		{name: "bracket left open in parentheses", sql: `select (a[1) + b[1:2]`, want: `select (a[1) + b[1: 2]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.sql
			}
			if got, _ := parse(t, tt.sql).Render(number()); got != want {
				t.Errorf("Render of\n%s\ngave\n%s\nwant\n%s", tt.sql, got, want)
			}
		})
	}
}

func TestRenderLeavesWhatHasNoArgument(t *testing.T) {
	s := parse(t, `select $1, :a, x[:b] from t`)
	want := `select $1, : a, x[: b] from t`
	if got, _ := s.Render(nil); got != want {
		t.Errorf("Render(nil) = %q, want %q", got, want)
	}
}

func TestRenderTakesAmbiguousNames(t *testing.T) {
	s := parse(t, `select a[:n], a[case when :n then 1 end], a[(x):n]`)
	for _, p := range s.Placeholders() {
		if !p.Ambiguous {
			t.Errorf("%+v is not ambiguous", p)
		}
	}
	got, _ := s.Render(func(sqltext.Placeholder) (string, bool) { return ":p", true })
	if want := `select a[:p], a[case when :p then 1 end], a[(x):p]`; got != want {
		t.Errorf("Render = %q, want %q", got, want)
	}
}

func TestRenderInsertsTextAsItIs(t *testing.T) {
	s := parse(t, `select $1::text || ':x'`)
	got, _ := s.Render(func(sqltext.Placeholder) (string, bool) { return `CAST(:p1 AS "a b")`, true })
	if want := `select CAST(:p1 AS "a b")::text || ':x'`; got != want {
		t.Errorf("Render = %q, want %q", got, want)
	}
}

func TestRenderOfUnchangedTextDoesNotAllocate(t *testing.T) {
	s := parse(t, `select a, 'b' from t where c = 1;`)
	allocs := testing.AllocsPerRun(10, func() { s.Render(nil) })
	if allocs != 0 {
		t.Errorf("Render allocated %v times", allocs)
	}
}
