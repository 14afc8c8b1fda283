package script

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi"
)

// FuzzCopyData: a row reads back as it was written.
func FuzzCopyData(f *testing.F) {
	f.Add("", "a")
	f.Add(`\N`, "tab\tline\nback\\slash\r")
	f.Add(`\x41\101`, "\\.")
	escape := strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r", "\b", "\\b", "\v", "\\013", "\f", "\\x0c")
	f.Fuzz(func(t *testing.T, first, second string) {
		line := escape.Replace(first) + "\t\\N\t" + escape.Replace(second)
		row, err := decodeCopy([]byte(line))
		if !utf8.ValidString(line) {
			if err == nil {
				t.Errorf("%q is not UTF-8, and passes", line)
			}
			return
		}
		if err != nil || len(row) != 3 || row[0] != first || row[1] != nil || row[2] != second {
			t.Errorf("%q: got %q, error %v", line, row, err)
		}
	})
}

// FuzzCopyLine: whatever a line is, its values are between its tabs.
func FuzzCopyLine(f *testing.F) {
	f.Add([]byte(`a\	\\	\N`))
	f.Add([]byte(`\x	\x4	\377`))
	f.Fuzz(func(t *testing.T, line []byte) {
		row, err := decodeCopy(line)
		if err == nil && len(row) != 1+strings.Count(string(line), "\t") {
			t.Errorf("%q: got %q", line, row)
		}
	})
}

// FuzzReader: a file cut into pieces has the statements of the whole file.
func FuzzReader(f *testing.F) {
	f.Add("select 1;\nselect ';';\n", false)
	f.Add("delimiter //\nselect 1;//\ndelimiter ;\nselect 2;\n", true)
	f.Add("create function f() returns int begin atomic\nselect 1;\nend;\nselect 2;\n", false)
	f.Fuzz(func(t *testing.T, text string, mysql bool) {
		engine := auroradataapi.EnginePostgreSQL
		if mysql {
			engine = auroradataapi.EngineMySQL
		}
		want, err := auroradataapi.SplitStatements(engine, text)
		if err != nil || strings.HasPrefix(text, byteOrderMark) {
			return
		}
		r := NewReader(engine, "f.sql", strings.NewReader(text))
		for _, w := range want {
			got, err := r.next(1)
			if err != nil || got.Text != w.Text || got.Line != w.Line {
				t.Fatalf("%q: got %+v, error %v, want %+v", text, got, err, w)
			}
		}
		if s, err := r.next(1); err == nil {
			t.Errorf("%q: got %+v behind the last", text, s)
		}
	})
}
