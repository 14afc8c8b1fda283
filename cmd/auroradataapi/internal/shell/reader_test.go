package shell

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestReader(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{name: "empty"},
		{"no final newline", "select 1;\nselect 2;", []string{"select 1;", "select 2;"}},
		{"CRLF", "select 1;\r\n\r\n", []string{"select 1;", ""}},
		{"byte order mark", "\ufeffselect 1;\n\ufeff", []string{"select 1;", "\ufeff"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewReader(strings.NewReader(tt.text))
			var got []string
			for {
				line, err := r.ReadLine("")
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, line)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
