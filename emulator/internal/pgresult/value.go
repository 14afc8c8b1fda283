package pgresult

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// A reader makes the Field of one value that is not NULL from PostgreSQL's
// text. Its error is errUnreadable, or the *dataapi.Exception that the service
// answers with for such a value.
type reader func(text string) (dataapi.Field, error)

// errUnreadable says that a text is not what PostgreSQL writes for the type.
var errUnreadable = errors.New("pgresult: read value: not the text of its type")

func readString(text string) (dataapi.Field, error) {
	return dataapi.StringField(text), nil
}

func readBool(text string) (dataapi.Field, error) {
	switch text {
	case "t":
		return dataapi.BooleanField(true), nil
	case "f":
		return dataapi.BooleanField(false), nil
	}
	return dataapi.Field{}, errUnreadable
}

func readLong(text string) (dataapi.Field, error) {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return dataapi.Field{}, errUnreadable
	}
	return dataapi.LongField(v), nil
}

// readFloat4 widens the float to a double, so that 0.1 becomes
// 0.10000000149011612 (tmokmss/aurora-data-api-proxy src/types.rs).
func readFloat4(text string) (dataapi.Field, error) { return readFloat(text, 32) }

// readFloat8 keeps NaN and the infinities; how the service sends them is
// unknown, the model's clients read them as strings.
func readFloat8(text string) (dataapi.Field, error) { return readFloat(text, 64) }

func readFloat(text string, bits int) (dataapi.Field, error) {
	v, err := strconv.ParseFloat(text, bits)
	if err != nil {
		return dataapi.Field{}, errUnreadable
	}
	return dataapi.DoubleField(v), nil
}

func readNumber(text string) (dataapi.Field, error) {
	field, err := dataapi.NumberField(text)
	if errors.Is(err, strconv.ErrSyntax) {
		err = errUnreadable
	}
	return field, err
}

func readJSON(text string) (dataapi.Field, error) {
	compact, err := compactJSON(text)
	if err != nil {
		return dataapi.Field{}, err
	}
	return dataapi.StringField(compact), nil
}

func readBytea(text string) (dataapi.Field, error) {
	v, err := parseBytea(text)
	if err != nil {
		return dataapi.Field{}, err
	}
	return dataapi.BlobField(v), nil
}

// readHex gives a bytea as text, for the elements of bytea[].
func readHex(text string) (dataapi.Field, error) {
	v, err := parseBytea(text)
	if err != nil {
		return dataapi.Field{}, err
	}
	return dataapi.StringField(`\x` + hex.EncodeToString(v)), nil
}

// parseBytea reads both formats of bytea_output.
func parseBytea(text string) ([]byte, error) {
	if digits, ok := strings.CutPrefix(text, `\x`); ok {
		v, err := hex.DecodeString(digits)
		if err != nil {
			return nil, errUnreadable
		}
		return v, nil
	}
	return parseEscapedBytea(text)
}

func parseEscapedBytea(text string) ([]byte, error) {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		b, size, ok := unescapeByte(text)
		if !ok {
			return nil, errUnreadable
		}
		out = append(out, b)
		text = text[size:]
	}
	return out, nil
}

// unescapeByte reads the first byte of a text in bytea_output escape: itself,
// a doubled backslash, or a backslash and three octal digits.
func unescapeByte(text string) (b byte, size int, ok bool) {
	switch {
	case text[0] != '\\':
		return text[0], 1, true
	case strings.HasPrefix(text, `\\`):
		return '\\', 2, true
	case len(text) < 4:
		return 0, 0, false
	}
	v, err := strconv.ParseUint(text[1:4], 8, 8)
	return byte(v), 4, err == nil
}
