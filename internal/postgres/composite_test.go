package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// null stands for NULL in the values of a test.
const null = "\x00"

func TestComposites(t *testing.T) {
	tests := []struct {
		name    string
		text    string
		columns int
		want    [][]string
	}{
		{name: "nothing", text: "", columns: 2},
		{name: "no columns", text: "()()", columns: 0, want: [][]string{nil, nil}},
		{name: "one NULL", text: "()", columns: 1, want: [][]string{{null}}},
		{name: "empty text", text: `("")`, columns: 1, want: [][]string{{""}}},
		{name: "plain", text: "(1,a,t)(2,,f)", columns: 3, want: [][]string{{"1", "a", "t"}, {"2", null, "f"}}},
		{name: "quotes", text: `("a ""b""\\c","(,)","
")`, columns: 3, want: [][]string{{`a "b"\c`, "(,)", "\n"}}},
		{name: "array", text: `("{1,2}",13)`, columns: 2, want: [][]string{{"{1,2}", "13"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readComposites(tt.text, tt.columns)
			if err != nil || !slices.EqualFunc(got, tt.want, slices.Equal) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestMalformedComposites(t *testing.T) {
	for _, text := range []string{"1", "(", "(1", "(1,2,3)", "(1)", `("1,2)`, `("1"2,3)`, `(1"2",3)`, "((1),2)", `("a\")`, "(1,2) "} {
		if got, err := readComposites(text, 2); err == nil {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

func readComposites(text string, columns int) (rows [][]string, err error) {
	for c := postgres.NewComposites(text); err == nil && c.More(); {
		var row []string
		err = c.Next(columns, func(_ int, value string, isNull bool) error {
			if isNull {
				value = null
			}
			row = append(row, value)
			return nil
		})
		rows = append(rows, row)
	}
	return rows, err
}

// FuzzComposites: what is read, and written again as record_out writes it, is read
// as the same.
func FuzzComposites(f *testing.F) {
	for _, text := range []string{`(1,"a ""b\\c",,"")`, "()", "(,)", `("{1,2}",é)(2,x)`, `("`, "(1,2"} {
		f.Add(text, uint8(strings.Count(text, ",")+1))
	}
	f.Fuzz(func(t *testing.T, text string, columns uint8) {
		rows, err := readComposites(text, int(columns))
		if err != nil || columns == 0 {
			return
		}
		again, err := readComposites(writeComposites(rows), int(columns))
		if err != nil || !slices.EqualFunc(rows, again, slices.Equal) {
			t.Errorf("%q: %q became %q, %v", text, rows, again, err)
		}
	})
}

func writeComposites(rows [][]string) string {
	escape := strings.NewReplacer(`"`, `""`, `\`, `\\`)
	var b strings.Builder
	for _, row := range rows {
		b.WriteByte('(')
		for i, value := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if value != null {
				b.WriteString(`"` + escape.Replace(value) + `"`)
			}
		}
		b.WriteByte(')')
	}
	return b.String()
}
