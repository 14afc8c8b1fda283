package auroradataapi_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

var update = flag.Bool("update", false, "write the tables of the package's documentation")

// documentedTable is a table of the package's documentation, which the code's own
// tables make.
type documentedTable struct {
	below string // the line of the documentation that introduces it
	rows  []string
}

func documentedTables(t *testing.T) []documentedTable {
	return []documentedTable{
		{"are missing:", optionRows()},
		{"types follow from the Go types alone, never from what a string contains:", typeRows(t)},
		{"What cannot work is an error that says what to do instead:", postgresRefusals()},
		{"What cannot work over MySQL is an error, too:", mysqlRefusals()},
	}
}

func optionRows() (rows []string) {
	for _, o := range auroradataapi.DSNOptions() {
		rows = append(rows, fmt.Sprintf("%-23s %-18s %s", o.Key, o.Variable, o.Meaning))
	}
	return rows
}

// typeRows asks of which type values of Go types are in mode exec.
func typeRows(t *testing.T) (rows []string) {
	for _, row := range []struct {
		goTypes string
		values  []any
		note    string
	}{
		{"bool", []any{true}, ""},
		{"int, int8, int64, uint…", []any{1, int8(1), int64(1), uint(1), uint8(1), uint16(1), uint32(1), uint64(1)}, "; numeric above the greatest int64"},
		{"int16", []any{int16(1)}, ""},
		{"int32", []any{int32(1)}, ""},
		{"float64", []any{1.5}, ""},
		{"float32", []any{float32(1.5)}, ""},
		{"string", []any{"a"}, ""},
		{"[]byte", []any{[]byte("a")}, ""},
		{"json.RawMessage", []any{json.RawMessage("1")}, ""},
		{"time.Time", []any{time.Now()}, ", cut off to microseconds"},
		{"time.Duration", []any{time.Second}, ""},
		{"[16]byte", []any{[16]byte{}}, ""},
		{"net.IP, netip.Addr", []any{net.IPv4(10, 0, 0, 1), netip.MustParseAddr("10.0.0.1")}, ""},
		{"netip.Prefix", []any{netip.MustParsePrefix("10.0.0.0/8")}, ""},
		{"big.Int", []any{*big.NewInt(1)}, ""},
		{"[]string, […]", []any{[]string{"a"}}, ", and so on for slices of the other types"},
	} {
		name := ""
		for _, v := range row.values {
			argument, err := postgres.Bind(v)
			if err != nil {
				t.Fatalf("%T: %v", v, err)
			}
			if name != "" && argument.SQLType() != name {
				t.Errorf("%T is %s, and others in its row are %s", v, argument.SQLType(), name)
			}
			name = argument.SQLType()
		}
		rows = append(rows, fmt.Sprintf("%-26s %s%s", row.goTypes, name, row.note))
	}
	return append(rows, fmt.Sprintf("%-26s %s", "nil, nil pointers", "NULL, and so are the zero netip.Addr and netip.Prefix"))
}

func postgresRefusals() (rows []string) {
	for _, r := range postgres.RefusedStatements() {
		rows = append(rows, refusalRows(r.Statements, r.Outside, r.Advice)...)
	}
	return rows
}

func mysqlRefusals() (rows []string) {
	for _, r := range mysql.RefusedStatements() {
		rows = append(rows, refusalRows(r.Statements, r.Outside, r.Advice)...)
	}
	return rows
}

func refusalRows(statements string, outside bool, advice string) []string {
	if outside {
		statements += ", outside a transaction"
	}
	rows := []string{statements}
	for _, line := range wrap(advice, 72) {
		rows = append(rows, "\t"+line)
	}
	return rows
}

// wrap breaks a text into lines of a width in characters, which only a longer word
// exceeds.
func wrap(text string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line+" "+word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

// TestDocumentedTables: the tables in the package's documentation are those of the
// code. With -update it writes them.
func TestDocumentedTables(t *testing.T) {
	const path = "doc.go"
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	written := doc
	for _, table := range documentedTables(t) {
		if written, err = table.write(written); err != nil {
			t.Fatal(err)
		}
	}
	switch {
	case bytes.Equal(doc, written):
	case *update:
		if err := os.WriteFile(path, written, 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the tables of %s are not those of the code: run go test -run TestDocumentedTables -update", path)
	}
}

// write returns the documentation with the table in it.
func (table documentedTable) write(doc []byte) ([]byte, error) {
	head, rest, ok := strings.Cut(string(doc), table.below+"\n//\n")
	if !ok {
		return nil, fmt.Errorf("no line of the documentation ends in %q", table.below)
	}
	for strings.HasPrefix(rest, "//\t") {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	var b strings.Builder
	b.WriteString(head + table.below + "\n//\n")
	for _, row := range table.rows {
		b.WriteString("//\t" + row + "\n")
	}
	b.WriteString(rest)
	return []byte(b.String()), nil
}

// TestDocumentedFields: each key of a DSN is named by the comment of its field.
func TestDocumentedFields(t *testing.T) {
	source, err := os.ReadFile("config.go")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(source), "\n\t// ", " ")
	for _, o := range auroradataapi.DSNOptions() {
		if !strings.Contains(text, "Key: "+o.Key) {
			t.Errorf("no field of Config names the key %s", o.Key)
		}
		if o.Variable != "" && !strings.Contains(text, "environment variable "+o.Variable) {
			t.Errorf("no field of Config names the variable %s", o.Variable)
		}
	}
}
