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
	oidVarchar     = 1043
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
	size    int // of the values, in octets
}

// maxBinding is the most octets the emulator sends to the database as the
// parameters of one execution. A request of 4 MiB can come to far more, as its
// parameters count once for each placeholder; PostgreSQL takes 1 GiB. Whether
// the service has a limit of its own is unknown.
const maxBinding = 64 << 20

// hintTypes gives the type that each typeHint binds as. The JSON hint is jsonb:
// the service says "cannot cast type jsonb" of such values (tests of
// jeremydaly/data-api-client).
var hintTypes = map[string]uint32{
	"UUID":      oidUUID,
	"JSON":      oidJSONB,
	"TIMESTAMP": oidTimestamp,
	"DATE":      oidDate,
	"TIME":      oidTime,
	"DECIMAL":   oidNumeric,
}

// bind finds the parameter of each placeholder. One that is missing is left
// out, so that the database itself complains about their number: the service is
// known to rewrite placeholders that no parameter belongs to, and to run the
// statement if the database finds nothing wrong (tmokmss/aurora-data-api-proxy,
// COMPATIBILITY.md); its words when one is missed are not known. The limit on
// the length of a statement keeps their number below PostgreSQL's 65535.
func (g *generation) bind(names []string, set []dataapi.Parameter) (*binding, error) {
	arguments := make(map[string]argument, len(set))
	for _, p := range set {
		arguments[p.Name] = g.newArgument(p)
	}
	b := &binding{}
	for _, name := range names {
		if a, ok := arguments[name]; ok {
			b.add(a)
		}
	}
	if b.size > maxBinding {
		return nil, dataapi.Errorf(dataapi.InternalServerError,
			"emulator: the parameters come to more than %d MiB, counted once for each placeholder", maxBinding>>20)
	}
	return b, nil
}

func (b *binding) add(a argument) {
	b.types = append(b.types, a.oid)
	b.formats = append(b.formats, a.format)
	b.values = append(b.values, a.value)
	b.size += len(a.value)
}

// argument is a parameter in the form it is bound in.
type argument struct {
	oid    uint32
	format int16
	value  []byte // nil for NULL
}

func (g *generation) newArgument(p dataapi.Parameter) argument {
	a := g.encode(p.Value)
	if p.Hint != "" && p.Value.Kind == dataapi.KindString {
		a.oid = hintTypes[p.Hint]
	}
	return a
}

// encode gives the type, format and octets of a value. The types are those that
// error messages of the service show: text, not unknown, for a string
// (drizzle-team/drizzle-orm#2583). NULL goes untyped.
func (g *generation) encode(f dataapi.Field) argument {
	switch f.Kind {
	case dataapi.KindBoolean:
		return argument{oidBool, textFormat, strconv.AppendBool(nil, f.Boolean)}
	case dataapi.KindLong:
		return argument{oidInt8, textFormat, strconv.AppendInt(nil, f.Long, 10)}
	case dataapi.KindDouble:
		return argument{oidFloat8, textFormat, appendDouble(f.Double)}
	case dataapi.KindString:
		return argument{g.text, textFormat, []byte(f.String)}
	case dataapi.KindBlob:
		return argument{oidBytea, binaryFormat, append([]byte{}, f.Blob...)}
	}
	return argument{oidUnspecified, textFormat, nil}
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
