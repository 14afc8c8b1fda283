package pgsession

import (
	"math"
	"strconv"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// The types parameters are bound with.
const (
	oidUnspecified = 0
	oidBool        = 16
	oidBytea       = 17
	oidInt8        = 20
	oidText        = 25
	oidFloat8      = 701
	oidDate        = 1082
	oidTime        = 1083
	oidTimestamp   = 1114
	oidNumeric     = 1700
	oidUUID        = 2950
	oidJSONB       = 3802
)

const (
	textFormat   = 0
	binaryFormat = 1
)

// binding is the parameters of one execution, in the order of their
// placeholders.
type binding struct {
	types   []uint32
	formats []int16
	values  [][]byte
}

// bind finds the parameter of each placeholder. One that is missing is left
// out, so that the database itself complains about their number: the service is
// known to rewrite placeholders that no parameter belongs to, and to run the
// statement if the database finds nothing wrong (tmokmss/aurora-data-api-proxy,
// COMPATIBILITY.md); its words when one is missed are not known. The limit on
// the length of a statement keeps their number below PostgreSQL's 65535. A parameter that no placeholder asks for is refused with the words of
// the older generation (jeremydaly/data-api-client#98), which is a guess.
func bind(names []string, set []dataapi.Parameter) (*binding, error) {
	parameters := make(map[string]dataapi.Parameter, len(set))
	for _, p := range set {
		parameters[p.Name] = p
	}
	b := &binding{types: make([]uint32, 0, len(names)), values: make([][]byte, 0, len(names))}
	used := make(map[string]bool, len(set))
	for _, name := range names {
		p, ok := parameters[name]
		if !ok {
			continue
		}
		used[name] = true
		if err := b.add(p); err != nil {
			return nil, err
		}
	}
	for _, p := range set {
		if !used[p.Name] {
			return nil, dataapi.Errorf(dataapi.Validation, "Cannot find parameter: %s", p.Name)
		}
	}
	return b, nil
}

func (b *binding) add(p dataapi.Parameter) error {
	oid, format, value := encode(p.Value)
	if p.Hint != "" && p.Value.Kind == dataapi.KindString {
		hint := hints[p.Hint]
		if !hint.valid(p.Value.String) {
			// What the service says to such a value is unknown.
			return dataapi.Errorf(dataapi.Validation, "Parameter %q has a value that is not a valid %s", p.Name, p.Hint)
		}
		oid = hint.oid
	}
	b.types = append(b.types, oid)
	b.formats = append(b.formats, format)
	b.values = append(b.values, value)
	return nil
}

// encode gives the type, format and octets of a value. The types are those that
// error messages of the service show: text, not unknown, for a string
// (drizzle-team/drizzle-orm#2583). NULL goes untyped.
func encode(f dataapi.Field) (oid uint32, format int16, value []byte) {
	switch f.Kind {
	case dataapi.KindBoolean:
		return oidBool, textFormat, strconv.AppendBool(nil, f.Boolean)
	case dataapi.KindLong:
		return oidInt8, textFormat, strconv.AppendInt(nil, f.Long, 10)
	case dataapi.KindDouble:
		return oidFloat8, textFormat, appendDouble(f.Double)
	case dataapi.KindString:
		return oidText, textFormat, []byte(f.String)
	case dataapi.KindBlob:
		return oidBytea, binaryFormat, append([]byte{}, f.Blob...)
	}
	return oidUnspecified, textFormat, nil
}

func appendDouble(d float64) []byte {
	switch {
	case math.IsInf(d, 1):
		return []byte("Infinity")
	case math.IsInf(d, -1):
		return []byte("-Infinity")
	}
	return strconv.AppendFloat(nil, d, 'g', -1, 64)
}
