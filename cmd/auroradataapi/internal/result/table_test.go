package result_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

func TestTable(t *testing.T) {
	columns := []result.Column{{Name: "id", TypeName: "INT4"}, {Name: "name", TypeName: "TEXT"}, {Name: "comment", TypeName: "TEXT"}}
	rows := [][]any{{int64(1), "Ada Lovelace", "wrote the first program\nfor a machine"}, {int64(22), nil, "NULL"}, {nil, "", "日本日本日本日本日本"}}
	for _, test := range []struct {
		name    string
		options result.Options
		want    string
		cut     bool
	}{
		{"as wide as it takes", result.Options{}, `
   id | name         | comment
------+--------------+--------------------------
    1 | Ada Lovelace | wrote the first program↵
      |              | for a machine
   22 | NULL         | "NULL"
 NULL |              | 日本日本日本日本日本
`, false},
		{"fits", result.Options{Width: 48}, `
   id | name         | comment
------+--------------+--------------------------
    1 | Ada Lovelace | wrote the first program↵
      |              | for a machine
   22 | NULL         | "NULL"
 NULL |              | 日本日本日本日本日本
`, false},
		{"the widest gives way", result.Options{Width: 40}, `
   id | name         | comment
------+--------------+------------------
    1 | Ada Lovelace | wrote the first…
      |              | for a machine
   22 | NULL         | "NULL"
 NULL |              | 日本日本日本日…
`, true},
		{"both", result.Options{Width: 28}, `
   id | name     | comment
------+----------+----------
    1 | Ada Lov… | wrote t…
      |          | for a m…
   22 | NULL     | "NULL"
 NULL |          | 日本日…
`, true},
		{"below each other", result.Options{Width: 24, Limit: 2, Null: "∅"}, `
-[ RECORD 1 ]-
id      | 1
name    | Ada Lovelace
comment | wrote the first program↵
        | for a machine
-[ RECORD 2 ]-
id      | 22
name    | ∅
comment | NULL
`, false},
		{"colours", result.Options{Color: true, Limit: 1}, "\n" +
			" \x1b[1mid\x1b[0m | \x1b[1mname\x1b[0m         | \x1b[1mcomment\x1b[0m\n" +
			"----+--------------+--------------------------\n" +
			"  1 | Ada Lovelace | wrote the first program↵\n" +
			"    |              | for a machine\n", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.options.Format = "table"
			var out bytes.Buffer
			w, err := result.New(&out, test.options)
			if err != nil {
				t.Fatal(err)
			}
			write(t, w, columns, rows)
			got := out.String()
			if width := test.options.Width; width > 0 && !strings.HasPrefix(got, "-[") {
				for line := range strings.Lines(got) {
					if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
						t.Errorf("a line has %d places, of %d", n, width)
					}
				}
			}
			if want := test.want[1:]; got != want || result.IsCut(w) != test.cut {
				t.Errorf("got, cut %t\n%s\nwant\n%s", result.IsCut(w), got, want)
			}
		})
	}
}

func write(t *testing.T, w result.Writer, columns []result.Column, rows [][]any) {
	t.Helper()
	if err := w.Begin(columns); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
}

func TestFormats(t *testing.T) {
	columns := []result.Column{{Name: "n", TypeName: "NUMERIC"}, {Name: "t", TypeName: "TEXT"}}
	rows := [][]any{{"1.50", "a;b"}, {nil, ""}}
	for _, test := range []struct {
		options result.Options
		want    string
	}{
		{result.Options{Format: "json"}, "[\n{\"n\":1.50,\"t\":\"a;b\"},\n{\"n\":null,\"t\":\"\"}\n]\n"},
		{result.Options{Format: "jsonl"}, "{\"n\":1.50,\"t\":\"a;b\"}\n{\"n\":null,\"t\":\"\"}\n"},
		{result.Options{Format: "csv"}, "n,t\n1.50,a;b\n,\"\"\n"},
		{result.Options{Format: "csv", Delimiter: ';', Null: `\N`, NoHeader: true}, "1.50;\"a;b\"\n\\N;\"\"\n"},
		{result.Options{Format: "vertical"}, "-[ RECORD 1 ]-\nn | 1.50\nt | a;b\n-[ RECORD 2 ]-\nn | NULL\nt |\n"},
	} {
		var out bytes.Buffer
		w, err := result.New(&out, test.options)
		if err != nil {
			t.Fatal(err)
		}
		write(t, w, columns, rows)
		if out.String() != test.want {
			t.Errorf("%+v: got %q, want %q", test.options, out.String(), test.want)
		}
	}
	if _, err := result.New(nil, result.Options{Format: "xml"}); err == nil {
		t.Error("an unknown format passes")
	}
}
