package postgres

import (
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Literal returns a value as an SQL constant without a type, of which PostgreSQL
// infers one: NULL, or the text that pgx writes with its simple protocol, in
// quotes. What the text is follows from the Go type alone, as for [Bind].
//
// The constant may stand wherever a placeholder may, except right beside another
// constant. It means the same whatever standard_conforming_strings is, nothing
// in it ends it or is a placeholder for the service's scanner, and no number has
// a sign or a point outside of quotes.
//
// v must not be a pointer or a driver.Valuer. The error never has the value in
// it.
func Literal(v any) (string, error) {
	value := reflect.ValueOf(v)
	if isNull(v, value) {
		return " NULL", nil
	}
	a, err := Bind(v)
	if err != nil {
		s, ok := pointerTo(value).Interface().(fmt.Stringer)
		if !ok {
			return "", err
		}
		a = text(s.String(), "")
	}
	return a.constant()
}

// Literal returns the argument as an SQL constant with its type, in parentheses,
// so that it may stand wherever a placeholder may. A NULL without a type has none
// here either. It is otherwise like [Literal].
func (a Argument) Literal() (string, error) {
	constant, err := a.constant()
	switch {
	case err != nil:
		return "", err
	case a.Parameter.Kind == wire.Null && a.Cast == "":
		return "(NULL)", nil
	}
	return "(" + strings.TrimPrefix(constant, " ") + "::" + a.SQLType() + ")", nil
}

// constant is set off from a word in front of it, which could become its prefix.
func (a Argument) constant() (string, error) {
	if a.Parameter.Kind == wire.Null {
		return " NULL", nil
	}
	quoted, err := quoteText(string(a.appendText(nil)))
	return " " + quoted, err
}

// appendText appends the text of an argument that is not NULL, as pgx writes it.
func (a Argument) appendText(dst []byte) []byte {
	switch p := &a.Parameter; p.Kind {
	case wire.Bool:
		return append(dst, "ft"[boolIndex(p.Bool)])
	case wire.Long:
		return strconv.AppendInt(dst, p.Long, 10)
	case wire.Double:
		return strconv.AppendFloat(dst, p.Double, 'f', -1, floatBits(a.Cast))
	case wire.Blob:
		return hex.AppendEncode(append(dst, `\x`...), p.Blob)
	default:
		return append(dst, p.Text...)
	}
}

var errNUL = errors.New("text has a NUL character, which PostgreSQL does not store")

// quoteText returns a text as a string constant: with backslashes in it as an
// escape constant, where they are doubled, so that none escapes anything.
func quoteText(s string) (string, error) {
	switch {
	case strings.IndexByte(s, 0) >= 0:
		return "", errNUL
	case !utf8.ValidString(s):
		return "", wire.ErrInvalidUTF8
	case strings.IndexByte(s, '\\') >= 0:
		return "E" + quote(strings.ReplaceAll(s, `\`, `\\`)), nil
	}
	return quote(s), nil
}
