package transfer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// Table is the name of a table, behind that of its schema or database if there is
// one. Names stand for themselves.
type Table []string

// ParseTable reads a table's name as SQL has it: on PostgreSQL letters outside of
// quotation marks are small ones. The marks are "…", and on MySQL `…`.
func ParseTable(engine auroradataapi.Engine, text string) (Table, error) {
	quote := `"`
	if engine == auroradataapi.EngineMySQL {
		quote = "`"
	}
	var table Table
	for more := true; more; {
		var name string
		var err error
		name, text, more, err = cutName(text, quote)
		if err != nil {
			return nil, err
		}
		table = append(table, name)
	}
	return table, nil
}

// cutName cuts a name from a text, and the dot behind it.
func cutName(text, quote string) (name, rest string, more bool, err error) {
	if !strings.HasPrefix(text, quote) {
		name, rest, more = strings.Cut(text, ".")
		if name == "" || strings.ContainsAny(name, "\"` \t\r\n;") {
			return "", "", false, fmt.Errorf("no name of a table: want name, schema.name or %[1]sName%[1]s", quote)
		}
		if quote == `"` {
			name = strings.ToLower(name)
		}
		return name, rest, more, nil
	}
	for rest = text[1:]; ; {
		before, behind, ok := strings.Cut(rest, quote)
		name, rest = name+before, behind
		switch {
		case !ok:
			return "", "", false, fmt.Errorf("no name of a table: a %s is missing", quote)
		case strings.HasPrefix(rest, quote):
			name, rest = name+quote, rest[1:]
			continue
		case name == "" || rest != "" && rest[0] != '.':
			return "", "", false, errors.New("no name of a table: want name or schema.name")
		case rest == "":
			return name, "", false, nil
		}
		return name, rest[1:], true, nil
	}
}

// SQL returns the name as SQL has it.
func (t Table) SQL(engine auroradataapi.Engine) string {
	quote := `"`
	if engine == auroradataapi.EngineMySQL {
		quote = "`"
	}
	names := make([]string, len(t))
	for i, name := range t {
		names[i] = quote + strings.ReplaceAll(name, quote, quote+quote) + quote
	}
	return strings.Join(names, ".")
}

// choose returns the columns that names are about, in their order. No names are
// all columns.
func choose(columns []result.Column, names []string) ([]result.Column, error) {
	if names == nil {
		return columns, nil
	}
	chosen := make([]result.Column, len(names))
	for i, name := range names {
		at := slices.IndexFunc(columns, func(c result.Column) bool { return c.Name == name })
		if at < 0 {
			return nil, unknownColumn(columns, name)
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("column %q is there twice", result.Printable(name))
		}
		chosen[i] = columns[at]
	}
	return chosen, nil
}

func unknownColumn(columns []result.Column, name string) error {
	nearest, least := "", len(name)/2+2
	for _, c := range columns {
		if d := distance(strings.ToLower(name), strings.ToLower(c.Name)); d < least {
			nearest, least = c.Name, d
		}
	}
	advice := ""
	if nearest != "" {
		advice = fmt.Sprintf(": did you mean %q?", nearest)
	}
	if len(name) > 100 {
		name = name[:100]
	}
	return fmt.Errorf("the table has no column %q%s", name, advice)
}

// distance counts the characters to insert, delete or replace to get from a to b.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	if len(from) > 200 || len(to) > 200 {
		return len(from) + len(to)
	}
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range from {
		above := row[0]
		row[0] = i + 1
		for j, d := range to {
			replaced := above
			if c != d {
				replaced++
			}
			above = row[j+1]
			row[j+1] = min(replaced, above+1, row[j]+1)
		}
	}
	return row[len(to)]
}
