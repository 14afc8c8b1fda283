package mysqlsession

import (
	"strings"
	"testing"
)

func TestIsSecondStatement(t *testing.T) {
	const near = "check the manual for the right syntax to use near '"
	tests := []struct {
		name, sql, near string
		want            bool
	}{
		{name: "two", sql: "select 1; select 2", near: "select 2", want: true},
		{name: "two over lines", sql: "select 1;\n\n  select 2", near: "select 2", want: true},
		{name: "long second", sql: "select 1; select '" + strings.Repeat("x", 200) + "'", near: "select '" + strings.Repeat("x", 72), want: true},
		{name: "comment between", sql: "select 1; -- done; select 3\nselect 2", near: "select 2", want: true},
		{name: "comments and semicolons", sql: "select 1;; # x\n/* ; */ select 2", near: "select 2", want: true},
		{name: "one", sql: "selec 1", near: "selec 1"},
		{name: "semicolon at the end", sql: "selec 1;", near: "selec 1"},
		{name: "comment at the end", sql: "selec 1; -- x", near: "selec 1"},
		{name: "error in the first", sql: "selec 1; select 2", near: "selec 1; select 2"},
		{name: "in a string", sql: "select 'a; b' c d", near: "d"},
		{name: "behind an escape", sql: `select 'a\'; b' c d`, near: "d"},
		{name: "doubled quote", sql: `select 'a''; b', "c""; d" e f`, near: "f"},
		{name: "in a name", sql: "select `a; b` c d", near: "d"},
		{name: "backslash in a name", sql: "select `a\\`; select 2", near: "select 2", want: true},
		{name: "in a comment", sql: "select 1 /* ; */ d e # ; x", near: "e # ; x"},
		{name: "dashes that are no comment", sql: "select 1--1; select 2", near: "select 2", want: true},
		{name: "procedure", sql: "create definer = a procedure p() begin select 1; selec 2; end", near: "selec 2; end"},
		{name: "block", sql: "begin not atomic select 1; selec 2; end", near: "selec 2; end"},
		{name: "empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := isSecondStatement(test.sql, near+test.near+"' at line 1"); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

// FuzzTokenEnd wants tokens to follow each other to the end of the text, and a
// quoted one to end where its quote does.
func FuzzTokenEnd(f *testing.F) {
	for _, sql := range []string{"select 'a\\'b', \"c\"\"d\", `e``f`; -- x\n# y\n/* z */ --", "'", "/*", "/*/", "'\\", "--"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		for i := 0; i < len(sql); {
			end := tokenEnd(sql, i)
			if end <= i || end > len(sql) {
				t.Fatalf("tokenEnd(%q, %d) = %d", sql, i, end)
			}
			if c := sql[i]; strings.IndexByte("'\"`", c) >= 0 && end < len(sql) && sql[end-1] != c {
				t.Fatalf("tokenEnd(%q, %d) = %d, where no quote ends", sql, i, end)
			}
			i = end
		}
		isSecondStatement(sql, "near '"+sql)
	})
}
