package mysql

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Argument is a Go value on its way to the service: a parameter or, where the
// service has none for it, a constant in the text.
type Argument struct {
	Parameter wire.Parameter // without a name
	Constant  string         // in place of the parameter unless empty
}

// Bind returns the argument for a value that [Resolve] has returned, as near to
// what go-sql-driver/mysql sends as the service allows. MySQL converts it to what
// the statement needs.
//
// A time.Time is its text in loc. Bytes are a character string if they are UTF-8,
// as in go-sql-driver/mysql: MySQL refuses a binary string for a JSON column
// (error 3144). Other bytes, and a string that is not UTF-8, which the request
// could not carry, are a binary string. A uint64 that int64 has not is a constant,
// which is a BIGINT UNSIGNED wherever a number may stand, LIMIT included.
func Bind(v any, loc *time.Location) (Argument, error) {
	switch v := v.(type) {
	case nil:
		return null(), nil
	case bool:
		if v {
			return long(1), nil
		}
		return long(0), nil
	case int64:
		return long(v), nil
	case uint64:
		return unsigned(v), nil
	case float64:
		return Argument{Parameter: wire.Parameter{Kind: wire.Double, Double: v}}, nil
	case string:
		return text(v), nil
	case []byte:
		return octets(v), nil
	case json.RawMessage:
		return octets(v), nil
	case time.Time:
		return moment(v, loc)
	}
	return Argument{}, fmt.Errorf("cannot convert type: %T", v)
}

func null() Argument { return Argument{Parameter: wire.Parameter{Kind: wire.Null}} }

func long(n int64) Argument {
	return Argument{Parameter: wire.Parameter{Kind: wire.Long, Long: n}}
}

func unsigned(n uint64) Argument {
	if n > math.MaxInt64 {
		return Argument{Constant: strconv.FormatUint(n, 10)}
	}
	return long(int64(n))
}

func text(s string) Argument {
	if !utf8.ValidString(s) {
		return blob([]byte(s))
	}
	return Argument{Parameter: wire.Parameter{Kind: wire.String, Text: s}}
}

func octets(b []byte) Argument {
	switch {
	case b == nil:
		return null()
	case utf8.Valid(b):
		return text(string(b))
	}
	return blob(b)
}

func blob(b []byte) Argument {
	return Argument{Parameter: wire.Parameter{Kind: wire.Blob, Blob: b}}
}

// moment returns the text of a time. The zero time.Time is MySQL's zero date, as
// the zero date is the zero time.Time in a result.
func moment(t time.Time, loc *time.Location) (Argument, error) {
	if t.IsZero() {
		return text("0000-00-00"), nil
	}
	t = t.In(loc)
	if year := t.Year(); year < 1 || year > 9999 {
		return Argument{}, errors.New("year is not in the range [1, 9999]: " + strconv.Itoa(year))
	}
	layout := "2006-01-02 15:04:05.999999999"
	if h, m, s := t.Clock(); h|m|s|t.Nanosecond() == 0 {
		layout = time.DateOnly
	}
	return text(t.Format(layout)), nil
}
