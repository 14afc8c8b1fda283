package mysql

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Value returns the driver.Value of a field, and as bytes of its own what
// go-sql-driver/mysql gives as bytes. A uint64 is one too.
//
// A field of a column that a [Recast] has cast is the bytes of its text.
func (c *Column) Value(f *wire.Field) (driver.Value, error) {
	switch f.Kind {
	case wire.Null:
		return nil, nil
	case wire.Bool:
		return c.truth(f.Bool)
	case wire.Long:
		return c.long(f.Long), nil
	case wire.Double:
		return c.double(f.Double), nil
	case wire.String:
		return c.text(f.Text)
	case wire.Blob:
		return c.blob(f.Blob)
	}
	return nil, c.malformed()
}

// truth returns the value of a booleanValue, of which the service makes any number
// but 0 true. Of several bits nothing is left that could be returned.
func (c *Column) truth(b bool) (driver.Value, error) {
	switch {
	case c.of.kind == bits:
		return nil, fmt.Errorf("decode column %q: the Data API returns whether one of its %d bits is set: select it as CAST(… AS UNSIGNED)", c.name, c.precision)
	case b:
		return int64(1), nil
	}
	return int64(0), nil
}

// long returns the value of a longValue, which of an unsigned number may have
// become a negative one.
func (c *Column) long(n int64) driver.Value {
	if c.of.unsigned && c.of.name == "BIGINT" {
		return c.unsigned(uint64(n))
	}
	return n
}

// unsigned returns a BIGINT UNSIGNED, for which go-sql-driver/mysql has three
// types.
func (c *Column) unsigned(n uint64) driver.Value {
	switch {
	case !c.form.Binary:
		return n
	case n <= math.MaxInt64:
		return int64(n)
	}
	return strconv.AppendUint(nil, n, 10)
}

// double returns the value of a doubleValue, which of a FLOAT is the decimal number
// that is nearest to it.
func (c *Column) double(x float64) driver.Value {
	if c.of.kind == float {
		return float32(x)
	}
	return x
}

// blob returns the value of a blobValue.
func (c *Column) blob(b []byte) (driver.Value, error) {
	switch {
	case c.of.kind == boolean && isBit(b):
		return b, nil
	case c.of.isOctets(), c.of.kind == other:
		return b, nil
	}
	return c.text(string(b))
}

// isBit reports whether a text is the one bit of a BIT(1), and not the digits of a
// TINYINT(1).
func isBit(b []byte) bool { return len(b) == 1 && b[0] <= 1 }

// text returns the value of a stringValue.
func (c *Column) text(s string) (driver.Value, error) {
	switch c.of.kind {
	case boolean, integer:
		return c.integer(s)
	case float:
		x, err := strconv.ParseFloat(s, 32)
		return float32(x), c.check(err)
	case double:
		x, err := strconv.ParseFloat(s, 64)
		return x, c.check(err)
	case clock:
		return []byte(withDecimals(s, c.decimals)), nil
	case instant:
		return c.instant(s)
	}
	return []byte(s), nil
}

func (c *Column) integer(s string) (driver.Value, error) {
	if c.of.unsigned && c.of.name == "BIGINT" {
		n, err := strconv.ParseUint(s, 10, 64)
		return c.unsigned(n), c.check(err)
	}
	if year, _, _, ok := parseDate(s); ok && c.of.name == "YEAR" {
		return int64(year), nil // Aurora Serverless v1 made a date of it
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, c.check(err)
}

// instant returns a time.Time, or the text with the digits of a second that the
// type has.
func (c *Column) instant(s string) (driver.Value, error) {
	t, ok := parseTime(s, c.form.Location)
	switch {
	case !ok:
		return nil, c.malformed()
	case c.form.ParseTime:
		return t, nil
	case c.of.name == "DATE":
		return []byte(s), nil
	}
	return []byte(withDecimals(s, c.decimals)), nil
}

func (c *Column) check(err error) error {
	if err != nil {
		return c.malformed()
	}
	return nil
}

// malformed leaves the value out: it is the user's.
func (c *Column) malformed() error {
	return fmt.Errorf("decode column %q: malformed %s", c.name, c.DatabaseTypeName())
}
