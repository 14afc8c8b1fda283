package dataapi

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Results are written by hand: encoding/json goes over the text of each field
// three times.

var _ json.Marshaler = Field{}

// MarshalJSON writes the field as the one-member object of the model.
func (f Field) MarshalJSON() ([]byte, error) { return f.appendJSON(nil), nil }

// MarshalJSON writes the members of the response in the order of their names.
func (r *ExecuteStatementResponse) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends what MarshalJSON gives.
func (r *ExecuteStatementResponse) AppendJSON(b []byte) ([]byte, error) {
	b = append(b, '{')
	if r.ColumnMetadata != nil {
		metadata, err := json.Marshal(r.ColumnMetadata)
		if err != nil {
			return nil, err
		}
		b = append(append(b, `"columnMetadata":`...), metadata...)
		b = append(b, ',')
	}
	if r.FormattedRecords != nil {
		b = appendString(append(b, `"formattedRecords":`...), *r.FormattedRecords)
		b = append(b, ',')
	}
	if r.GeneratedFields != nil {
		b = appendFields(append(b, `"generatedFields":`...), r.GeneratedFields)
		b = append(b, ',')
	}
	b = strconv.AppendInt(append(b, `"numberOfRecordsUpdated":`...), r.NumberOfRecordsUpdated, 10)
	if r.Records != nil {
		b = slices.Grow(b, len(r.Records.text)+len(`,"records":[]}`))
		b = r.Records.appendJSON(append(b, `,"records":`...))
	}
	return append(b, '}'), nil
}

func appendFields(b []byte, fields []Field) []byte {
	b = append(b, '[')
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = f.appendJSON(b)
	}
	return append(b, ']')
}

// appendJSON writes a field; one with no member set is an empty object.
func (f Field) appendJSON(b []byte) []byte {
	switch f.Kind {
	case KindNull:
		b = append(b, `{"isNull":true`...)
	case KindBoolean:
		b = strconv.AppendBool(append(b, `{"booleanValue":`...), f.Boolean)
	case KindLong:
		b = strconv.AppendInt(append(b, `{"longValue":`...), f.Long, 10)
	case KindDouble:
		b = appendDouble(append(b, `{"doubleValue":`...), f.Double)
	case KindString:
		b = appendString(append(b, `{"stringValue":`...), f.String)
	case KindBlob:
		b = base64.StdEncoding.AppendEncode(append(b, `{"blobValue":"`...), f.Blob)
		b = append(b, '"')
	case KindArray:
		b = f.Array.appendJSON(append(b, `{"arrayValue":`...))
	default:
		b = append(b, '{')
	}
	return append(b, '}')
}

// appendJSON writes an array as the one-member object of the model.
func (a *Array) appendJSON(b []byte) []byte {
	b = append(b, '{', '"')
	b = append(append(b, a.Member...), `":[`...)
	for i, e := range a.Elements {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendElement(b, e)
	}
	return append(b, ']', '}')
}

func appendElement(b []byte, element any) []byte {
	switch e := element.(type) {
	case bool:
		return strconv.AppendBool(b, e)
	case int64:
		return strconv.AppendInt(b, e, 10)
	case float64:
		return appendDouble(b, e)
	case string:
		return appendString(b, e)
	case *Array:
		return e.appendJSON(b)
	}
	return append(b, "null"...)
}

// appendDouble writes a number; what JSON has no number for is a string, as the
// AWS SDKs read and write it.
func appendDouble(b []byte, d float64) []byte {
	switch {
	case math.IsNaN(d):
		return append(b, `"NaN"`...)
	case math.IsInf(d, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(d, -1):
		return append(b, `"-Infinity"`...)
	}
	text, err := json.Marshal(d) // the shortest text, as JavaScript writes it
	if err != nil {
		return append(b, "null"...) // cannot be: it is finite
	}
	return append(b, text...)
}

// appendString writes a string without escaping more than JSON asks for.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	kept := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		b = appendEscape(append(b, s[kept:i]...), c)
		i += size
		kept = i
	}
	return append(append(b, s[kept:]...), '"')
}

// appendEscape writes a character that cannot stand in a string as it is. An
// octet that is not UTF-8 becomes the replacement character.
func appendEscape(b []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, '\\', 'n')
	case c >= utf8.RuneSelf:
		return append(b, "\ufffd"...)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
