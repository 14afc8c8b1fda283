package mysql

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Pack returns a query for the rows of another, each as one text: its values, with
// a comma behind each. A number or a time is as MySQL writes it, characters are as
// QUOTE writes them, and all else is the base64 of an x and the octets, which begins
// with an e. NULL is nothing at all, or the word. [ReadPacked] reads it.
//
// columns are those of the query, whose order may be lost. Each is mentioned once, so that it is evaluated once also where MySQL merges the
// two queries. A value that exceeds max_allowed_packet on the way is not mistaken
// for NULL: MySQL makes NULL of it, which CONCAT_WS leaves out with its comma.
func Pack(query string, columns []wire.Column, form Form) string {
	return "WITH auroradataapi (" + columnNames(len(columns)) + ") AS (" + query + ") SELECT " + packedRow(columns, form) + " AS r FROM auroradataapi"
}

// columnName returns what the driver calls a column, so that it does not matter what
// the query calls it.
func columnName(i int) string { return "c" + strconv.Itoa(i+1) }

func columnNames(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = columnName(i)
	}
	return strings.Join(names, ", ")
}

// packedRow returns the expression for a row as one text.
func packedRow(columns []wire.Column, form Form) string {
	var values strings.Builder
	for i := range columns {
		values.WriteString(packed(&columns[i], columnName(i), form) + ", ")
	}
	return "CONCAT_WS(',', " + values.String() + "'')"
}

// packed returns the expression for the text of a column.
func packed(c *wire.Column, column string, form Form) string {
	t := typeOf(c)
	switch t.kind {
	case decimal:
		column = "CAST(" + column + " AS " + decimalType(c) + ")"
		return "IFNULL(CAST(" + column + " AS CHAR), '')"
	case integer, double, clock, instant:
		return "IFNULL(CAST(" + column + " AS CHAR), '')"
	case float:
		if form.Binary { // the text of a FLOAT has six digits, as in the text protocol
			column += " + 0e0"
		}
		return "IFNULL(CAST(" + column + " AS CHAR), '')"
	}
	if t.isCharacters() {
		return "QUOTE(CONVERT(" + column + " USING utf8mb4))"
	}
	switch t.name {
	case "BLOB", "BINARY", "VARBINARY":
		return "TO_BASE64(IFNULL(CONCAT('x', " + column + "), ''))"
	}
	return "TO_BASE64(IFNULL(CONCAT('x', " + octetsOf(c, column) + "), ''))"
}

// isCharacters reports whether values are characters, and not octets or the text of
// something.
func (t columnType) isCharacters() bool {
	switch t.name {
	case "CHAR", "VARCHAR", "TEXT", "JSON", "NULL":
		return t.kind == other
	}
	return false
}

var errPacked = errors.New("malformed packed row")

// ReadPacked reads the first of the rows that [Pack] has made, and that follow each
// other in a text, into its fields, for [Column.Value]. It returns what is behind it.
// The texts of fields may be parts of the text.
func ReadPacked(text string, fields []wire.Field) (rest string, err error) {
	for i := range fields {
		var ok bool
		if text, ok = unpack(text, &fields[i]); !ok {
			return "", errPacked
		}
	}
	return text, nil
}

// CountPacked returns how many rows of some columns there are in a text, and how
// long they are, in octets: the last row may be cut off, and does not count.
func CountPacked(text string, columns int) (rows, octets int) {
	for rest := text; rest != ""; rows++ {
		for range columns {
			var ok bool
			if rest, ok = skipPacked(rest); !ok {
				return rows, octets
			}
		}
		octets = len(text) - len(rest)
	}
	return rows, octets
}

// skipPacked returns what is behind the first value of a text.
func skipPacked(text string) (rest string, ok bool) {
	if !strings.HasPrefix(text, "'") {
		_, rest, ok = strings.Cut(text, ",")
		return rest, ok
	}
	for i := 1; ; {
		n := strings.IndexAny(text[i:], `'\`)
		if n < 0 || i+n+1 >= len(text) {
			return "", false
		}
		i += n + 2
		if text[i-2] == '\'' {
			return text[i:], text[i-1] == ','
		}
	}
}

// unpack reads the first value of a text and returns what is behind it.
func unpack(text string, field *wire.Field) (rest string, ok bool) {
	if strings.HasPrefix(text, "'") {
		value, rest, ok := cutQuoted(text[1:])
		*field = wire.Field{Kind: wire.String, Text: value}
		return rest, ok
	}
	value, rest, ok := strings.Cut(text, ",")
	switch {
	case value == "" || value == "NULL":
		*field = wire.Field{Kind: wire.Null}
	case value[0] == 'e':
		octets, err := base64.StdEncoding.DecodeString(value) // it skips line breaks
		if err != nil || len(octets) == 0 {
			return "", false
		}
		*field = wire.Field{Kind: wire.Blob, Blob: octets[1:]}
	default:
		*field = wire.Field{Kind: wire.String, Text: value}
	}
	return rest, ok
}

// cutQuoted reads what QUOTE writes behind its first quote, and the comma behind it.
func cutQuoted(text string) (value, rest string, ok bool) {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, `'\`)
		if i < 0 || i+1 == len(text) {
			return "", "", false
		}
		run, mark, next := text[:i], text[i], text[i+1]
		text = text[i+2:]
		if mark == '\'' {
			if b.Len() == 0 {
				return run, text, next == ','
			}
			b.WriteString(run)
			return b.String(), text, next == ','
		}
		b.WriteString(run)
		b.WriteByte(unescape(next))
	}
}

// unescape returns the character that a backslash and another stand for.
func unescape(c byte) byte {
	switch c {
	case '0':
		return 0
	case 'Z':
		return 26
	}
	return c
}
