package pgresult

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// generation is what a generation of the service makes of types and values.
type generation struct {
	// scalar gives the reader of a type, nil for one that is refused.
	scalar func(pgType) reader
	// member gives the ArrayValue member of an array, empty for one that is refused.
	member func(pgType) string
	// nested says that arrays of arrays are returned.
	nested bool
}

var generations = [...]generation{
	dataapi.Current: {
		scalar: func(t pgType) reader { return t.read },
		member: func(t pgType) string { return t.member },
	},
	dataapi.Older: {scalar: olderScalar, member: olderMember, nested: true},
}

// olderReaders are the types of which the older generation gave another text. It
// asked pgjdbc for it, which hands on PostgreSQL's: for json it was seen so (tests
// of cloud-utils/aurora-data-api), for dates and times, infinity included, and for
// a float4, 0.1 and not 0.10000000149011612, it is a guess.
var olderReaders = map[uint32]reader{
	oidJSON:        readString,
	oidJSONB:       readString,
	oidFloat4:      readFloat8,
	oidDate:        readString,
	oidTime:        readString,
	oidTimestamp:   readString,
	oidTimestamptz: readOlderTimestamptz,
}

// olderScalar gives every type that has no member of its own as a string: the
// older generation is said to support all of them (AWS page
// "data-api.differences"). That they come as PostgreSQL's text is a guess, above
// all for money, which pgjdbc calls a double, and bit, which it calls a boolean.
func olderScalar(t pgType) reader {
	if read, ok := olderReaders[t.oid]; ok {
		return read
	}
	if t.read == nil {
		return readString
	}
	return t.read
}

// olderMember takes the arrays that the current generation refuses for arrays of
// strings, a guess.
func olderMember(t pgType) string {
	if t.member == "" {
		return dataapi.StringValues
	}
	return t.member
}

// readOlderTimestamptz gives the wall clock of UTC (AWS page
// "data-api-operations") with as many digits of a second as PostgreSQL writes, a
// guess.
func readOlderTimestamptz(text string) (dataapi.Field, error) {
	if strings.HasSuffix(text, "infinity") {
		return dataapi.StringField(text), nil
	}
	field, err := readTimestamptz(text)
	if strings.Contains(field.String, ".") {
		field.String = strings.TrimRight(field.String, "0")
	}
	return field, err
}

// refuses says whether the service has no Field for a type.
func (g *generation) refuses(t pgType) bool {
	if t.element != 0 {
		return g.member(t) == ""
	}
	return g.scalar(t) == nil
}

// element formats the elements of an array as the scalar of their type, except the
// two types that have no scalar of their own in an ArrayValue.
func (g *generation) element(t pgType) reader {
	if t.oid == oidBytea {
		return readHex
	}
	if read := g.scalar(t); read != nil {
		return read
	}
	return readString // bit, of the current generation
}
