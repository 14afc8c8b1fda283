package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"
)

// column is one column of a result.
type column struct {
	name     string
	typeName string // PostgreSQL's name in capitals, such as "INT8" or "TIMESTAMPTZ"
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
func (c column) numeric() bool {
	switch c.typeName {
	case "INT2", "INT4", "INT8", "FLOAT4", "FLOAT8", "NUMERIC", "OID":
		return true
	}
	return false
}

// text returns a value that is not NULL the way that PostgreSQL reads it back:
// bytea as \x and hexadecimal digits, numbers with all their digits.
func (c column) text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		if c.typeName == "BYTEA" {
			return `\x` + hex.EncodeToString(v)
		}
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return c.floatText(v)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return c.timeText(v)
	}
	return fmt.Sprint(v)
}

// floatText writes the shortest digits that read back as the same value of the
// column's type.
func (c column) floatText(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	bits := 64
	if c.typeName == "FLOAT4" {
		bits = 32
	}
	format := byte('f')
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return strconv.FormatFloat(f, format, -1, bits)
}

func (c column) timeText(t time.Time) string {
	switch c.typeName {
	case "DATE":
		return t.Format(dateLayout)
	case "TIMESTAMP":
		return t.Format(timestampLayout)
	}
	return t.UTC().Format(timestamptzLayout)
}

// json returns a value as JSON: numbers as numbers with all their digits, json
// and jsonb as they are, bytea in base64, everything else as a string.
func (c column) json(v any) json.RawMessage {
	switch v := v.(type) {
	case nil:
		return json.RawMessage("null")
	case bool:
		return json.RawMessage(strconv.FormatBool(v))
	case int64:
		return json.RawMessage(strconv.FormatInt(v, 10))
	case float64:
		return numberJSON(c.floatText(v))
	case []byte:
		return c.bytesJSON(v)
	case string:
		if c.typeName == "NUMERIC" {
			return numberJSON(v)
		}
	}
	return stringJSON(c.text(v))
}

func (c column) bytesJSON(b []byte) json.RawMessage {
	switch c.typeName {
	case "BYTEA":
		return stringJSON(base64.StdEncoding.EncodeToString(b))
	case "JSON", "JSONB":
		var line bytes.Buffer // json may hold line breaks, a row is one line
		if json.Compact(&line, b) == nil {
			return line.Bytes()
		}
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
