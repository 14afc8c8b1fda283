package sqltext_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestRemarks(t *testing.T) {
	const trace = "/*action='%2Fa%2Ab',traceparent='00-5bd66ef5095369c7b0d1f8f4bd33716a-c532cb4098ac3dd2-01'*/"
	tests := []struct {
		name, sql, before, behind string
	}{
		{name: "none", sql: "select 1"},
		{name: "behind", sql: "select 1 " + trace, behind: trace},
		{name: "behind and ended", sql: "select 1 " + trace + ";", behind: trace},
		{name: "behind the end", sql: "select 1; " + trace, behind: trace},
		{name: "in front", sql: trace + "\nselect 1", before: trace},
		{name: "on both sides", sql: "/*a*/ /*b*/select 1/*c*/;/*d*/", before: "/*a*/ /*b*/", behind: "/*c*/ /*d*/"},
		{name: "inside", sql: "select /*a*/ 1"},
		{name: "of a line", sql: "-- a\nselect 1 -- b"},
		{name: "a colon in quotes", sql: "/*a=':b'*/ select 1", before: "/*a=':b'*/"},
		{name: "a colon", sql: "/* :b */ select 1"},
		{name: "a quote", sql: "/* it's */ select 1"},
		{name: "an escaped quote", sql: `/*a='it\'s'*/ select 1`},
		{name: "a mark", sql: "/* ? */ select 1"},
		{name: "a semicolon", sql: "/* a; b */ select 1"},
		{name: "a line comment inside", sql: "/* a -- b */ select 1"},
		{name: "a dollar sign", sql: "/* $1 */ select 1"},
		{name: "a letter that MySQL looks at", sql: "/*M!100000 a */ select 1"},
		{name: "not UTF-8", sql: "/* caf\xe9 */ select 1 /* caf\xe9 */"},
		{name: "empty", sql: "/**/ select 1", before: "/**/"},
	}
	for _, tt := range tests {
		for _, d := range []sqltext.Dialect{sqltext.PostgreSQL, sqltext.MySQL} {
			text, err := sqltext.Parse(d, tt.sql)
			if err != nil || len(text.Statements()) != 1 {
				t.Fatalf("%s: %d statements, %v", tt.name, len(text.Statements()), err)
			}
			if before, behind := text.Statements()[0].Remarks(); before != tt.before || behind != tt.behind {
				t.Errorf("%s, dialect %d: got %q, %q", tt.name, d, before, behind)
			}
		}
	}
}

// TestRemarksOfSeveral: a comment belongs to the statement that it stands at.
func TestRemarksOfSeveral(t *testing.T) {
	text, err := sqltext.Parse(sqltext.PostgreSQL, "/*a*/select 1;/*b*/ select 2/*c*/; /*d*/ ;/*e*/")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, s := range text.Statements() {
		before, behind := s.Remarks()
		all = append(all, before+"|"+behind)
	}
	if got := strings.Join(all, " "); got != "/*a*/| /*b*/|/*c*/ /*e*/" {
		t.Errorf("got %s", got)
	}
}

// FuzzRemarks: the comments make no difference to the rendered statement, are found
// around it again, and have no placeholders for a lexer that knows no comments.
func FuzzRemarks(f *testing.F) {
	for _, sql := range []string{
		"/*a='b'*/ select :c /*d*/", "select 1 /*a;b*/", "/*+ x */ select $1 /* ' */", "/*/ select 1 /*/", "select 1;/*\"*/", "/*a*//*b*/select '/*c*/'/*d*/",
		"/*!1*/select 1/*M!1*/", "select 1 /* a # b */", "/*a''b*/ select /* c */ 1 - /*d*/",
	} {
		f.Add(sql, false)
		f.Add(sql, true)
	}
	f.Fuzz(func(t *testing.T, sql string, isMySQL bool) {
		dialect := sqltext.PostgreSQL
		if isMySQL {
			dialect = sqltext.MySQL
		}
		text, err := sqltext.Parse(dialect, sql)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			before, behind := s.Remarks()
			rendered := render(s)
			want, err := sqltext.Parse(dialect, rendered)
			if err != nil || len(want.Statements()) != 1 {
				continue
			}
			got, err := sqltext.Parse(dialect, before+" "+rendered+" "+behind)
			if err != nil || len(got.Statements()) != 1 {
				t.Fatalf("%q with %q and %q: %v", rendered, before, behind, err)
			}
			first, last := got.Statements()[0].Remarks()
			if render(got.Statements()[0]) != render(want.Statements()[0]) || first != before || last != behind {
				t.Errorf("%q with %q and %q has become %q with %q and %q", rendered, before, behind, render(got.Statements()[0]), first, last)
			}
			if markers := sqltext.Markers(strings.NewReplacer("/*", "", "*/", "").Replace(before + " " + behind)); len(markers) > 0 {
				t.Errorf("%q and %q have %q", before, behind, markers)
			}
		}
	})
}

func render(s sqltext.Statement) string {
	sql, _ := s.Render(func(sqltext.Placeholder) (string, bool) { return ":p", true })
	return sql
}
