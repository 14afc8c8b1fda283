package shell

import (
	"bytes"
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

func TestDisplayShow(t *testing.T) {
	tests := []struct {
		name     string
		format   string
		expanded string
		width    int
		want     string
	}{
		{"table", "table", "off", 0, "Title\n a      | b\n--------+---\n abcdef | -\n(1 row)\n"},
		{"expanded", "table", "on", 0, "Title\n-[ RECORD 1 ]-\na | abcdef\nb | -\n(1 row)\n"},
		{"wide enough", "table", "auto", 12, "Title\n a      | b\n--------+---\n abcdef | -\n(1 row)\n"},
		{"too narrow", "table", "auto", 11, "Title\n-[ RECORD 1 ]-\na | abcdef\nb | -\n(1 row)\n"},
		{"no terminal", "table", "auto", 0, "Title\n a      | b\n--------+---\n abcdef | -\n(1 row)\n"},
		{"csv", "csv", "on", 0, "a,b\nabcdef,-\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			d := newDisplay(Options{
				Out: &out, Result: result.Options{Format: tt.format, Null: "-"},
				Width: func() int { return tt.width }, Height: func() int { return 0 },
			})
			d.expanded = tt.expanded
			r := &recording{columns: []result.Column{{Name: "a"}, {Name: "b"}}, values: [][]any{{"abcdef", nil}}}
			if err := d.show(r, "Title", "(1 row)"); err != nil {
				t.Fatal(err)
			}
			if out.String() != tt.want {
				t.Errorf("got\n%s\nwant\n%s", out.String(), tt.want)
			}
		})
	}
}
