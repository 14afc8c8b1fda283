package sqltext_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestStatements(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want []string
	}{
		{name: "empty", sql: ``},
		{name: "nothing but space, comments and semicolons", sql: " ; -- a;\n ;; /* b */ ; "},
		{name: "a hint is no statement", sql: `/*+ x */; select 1`, want: []string{`select 1`}},
		{name: "one", sql: ` select 1 `, want: []string{`select 1`}},
		{name: "trailing semicolon", sql: `select 1;`, want: []string{`select 1`}},
		{name: "several", sql: "a; /* c */ b /* d */ ; -- e\n c", want: []string{`a`, `b`, `c`}},
		{name: "hint belongs to the next", sql: `a; /*+ x */ b /*+ y */; c`, want: []string{`a`, `/*+ x */ b /*+ y */`, `c`}},
		{name: "semicolons in quotes", sql: `select ';', ";", $$;$$, E'\';', $a$;$$;$a$; b`, want: []string{`select ';', ";", $$;$$, E'\';', $a$;$$;$a$`, `b`}},
		{name: "semicolons in comments", sql: "a -- ;\n b /* ; /* ; */ ; */; c", want: []string{"a -- ;\n b", "c"}},
		{name: "rule with a list", sql: `create rule r as on insert to t do also (insert into a values (1); delete from b); c`,
			want: []string{`create rule r as on insert to t do also (insert into a values (1); delete from b)`, `c`}},
		{name: "extra parenthesis", sql: `select 1); select 2`, want: []string{`select 1)`, `select 2`}},
		{name: "parenthesis left open", sql: `select (1; select 2`, want: []string{`select (1; select 2`}},
		{name: "bracket left open", sql: `select a[1; select 2`, want: []string{`select a[1`, `select 2`}},
		{name: "atomic body",
			sql:  `CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3`,
			want: []string{`CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END`, `SELECT 3`}},
		{name: "atomic body with CASE",
			sql:  `create or replace procedure p() begin /* x */ atomic select case when a then 1 end; select (case b when 1 then case c when 2 then 3 end end); end; x`,
			want: []string{`create or replace procedure p() begin /* x */ atomic select case when a then 1 end; select (case b when 1 then case c when 2 then 3 end end); end`, `x`}},
		{name: "atomic body with columns called end and case",
			sql:  `create function f() begin atomic select 1 as end, x.case, x.end; end; x`,
			want: []string{`create function f() begin atomic select 1 as end, x.case, x.end; end`, `x`}},
		{name: "begin is a transaction", sql: `begin; select 1; end; x`, want: []string{`begin`, `select 1`, `end`, `x`}},
		{name: "only routines have bodies", sql: `create table begin atomic; x`, want: []string{`create table begin atomic`, `x`}},
		{name: "body in quotes", sql: `create function f() returns int as $$ begin; end; $$ language sql; x`,
			want: []string{`create function f() returns int as $$ begin; end; $$ language sql`, `x`}},
		{name: "copy to", sql: `copy t to stdout; copy t from '/x'; copy (select stdin from stdin) to '/x'; x`,
			want: []string{`copy t to stdout`, `copy t from '/x'`, `copy (select stdin from stdin) to '/x'`, `x`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range parseAll(t, tt.sql) {
				got = append(got, s.String())
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Statements of\n%s\nare\n%q\nwant\n%q", tt.sql, got, tt.want)
			}
		})
	}
}

func TestStatementsKeepTheirOwnPlaceholders(t *testing.T) {
	statements := parseAll(t, `select $1, ':x'; /* é */ select :b, $2 /* c */; select 3`)
	want := [][]sqltext.Placeholder{
		{{Start: 7, End: 9, Ordinal: 1}},
		{{Start: 33, End: 35, Name: "b"}, {Start: 37, End: 39, Ordinal: 2}},
		nil,
	}
	for i, s := range statements {
		if got := s.Placeholders(); !reflect.DeepEqual(got, want[i]) {
			t.Errorf("statement %d has placeholders %+v, want %+v", i, got, want[i])
		}
	}
	if got := statements[1].Offset(); got != 25 {
		t.Errorf("Offset of the second statement = %d, want 25 characters", got)
	}
}

func TestContains(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want bool
	}{
		{name: "plain", sql: `select 1 group by 1`, want: true},
		{name: "with a comment between", sql: "select 1 GROUP/* x */ -- y\n By 1", want: true},
		{name: "repeated first word", sql: `a group group by b`, want: true},
		{name: "in a subquery", sql: `select (select 1 group by 1)`, want: true},
		{name: "apart", sql: `select group, by`},
		{name: "quoted", sql: `select "group" by`},
		{name: "in a constant", sql: `select 'group by', $$group by$$`},
		{name: "in a comment", sql: `select 1 /* group by */ + 2 -- group by`},
		{name: "cut off", sql: `select group`},
		{name: "in another statement", sql: `select 1; select 1 group by 1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseAll(t, tt.sql)[0].Contains("GROUP", "BY"); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

// TestPlaceholdersOfStatements has statements with a $n that is their own.
func TestPlaceholdersOfStatements(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want int
	}{
		{name: "select", sql: `select $1, $1`, want: 2},
		{name: "prepare", sql: `prepare p (int) as select $1`},
		{name: "prepare in mixed case", sql: `Prepare p as select $1, $2`},
		{name: "execute", sql: `execute p ($1)`, want: 1},
		{name: "function", sql: `create function f(int) returns int return $1`},
		{name: "replaced function", sql: `create or replace function f(int) returns int begin atomic select $1; select $1; end`},
		{name: "procedure", sql: `create procedure f(int) begin atomic insert into t values ($1); end`},
		{name: "function created after hints", sql: `create /*+ x */ or replace /*+ y */ function f(int) begin /*+ z */ atomic select $1; select 2; end`},
		{name: "slice in the body of a function", sql: `create function f() begin atomic select a[x: case when y then 1 end]; select 2; end`},
		{name: "table", sql: `create table t as select $1`, want: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := parse(t, tt.sql)
			if got := len(s.Placeholders()); got != tt.want {
				t.Errorf("%s has %d placeholders, want %d", tt.sql, got, tt.want)
			}
			if got, _ := s.Render(nil); got != tt.sql {
				t.Errorf("Render gave %q, want it unchanged", got)
			}
		})
	}
}

func TestWords(t *testing.T) {
	tests := []struct {
		name    string
		sql     string
		keyword string
		words   []string // at most three
	}{
		{name: "select", sql: `select 1`, keyword: "SELECT", words: []string{"SELECT"}},
		{name: "mixed case", sql: `Rollback To Savepoint x`, keyword: "ROLLBACK", words: []string{"ROLLBACK", "TO", "SAVEPOINT"}},
		{name: "comments and parentheses", sql: "/* x */ -- y\n ( /*+ z */ (select /* a */ distinct on (b) 1))", keyword: "SELECT", words: []string{"SELECT", "DISTINCT", "ON"}},
		{name: "a parenthesis ends them", sql: `insert into t(a) values (1)`, keyword: "INSERT", words: []string{"INSERT", "INTO", "T"}},
		{name: "a sign ends them", sql: `set search_path = x`, keyword: "SET", words: []string{"SET", "SEARCH_PATH"}},
		{name: "a quoted identifier ends them", sql: `set "local" x`, keyword: "SET", words: []string{"SET"}},
		{name: "transaction", sql: `start transaction read only`, keyword: "START", words: []string{"START", "TRANSACTION", "READ"}},
		{name: "common table expression", sql: `with x as (select 1) insert into t table x`, keyword: "WITH", words: []string{"WITH", "X", "AS"}},
		{name: "hint first", sql: `/*+ x */ select 1`, keyword: "SELECT", words: []string{"SELECT"}},
		{name: "no word", sql: `(1) select`, keyword: ""},
		{name: "no word but a string", sql: `'a' select`, keyword: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := parse(t, tt.sql)
			if got := s.Keyword(); got != tt.keyword {
				t.Errorf("Keyword of %s = %q, want %q", tt.sql, got, tt.keyword)
			}
			if got := s.Words(3); !reflect.DeepEqual(got, tt.words) {
				t.Errorf("Words of %s = %q, want %q", tt.sql, got, tt.words)
			}
		})
	}
}

func TestWordsStayInTheStatement(t *testing.T) {
	statements := parseAll(t, `commit; select 1`)
	if got, want := statements[0].Words(3), []string{"COMMIT"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Words = %q, want %q", got, want)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		name    string
		sql     string
		at      int
		problem string
	}{
		{name: "NUL byte", sql: "é\x00", at: 2, problem: "NUL byte"},
		{name: "NUL byte in quotes", sql: "'\x00'", at: 2, problem: "NUL byte"},
		{name: "ordinal too large", sql: `select 'é', $65536`, at: 13, problem: "parameter number too large: the greatest is $65535"},
		{name: "ordinal much too large", sql: `$99999999999999999999`, at: 1, problem: "parameter number too large: the greatest is $65535"},
		{name: "string", sql: `select 'é', 'x`, at: 13, problem: "unterminated quoted string"},
		{name: "string ending in a doubled quote", sql: `'x''`, at: 1, problem: "unterminated quoted string"},
		{name: "E string", sql: `E'\'`, at: 1, problem: "unterminated quoted string"},
		{name: "E string ending in a backslash", sql: `E'\`, at: 1, problem: "unterminated quoted string"},
		{name: "U& string", sql: `U&'x`, at: 1, problem: "unterminated quoted string"},
		{name: "N string", sql: `N'x`, at: 2, problem: "unterminated quoted string"},
		{name: "bit string", sql: `b'0`, at: 1, problem: "unterminated bit string literal"},
		{name: "hexadecimal string", sql: `X'0`, at: 1, problem: "unterminated hexadecimal string literal"},
		{name: "continuation", sql: "'a'\n'b", at: 1, problem: "unterminated quoted string"},
		{name: "quoted identifier", sql: `select "x""`, at: 8, problem: "unterminated quoted identifier"},
		{name: "U& identifier", sql: `select u&"x`, at: 8, problem: "unterminated quoted identifier"},
		{name: "identifier behind an operator", sql: `select v.u &"x`, at: 13, problem: "unterminated quoted identifier"},
		{name: "identifier behind a word and &", sql: `select éu&"x`, at: 11, problem: "unterminated quoted identifier"},
		{name: "dollar quote", sql: `select $a$ $$ $b$`, at: 8, problem: "unterminated dollar-quoted string"},
		{name: "comment", sql: `select 1 /* /* */`, at: 10, problem: "unterminated /* comment"},
		{name: "comment with half an end", sql: `/*/`, at: 1, problem: "unterminated /* comment"},
		{name: "psql command", sql: "select 1;\n\\connect x", at: 11, problem: "psql command"},
		{name: "COPY data", sql: "copy t (a) from stdin;\nit's\t1\n", at: 17, problem: "COPY FROM STDIN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := sqltext.Parse(sqltext.PostgreSQL, tt.sql)
			var e *sqltext.Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse(%q) gave error %v, want an *Error", tt.sql, err)
			}
			if e.Position != tt.at || !strings.HasPrefix(e.Problem, tt.problem) {
				t.Errorf("Parse(%q) gave %q at %d, want %q at %d", tt.sql, e.Problem, e.Position, tt.problem, tt.at)
			}
		})
	}
}

func TestErrorRest(t *testing.T) {
	for _, tt := range []struct{ name, sql, rest string }{
		{name: "all", sql: `'x`, rest: `'x`},
		{name: "behind characters of several bytes", sql: `select 'é', "a`, rest: `"a`},
		{name: "behind what is not UTF-8", sql: "select \xff, 'a\nb", rest: "'a\nb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := sqltext.Parse(sqltext.PostgreSQL, tt.sql)
			var e *sqltext.Error
			if !errors.As(err, &e) || !e.Unterminated() {
				t.Fatalf("Parse(%q) gave error %v, want one of an unterminated text", tt.sql, err)
			}
			if got := e.Rest(tt.sql); got != tt.rest {
				t.Errorf("Rest is %q, want %q", got, tt.rest)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	_, err := sqltext.Parse(sqltext.PostgreSQL, `select 'secret`)
	if got, want := err.Error(), "sqltext: parse text: unterminated quoted string at character 8"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestParseRefusesAnUnknownDialect(t *testing.T) {
	if _, err := sqltext.Parse(0, `select 1`); err == nil {
		t.Error("Parse with dialect 0 gave no error")
	}
}

func TestTokens(t *testing.T) {
	tests := []struct {
		sql  string
		want []string
	}{
		{sql: "set /* a */ App . \"us\"\"er\" = 'x''y' -- b", want: []string{"set", "App", ".", "\"us\"\"er\"", "=", "'x''y'"}},
		{sql: "select /*+ h */ $1::text, :name, -1.5e3", want: []string{"select", "$1", "::", "text", ",", ":name", ",", "-", "1.5e3"}},
		{sql: "a; b", want: []string{"a"}},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			if got := slices.Collect(parseAll(t, tt.sql)[0].Tokens()); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	for range parseAll(t, "a b c")[0].Tokens() {
		break // early, which must not go on
	}
	if got := slices.Collect(sqltext.Statement{}.Tokens()); got != nil {
		t.Errorf("the empty statement has tokens %q", got)
	}
}
