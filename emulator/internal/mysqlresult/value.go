package mysqlresult

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// value is one value that is not NULL: what the server sent and, of all that it
// sent as octets, their text.
type value struct {
	mysql.FieldValue
	text string
}

// A reader makes the Field of a value. Its error is the *dataapi.Exception that
// the service answers with for such a value.
type reader func(v value) (dataapi.Field, error)

func readString(v value) (dataapi.Field, error) { return dataapi.StringField(v.text), nil }

func readBlob(v value) (dataapi.Field, error) { return dataapi.BlobField(v.AsString()), nil }

// readLong gives an integer. What the service does with one above 2^63-1 is
// unknown: a longValue cannot hold it.
func readLong(v value) (dataapi.Field, error) {
	if v.Type == mysql.FieldValueTypeUnsigned && v.AsUint64() > math.MaxInt64 {
		return dataapi.Field{}, dataapi.UnsupportedType("BIGINT UNSIGNED")
	}
	return dataapi.LongField(v.AsInt64()), nil
}

// readDigits gives an integer as text, for longReturnType STRING.
func readDigits(v value) (dataapi.Field, error) {
	field, err := readLong(v)
	return dataapi.StringField(strconv.FormatInt(field.Long, 10)), err
}

func readBoolean(v value) (dataapi.Field, error) { return dataapi.BooleanField(v.AsUint64() != 0), nil }

// readBit gives true for a BIT with any bit set, of whatever width
// (shogo82148/go-rdsdata).
func readBit(v value) (dataapi.Field, error) {
	return dataapi.BooleanField(len(bytes.TrimLeft(v.AsString(), "\x00")) > 0), nil
}

// readFloat gives the shortest decimal of the float, 0.1 and not
// 0.10000000149011612. It was seen on the older generation, and what the
// integration tests of shogo82148/go-rdsdata expect agrees with it.
func readFloat(v value) (dataapi.Field, error) {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v.AsFloat64(), 'g', -1, 32), 64)
	if err != nil || math.IsInf(short, 0) { // the text protocol has rounded it beyond the largest float
		short = v.AsFloat64()
	}
	return dataapi.DoubleField(short), nil
}

func readDouble(v value) (dataapi.Field, error) { return dataapi.DoubleField(v.AsFloat64()), nil }

// readNumber gives a decimal as a number, for decimalReturnType DOUBLE_OR_LONG.
func readNumber(v value) (dataapi.Field, error) { return dataapi.NumberField(v.text) }

// readYear gives a YEAR as text (shogo82148/go-rdsdata; the older generation made
// a date of it).
func readYear(v value) (dataapi.Field, error) {
	return dataapi.StringField(fmt.Sprintf("%04d", v.AsInt64())), nil
}

// readDate gives a date. What the service does with one that no calendar has,
// such as 0000-00-00, is unknown. Here it fails as an infinite date does on
// PostgreSQL.
func readDate(v value) (dataapi.Field, error) {
	if _, err := time.Parse(time.DateOnly, v.text); err != nil {
		return dataapi.Field{}, dataapi.Failure()
	}
	return dataapi.StringField(v.text), nil
}

func readDateTime(v value) (dataapi.Field, error) {
	if _, err := time.Parse(time.DateTime, v.text); err != nil { // takes a fraction
		return dataapi.Field{}, dataapi.Failure()
	}
	return dataapi.StringField(shortFraction(v.text)), nil
}

// readTime gives a time of day. What the service does with a TIME that is none,
// negative or of 24 hours and more, is unknown; here it fails, too.
func readTime(v value) (dataapi.Field, error) {
	if _, err := time.Parse(time.TimeOnly, v.text); err != nil {
		return dataapi.Field{}, dataapi.Failure()
	}
	return dataapi.StringField(shortFraction(v.text)), nil
}

// shortFraction writes the fraction of a second with no digits, with three or with
// six, as few as keep it. The rule was seen on PostgreSQL (sbalmt/ez4); that it
// holds for MySQL is a guess.
func shortFraction(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	switch {
	case fraction == "":
		return whole
	case len(fraction) <= 3:
		return whole + "." + fraction + "000"[len(fraction):]
	}
	return whole + "." + fraction + "000000"[min(len(fraction), 6):]
}

// size is what a value counts towards the limit: its octets as text.
func size(v *mysql.FieldValue) int {
	switch v.Type {
	case mysql.FieldValueTypeString:
		return len(v.AsString())
	case mysql.FieldValueTypeSigned:
		return len(strconv.AppendInt(make([]byte, 0, 20), v.AsInt64(), 10))
	case mysql.FieldValueTypeUnsigned:
		return len(strconv.AppendUint(make([]byte, 0, 20), v.AsUint64(), 10))
	case mysql.FieldValueTypeFloat:
		return len(strconv.AppendFloat(make([]byte, 0, 32), v.AsFloat64(), 'g', -1, 64))
	}
	return 0
}
