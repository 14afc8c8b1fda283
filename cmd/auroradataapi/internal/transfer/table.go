package transfer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/spelling"
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
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	advice := ""
	if nearest, changes := spelling.Nearest(name, names); nearest != "" && changes < len(name)/2+2 {
		advice = fmt.Sprintf(": did you mean %q?", nearest)
	}
	return fmt.Errorf("the table has no column %q%s", clipped(name), advice)
}

// clipped returns what an error shows of a name that may be a whole file.
func clipped(name string) string {
	if characters := []rune(name); len(characters) > 100 {
		return string(characters[:100]) + "…"
	}
	return name
}
