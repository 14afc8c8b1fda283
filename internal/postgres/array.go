package postgres

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// arrayText builds the text of a one-dimensional array, such as {1,NULL,"a b"},
// quoted as PostgreSQL's array_out does.
type arrayText struct {
	text    []byte
	element []byte
}

func (t *arrayText) String() string {
	if len(t.text) == 0 {
		return "{}"
	}
	return string(append(t.text, '}'))
}

// add appends an argument as an element.
func (t *arrayText) add(a Argument) {
	t.separate()
	if a.Parameter.Kind == wire.Null {
		t.text = append(t.text, "NULL"...)
		return
	}
	t.element = a.appendText(t.element[:0])
	t.text = appendQuoted(t.text, t.element)
}

// addField appends a field as an element. bits is the size of its floats.
func (t *arrayText) addField(f *wire.Field, bits int) {
	t.separate()
	if f.Kind == wire.Null {
		t.text = append(t.text, "NULL"...)
		return
	}
	t.element = appendElement(t.element[:0], f, bits)
	t.text = appendQuoted(t.text, t.element)
}

func (t *arrayText) separate() {
	if len(t.text) == 0 {
		t.text = append(t.text, '{')
		return
	}
	t.text = append(t.text, ',')
}

// appendElement appends the text of a scalar as PostgreSQL writes it.
func appendElement(dst []byte, f *wire.Field, bits int) []byte {
	switch f.Kind {
	case wire.Bool:
		return append(dst, "ft"[boolIndex(f.Bool)])
	case wire.Long:
		return strconv.AppendInt(dst, f.Long, 10)
	case wire.Double:
		return appendFloat(dst, f.Double, bits)
	case wire.Blob:
		return hex.AppendEncode(append(dst, `\x`...), f.Blob)
	}
	return append(dst, f.Text...)
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

// appendQuoted appends an element, in quotes if an array needs them around it.
func appendQuoted(dst, element []byte) []byte {
	if !needsQuotes(element) {
		return append(dst, element...)
	}
	dst = append(dst, '"')
	for _, c := range element {
		if c == '"' || c == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, c)
	}
	return append(dst, '"')
}

func needsQuotes(element []byte) bool {
	if len(element) == 0 || strings.EqualFold(string(element), "NULL") {
		return true
	}
	for _, c := range element {
		if strings.IndexByte("\"\\{}, \t\n\r\v\f", c) >= 0 {
			return true
		}
	}
	return false
}
