package sqltext_test

import (
	"reflect"
	"strings"
	"testing"
)

// service is a model of the lexer in the service: quotes, -- and /* */ are
// skipped, :: is a cast, :word is a placeholder. Its value says where it
// takes a backslash for an escape, which is not known.
type service string

const (
	backslashNever  service = "literal"
	backslashInE    service = "E string"
	backslashAlways service = "escaping"
)

var models = []service{backslashNever, backslashInE, backslashAlways}

// markers returns the placeholders that the service finds in a text.
func (m service) markers(sql string) []string {
	var found []string
	for i := 0; i < len(sql); {
		rest := sql[i:]
		switch {
		case rest[0] == '\'':
			i += m.quoteLength(rest, i > 0 && sql[i-1]|0x20 == 'e')
		case rest[0] == '"':
			i += lengthTo(rest, 1, `"`)
		case strings.HasPrefix(rest, "--"):
			i += lengthTo(rest, 2, "\n")
		case strings.HasPrefix(rest, "/*"):
			i += lengthTo(rest, 2, "*/")
		case strings.HasPrefix(rest, "::"):
			i += 2
		case rest[0] == ':' && wordLength(rest[1:]) > 0:
			n := 1 + wordLength(rest[1:])
			found = append(found, rest[:n])
			i += n
		default:
			i++
		}
	}
	return found
}

// quoteLength returns the length of the '...' that s starts with. A doubled
// quote is the end of one and the start of another, which comes to the same
// except for backslashes.
func (m service) quoteLength(s string, prefixed bool) int {
	escape := m == backslashAlways || m == backslashInE && prefixed
	for i := 1; i < len(s); i++ {
		switch {
		case escape && s[i] == '\\':
			i++
		case s[i] == '\'' && strings.HasPrefix(s[i:], "''"):
			i++
		case s[i] == '\'':
			return i + 1
		}
	}
	return len(s)
}

func lengthTo(s string, from int, end string) int {
	if i := strings.Index(s[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func wordLength(s string) int {
	return len(s) - len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))
}

// TestServiceModel holds the model against what is known of the service
// (tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
func TestServiceModel(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want []string
	}{
		{name: "placeholders", sql: `select :a, :1, :b_2::text`, want: []string{":a", ":1", ":b_2"}},
		{name: "quotes are skipped", sql: `select ':a', ":b", 'it''s :c'`},
		{name: "comments are skipped", sql: "select 1 -- :a\n/* :b */"},
		{name: "dollar quotes are not", sql: `select $$a :b c$$`, want: []string{":b"}},
		{name: "slices are not", sql: `select a[1:2]`, want: []string{":2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, model := range models {
				if got := model.markers(tt.sql); !reflect.DeepEqual(got, tt.want) {
					t.Errorf("a service with %s backslashes finds %q in %s, want %q", model, got, tt.sql, tt.want)
				}
			}
		})
	}
}
