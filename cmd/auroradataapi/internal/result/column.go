package result

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Column is one column of a result.
type Column struct {
	Name     string
	TypeName string // the database's name in capitals, such as "INT8" or "UNSIGNED BIGINT"
}

// Layouts of times. The fraction always has six digits, PostgreSQL's precision,
// so that the texts sort as the times do. A timestamp without time zone gets no
// offset: it has none.
const (
	dateLayout        = "2006-01-02"
	timestampLayout   = "2006-01-02T15:04:05.000000"
	timestamptzLayout = timestampLayout + "Z07:00"
)

// numeric tells whether the column holds numbers, which tables align to the
// right.
func (c Column) numeric() bool {
	switch strings.TrimPrefix(c.TypeName, "UNSIGNED ") {
	case "INT2", "INT4", "INT8", "FLOAT4", "FLOAT8", "NUMERIC", "OID":
		return true
	case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "DECIMAL", "FLOAT", "DOUBLE", "YEAR":
		return true
	}
	return false
}

// exact tells whether the column's texts are numbers with all their digits.
func (c Column) exact() bool {
	switch c.TypeName {
	case "NUMERIC", "DECIMAL", "UNSIGNED BIGINT":
		return true
	}
	return false
}

// Binary tells whether the column holds bytes.
func (c Column) Binary() bool { return c.binaryPrefix() != "" }

// binaryPrefix is what stands in front of the hexadecimal digits of a column of
// bytes, and empty for other columns.
func (c Column) binaryPrefix() string {
	switch c.TypeName {
	case "BYTEA":
		return `\x`
	case "BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "BIT", "GEOMETRY":
		return "0x"
	}
	return ""
}

// Text returns a value that is not NULL the way that the database reads it back:
// bytes as hexadecimal digits, numbers with all their digits.
func (c Column) Text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		if prefix := c.binaryPrefix(); prefix != "" {
			return prefix + hex.EncodeToString(v)
		}
		return string(v)
	case float32:
		return floatText(float64(v), 32)
	case float64:
		return floatText(v, c.bits())
	case time.Time:
		return c.timeText(v)
	}
	return fmt.Sprint(v)
}

// bits is the size of the column's floating point numbers.
func (c Column) bits() int {
	if c.TypeName == "FLOAT4" {
		return 32
	}
	return 64
}

// floatText writes the shortest digits that read back as the same value of that
// size.
func floatText(f float64, bits int) string {
	switch {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	format := byte('f')
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return strconv.FormatFloat(f, format, -1, bits)
}

func (c Column) timeText(t time.Time) string {
	layout := timestamptzLayout
	switch c.TypeName {
	case "DATE":
		layout = dateLayout
	case "TIMESTAMP", "DATETIME":
		layout = timestampLayout
	default:
		t = t.UTC()
	}
	if t.Year() > 0 {
		return t.Format(layout)
	}
	return t.AddDate(1-2*t.Year(), 0, 0).Format(layout) + " BC"
}

// JSON returns a value as JSON: numbers as numbers with all their digits, json
// and jsonb as they are, bytes in base64, everything else as a string.
func (c Column) JSON(v any) json.RawMessage {
	switch v := v.(type) {
	case nil:
		return json.RawMessage("null")
	case bool, int64, uint64:
		return json.RawMessage(fmt.Sprint(v))
	case float32, float64:
		return numberJSON(c.Text(v))
	case []byte:
		return c.bytesJSON(v)
	case string:
		switch {
		case c.exact():
			return numberJSON(v)
		case c.document():
			return documentJSON([]byte(v))
		}
	}
	return stringJSON(c.Text(v))
}

func (c Column) bytesJSON(b []byte) json.RawMessage {
	switch {
	case c.binaryPrefix() != "":
		return stringJSON(base64.StdEncoding.EncodeToString(b))
	case c.exact():
		return numberJSON(string(b))
	case c.document():
		return documentJSON(b)
	}
	return stringJSON(string(b))
}

// document tells whether the column holds JSON.
func (c Column) document() bool { return c.TypeName == "JSON" || c.TypeName == "JSONB" }

// documentJSON is JSON in one line, as a row is.
func documentJSON(b []byte) json.RawMessage {
	var line bytes.Buffer
	if json.Compact(&line, b) == nil {
		return line.Bytes()
	}
	return stringJSON(string(b))
}

// numberJSON is a string for what JSON has no number for, NaN and the
// infinities, as in PostgreSQL's to_json.
func numberJSON(digits string) json.RawMessage {
	if json.Valid([]byte(digits)) {
		return json.RawMessage(digits)
	}
	return stringJSON(digits)
}
