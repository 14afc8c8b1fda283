package dataapi

import (
	"errors"
	"strconv"
)

// NumberField makes a number of a decimal, for decimalReturnType DOUBLE_OR_LONG.
// When the service takes which member is unknown: here a decimal without
// decimal places that fits is a longValue and every other a doubleValue, so
// that 10 is a long and 10.00 a double. One beyond a double fails as a json
// number beyond a double does, which is a guess too. A text that is no number is
// an error that is strconv.ErrSyntax.
func NumberField(text string) (Field, error) {
	if v, err := strconv.ParseInt(text, 10, 64); err == nil {
		return LongField(v), nil
	}
	v, err := strconv.ParseFloat(text, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return Field{}, Failure()
	case err != nil:
		return Field{}, err
	}
	return DoubleField(v), nil
}
