package mysql

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// form is how the values of a column of a [Sheet] travel. What MySQL makes of a
// value depends on whether it comes as a number, as text or as bytes: 1 is the
// first member of an ENUM, '1' the member of that name. So a column has one form.
type form uint8

const (
	nullForm     form = iota // nothing but NULL so far
	longForm                 // integers
	unsignedForm             // integers of which one is beyond int64, and none negative
	doubleForm               // floating-point numbers
	stringForm               // text
	bytesForm                // []byte that is text, so far
	blobForm                 // []byte of which one is no text
)

// formOf returns the form of a value that [Resolve] has returned, with its
// argument. It reports false for what a document cannot carry exactly.
func formOf(v any, loc *time.Location) (f form, a Argument, ok bool, err error) {
	if a, err = Bind(v, loc); err != nil {
		return 0, a, false, err
	}
	switch {
	case a.Constant != "":
		return unsignedForm, a, true, nil
	case a.Parameter.Kind == wire.Null:
		return nullForm, a, true, nil
	case a.Parameter.Kind == wire.Long:
		return longForm, a, true, nil
	case a.Parameter.Kind == wire.Double:
		return doubleForm, a, !math.IsNaN(a.Parameter.Double) && !math.IsInf(a.Parameter.Double, 0), nil
	case a.Parameter.Kind == wire.Blob:
		return blobForm, a, true, nil
	case isBytes(v):
		return bytesForm, a, true, nil
	}
	return stringForm, a, true, nil
}

func isBytes(v any) bool {
	switch v.(type) {
	case []byte, json.RawMessage:
		return true
	}
	return false
}

// with returns the form of a column in which a value of another form comes behind
// what is there. It reports false if there is none.
func (f form) with(other form, hasNegative bool) (form, bool) {
	switch {
	case other == nullForm || f == other:
		return f, true
	case f == nullForm:
		return other, true
	case f == longForm && other == unsignedForm && !hasNegative:
		return unsignedForm, true
	case f == unsignedForm && other == longForm && !hasNegative:
		return unsignedForm, true
	case f == bytesForm && other == stringForm, f == stringForm && other == bytesForm:
		return stringForm, true
	case f == bytesForm && other == blobForm, f == blobForm && other == bytesForm:
		return blobForm, true
	}
	return f, false
}

// columnType is what JSON_TABLE makes of the values.
func (f form) columnType() string {
	switch f {
	case longForm:
		return "BIGINT"
	case unsignedForm:
		return "BIGINT UNSIGNED"
	}
	return "LONGTEXT CHARACTER SET utf8mb4"
}

// expression returns what makes the values of a column.
func (f form) expression(column string) string {
	switch f {
	case doubleForm:
		// As numbers of JSON they might be off by a bit, and a sum would lose the
		// sign of zero.
		return column + "*1e0"
	case blobForm:
		return "FROM_BASE64(" + column + ")"
	}
	return column
}

// append appends a value, which is in the form, as JSON.
func (f form) append(dst []byte, a *Argument) []byte {
	p := &a.Parameter
	switch {
	case a.Constant != "":
		return append(dst, a.Constant...)
	case p.Kind == wire.Null:
		return append(dst, "null"...)
	case p.Kind == wire.Long:
		return strconv.AppendInt(dst, p.Long, 10)
	case p.Kind == wire.Double:
		dst = append(dst, '"')
		return append(strconv.AppendFloat(dst, p.Double, 'g', -1, 64), '"')
	case f != blobForm:
		return wire.AppendQuoted(dst, p.Text)
	case p.Kind == wire.Blob:
		return appendBase64(dst, p.Blob)
	}
	return appendBase64(dst, []byte(p.Text))
}

func appendBase64(dst, octets []byte) []byte {
	dst = append(dst, '"')
	return append(base64.StdEncoding.AppendEncode(dst, octets), '"')
}

// toBase64 returns an element of bytesForm in blobForm.
func toBase64(dst, element []byte) []byte {
	var text *string
	if err := json.Unmarshal(element, &text); err != nil || text == nil || !utf8.ValidString(*text) {
		return append(dst, "null"...) // the only other element that there is
	}
	return appendBase64(dst, []byte(*text))
}
