package postgres

import (
	"strings"
	"sync"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// returned are the types that the service returns, by pg_type.typname
// (AuroraUserGuide data-api-operations; for oid and void
// localstack/localstack#13050 and #11690, for the two ranges
// jeremydaly/data-api-client's integration tests). Enums come on top of them.
var returned = set(`bool bytea name int2 int4 int8 text oid json jsonb cidr inet float4 float8 bpchar varchar date time timestamp
	timestamptz numeric void uuid int4range numrange vector`)

// returnedArrays are the arrays that the service returns, by the type of their
// elements (AuroraUserGuide data-api-operations; for bytea and oid
// tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
var returnedArrays = set(`bool bytea name int2 int4 int8 text oid json jsonb float4 float8 bpchar varchar date time timestamp
	timestamptz numeric bit uuid`)

// instants are the types of which the service does not return infinity.
var instants = set(`date timestamp timestamptz`)

// named are types that pgx does not know and PostgreSQL does.
var named = set(`timetz money regclass regtype regproc regprocedure regoper regoperator regrole regnamespace regconfig
	regdictionary pg_lsn tsquery pg_snapshot txid_snapshot refcursor`)

// set returns what tells whether a word is one of some. It is made when it is first
// asked, since a program that starts should not wait for it.
func set(words string) func(word string) bool {
	made := sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for word := range strings.FieldsSeq(words) {
			set[word] = true
		}
		return set
	})
	return func(word string) bool { return made()[word] }
}

// isReturned reports whether the service returns values of a type, by its name.
func isReturned(typeName string) bool {
	if element, ok := strings.CutPrefix(typeName, "_"); ok {
		return returnedArrays(element)
	}
	return returned(baseType(typeName))
}

// jdbcVarchar is the code that pgjdbc has for texts and for enums.
const jdbcVarchar = 12

// isRefused reports whether the service refuses a result with values in a column.
// An enum is known by its code.
func isRefused(c *wire.Column) bool {
	isEnum := c.Type == jdbcVarchar && !isBuiltIn(c.TypeName)
	return !isReturned(c.TypeName) && !isEnum
}

// isBuiltIn reports whether PostgreSQL has a type from the start, by its name.
func isBuiltIn(typeName string) bool {
	_, ok := forms()[elementName(typeName)]
	return ok || named(elementName(typeName))
}

func elementName(typeName string) string { return strings.TrimPrefix(typeName, "_") }

func isArray(c *wire.Column) bool { return strings.HasPrefix(c.TypeName, "_") }

// Refusal is what the service finds in a result that it does not return. The zero
// value is none.
type Refusal struct {
	kind     refusalKind
	typeName string // of a refused type
}

type refusalKind uint8

const (
	noRefusal refusalKind = iota
	refusedType
	refusedDimensions
	refusedInfinity
)

// Infinity is the refusal of an infinite date or timestamp, for which the service
// has no words: it fails with InternalFailure and says nothing
// (tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
var Infinity = Refusal{kind: refusedInfinity}

// ReadRefusal reads the message of an UnsupportedResultException:
//
//	The result contains the unsupported data type INTERVAL.
//	The result contains a multidimensional array.
//
// (simiancraft/drizzle-kit-rds-data-api-repro; tmokmss/aurora-data-api-proxy
// COMPATIBILITY.md). It returns none for another one, such as that of a result
// that is too large.
func ReadRefusal(message string) Refusal {
	if _, name, ok := strings.Cut(message, "unsupported data type "); ok {
		return Refusal{kind: refusedType, typeName: typeName(strings.TrimSuffix(name, "."))}
	}
	if strings.Contains(message, "multidimensional array") {
		return Refusal{kind: refusedDimensions}
	}
	return Refusal{}
}

// typeName returns pg_type.typname for the name of a type in a message: types that
// the service's library knows are in upper case, their arrays end in brackets, and
// "CHAR" has its quotes.
func typeName(display string) string {
	name, isArray := strings.CutSuffix(display, "[]")
	if upper := strings.ToUpper(name); upper == name {
		name = strings.ToLower(strings.Trim(name, `"`))
	}
	if isArray {
		return "_" + name
	}
	return name
}

// IsNone reports whether nothing was refused.
func (r Refusal) IsNone() bool { return r.kind == noRefusal }

// concerns reports whether a column may be what was refused.
func (r Refusal) concerns(c *wire.Column) bool {
	switch r.kind {
	case refusedType:
		return c.TypeName == r.typeName
	case refusedDimensions:
		return isArray(c)
	case refusedInfinity:
		return instants(elementName(c.TypeName))
	}
	return false
}

// isOfTypes reports whether types are refused, and not some of their values.
func (r Refusal) isOfTypes() bool { return r.kind == noRefusal || r.kind == refusedType }

// what names the values that are refused, in front of a column.
func (r Refusal) what() string {
	switch r.kind {
	case refusedDimensions:
		return "arrays of more than one dimension, which may be in "
	case refusedInfinity:
		return "infinity, which may be in "
	}
	return ""
}
