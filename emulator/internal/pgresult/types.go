package pgresult

import "github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"

// Object identifiers of pg_type that are the same in every PostgreSQL.
const (
	oidBool        = 16
	oidBytea       = 17
	oidChar        = 18
	oidName        = 19
	oidInt8        = 20
	oidInt2        = 21
	oidInt4        = 23
	oidText        = 25
	oidOID         = 26
	oidJSON        = 114
	oidBox         = 603
	oidFloat4      = 700
	oidFloat8      = 701
	oidMoney       = 790
	oidBpchar      = 1042
	oidVarchar     = 1043
	oidDate        = 1082
	oidTime        = 1083
	oidTimestamp   = 1114
	oidTimestamptz = 1184
	oidInterval    = 1186
	oidTimetz      = 1266
	oidBit         = 1560
	oidVarbit      = 1562
	oidNumeric     = 1700
	oidRefcursor   = 1790
	oidUUID        = 2950
	oidJSONB       = 3802
)

// pgType is what the service knows of a type.
type pgType struct {
	oid  uint32
	name string // pg_type.typname
	kind byte   // pg_type.typtype: b base, c composite, e enum, r range, p pseudo
	// element is the type of the elements of an array, 0 for everything else.
	element uint32
	// display is the name of the type in UnsupportedResultException.
	display string
	// read makes the Field of a scalar; nil for arrays and refused types.
	read reader
	// member is the ArrayValue member of an array; empty for scalars and for
	// arrays that are refused.
	member string
}

// builtin holds the types that need no look at pg_type. Types outside it are
// refused under their raw typname, save enums and pgvector's vector.
//
// Which types are returned: AuroraUserGuide data-api-operations for scalars
// and arrays, and the sources named in the package comment. The display names
// of the refused ones are those of the Rust library sqlx, which fits every
// message that was written down ("CHAR" with its quotes, INTERVAL, TIMETZ,
// MONEY, POINT, and regclass, which the library does not know).
var builtin = index(returnedScalars, returnedArrays, refusedScalars, refusedArrays)

var returnedScalars = []pgType{
	{oid: oidBool, name: "bool", read: readBool},
	{oid: oidBytea, name: "bytea", read: readBytea},
	{oid: oidName, name: "name", read: readString},
	{oid: oidInt8, name: "int8", read: readLong},
	{oid: oidInt2, name: "int2", read: readLong},
	{oid: oidInt4, name: "int4", read: readLong},
	{oid: oidText, name: "text", read: readString},
	{oid: oidOID, name: "oid", read: readString}, // localstack/localstack#13050
	{oid: oidJSON, name: "json", read: readJSON},
	// inet and cidr are documented; whether a host shows its mask is unknown,
	// so they keep PostgreSQL's text.
	{oid: 650, name: "cidr", read: readString},
	{oid: 869, name: "inet", read: readString},
	{oid: oidFloat4, name: "float4", read: readFloat4},
	{oid: oidFloat8, name: "float8", read: readFloat8},
	{oid: oidBpchar, name: "bpchar", read: readString},
	{oid: oidVarchar, name: "varchar", read: readString},
	{oid: oidDate, name: "date", read: readDate},
	{oid: oidTime, name: "time", read: readTime},
	{oid: oidTimestamp, name: "timestamp", read: readTimestamp},
	{oid: oidTimestamptz, name: "timestamptz", read: readTimestamptz},
	// NaN and the infinities of numeric are unknown; they keep their text.
	{oid: oidNumeric, name: "numeric", read: readString},
	// A void function answers with the empty string (localstack/localstack#11690).
	{oid: 2278, name: "void", kind: 'p', read: readString},
	{oid: oidUUID, name: "uuid", read: readString},
	{oid: oidJSONB, name: "jsonb", read: readJSON},
	// These two ranges come back in a form that nobody wrote down
	// (jeremydaly/data-api-client integration tests), here PostgreSQL's text.
	{oid: 3904, name: "int4range", kind: 'r', read: readString},
	{oid: 3906, name: "numrange", kind: 'r', read: readString},
}

var returnedArrays = []pgType{
	{oid: 199, name: "_json", element: oidJSON, member: dataapi.StringValues},
	{oid: 1000, name: "_bool", element: oidBool, member: dataapi.BooleanValues},
	// bytea[] and oid[] are said to work by tmokmss/aurora-data-api-proxy
	// COMPATIBILITY.md. The member is unknown; that project's decoder would
	// make bytea[] right only if the elements were PostgreSQL's hex text.
	{oid: 1001, name: "_bytea", element: oidBytea, member: dataapi.StringValues},
	{oid: 1003, name: "_name", element: oidName, member: dataapi.StringValues},
	{oid: 1005, name: "_int2", element: oidInt2, member: dataapi.LongValues},
	{oid: 1007, name: "_int4", element: oidInt4, member: dataapi.LongValues},
	{oid: 1009, name: "_text", element: oidText, member: dataapi.StringValues},
	{oid: 1014, name: "_bpchar", element: oidBpchar, member: dataapi.StringValues},
	{oid: 1015, name: "_varchar", element: oidVarchar, member: dataapi.StringValues},
	{oid: 1016, name: "_int8", element: oidInt8, member: dataapi.LongValues},
	{oid: 1021, name: "_float4", element: oidFloat4, member: dataapi.DoubleValues},
	{oid: 1022, name: "_float8", element: oidFloat8, member: dataapi.DoubleValues},
	{oid: 1028, name: "_oid", element: oidOID, member: dataapi.StringValues},
	{oid: 1115, name: "_timestamp", element: oidTimestamp, member: dataapi.StringValues},
	{oid: 1182, name: "_date", element: oidDate, member: dataapi.StringValues},
	{oid: 1183, name: "_time", element: oidTime, member: dataapi.StringValues},
	{oid: 1185, name: "_timestamptz", element: oidTimestamptz, member: dataapi.StringValues},
	{oid: 1231, name: "_numeric", element: oidNumeric, member: dataapi.StringValues},
	// bit[] is in the documented list although bit is not; member and format
	// are unknown, here the text of the bits.
	{oid: 1561, name: "_bit", element: oidBit, member: dataapi.StringValues},
	{oid: 2951, name: "_uuid", element: oidUUID, member: dataapi.StringValues},
	{oid: 3807, name: "_jsonb", element: oidJSONB, member: dataapi.StringValues},
}

// refusedScalars are seen to be refused (see the package comment) or, for bit,
// varbit, int8range and tstzrange, not documented as returned.
var refusedScalars = []pgType{
	{oid: oidChar, name: "char", display: `"CHAR"`},
	{oid: 600, name: "point", display: "POINT"},
	{oid: 601, name: "lseg", display: "LSEG"},
	{oid: 602, name: "path", display: "PATH"},
	{oid: oidBox, name: "box", display: "BOX"},
	{oid: 604, name: "polygon", display: "POLYGON"},
	{oid: 628, name: "line", display: "LINE"},
	{oid: 705, name: "unknown", kind: 'p', display: "UNKNOWN"},
	{oid: 718, name: "circle", display: "CIRCLE"},
	{oid: 774, name: "macaddr8", display: "MACADDR8"},
	{oid: oidMoney, name: "money", display: "MONEY"},
	{oid: 829, name: "macaddr", display: "MACADDR"},
	{oid: oidInterval, name: "interval", display: "INTERVAL"},
	{oid: oidTimetz, name: "timetz", display: "TIMETZ"},
	{oid: oidBit, name: "bit", display: "BIT"},
	{oid: oidVarbit, name: "varbit", display: "VARBIT"},
	{oid: 2249, name: "record", kind: 'p', display: "RECORD"},
	{oid: 3908, name: "tsrange", kind: 'r', display: "TSRANGE"},
	{oid: 3910, name: "tstzrange", kind: 'r', display: "TSTZRANGE"},
	{oid: 3912, name: "daterange", kind: 'r', display: "DATERANGE"},
	{oid: 3926, name: "int8range", kind: 'r', display: "INT8RANGE"},
	{oid: 4072, name: "jsonpath", display: "JSONPATH"},
}

// refusedArrays are the arrays outside the documented list.
var refusedArrays = []pgType{
	{oid: 629, name: "_line", element: 628, display: "LINE[]"},
	{oid: 651, name: "_cidr", element: 650, display: "CIDR[]"},
	{oid: 719, name: "_circle", element: 718, display: "CIRCLE[]"},
	{oid: 775, name: "_macaddr8", element: 774, display: "MACADDR8[]"},
	{oid: 791, name: "_money", element: oidMoney, display: "MONEY[]"},
	{oid: 1002, name: "_char", element: oidChar, display: `"CHAR"[]`},
	{oid: 1017, name: "_point", element: 600, display: "POINT[]"},
	{oid: 1018, name: "_lseg", element: 601, display: "LSEG[]"},
	{oid: 1019, name: "_path", element: 602, display: "PATH[]"},
	{oid: 1020, name: "_box", element: oidBox, display: "BOX[]"},
	{oid: 1027, name: "_polygon", element: 604, display: "POLYGON[]"},
	{oid: 1040, name: "_macaddr", element: 829, display: "MACADDR[]"},
	{oid: 1041, name: "_inet", element: 869, display: "INET[]"},
	{oid: 1187, name: "_interval", element: oidInterval, display: "INTERVAL[]"},
	{oid: 1270, name: "_timetz", element: oidTimetz, display: "TIMETZ[]"},
	{oid: 1563, name: "_varbit", element: oidVarbit, display: "VARBIT[]"},
	{oid: 2287, name: "_record", kind: 'p', element: 2249, display: "RECORD[]"},
	{oid: 3905, name: "_int4range", element: 3904, display: "INT4RANGE[]"},
	{oid: 3907, name: "_numrange", element: 3906, display: "NUMRANGE[]"},
	{oid: 3909, name: "_tsrange", element: 3908, display: "TSRANGE[]"},
	{oid: 3911, name: "_tstzrange", element: 3910, display: "TSTZRANGE[]"},
	{oid: 3913, name: "_daterange", element: 3912, display: "DATERANGE[]"},
	{oid: 3927, name: "_int8range", element: 3926, display: "INT8RANGE[]"},
	{oid: 4073, name: "_jsonpath", element: 4072, display: "JSONPATH[]"},
}

func index(tables ...[]pgType) map[uint32]pgType {
	types := make(map[uint32]pgType)
	for _, table := range tables {
		for _, t := range table {
			if t.kind == 0 {
				t.kind = 'b'
			}
			types[t.oid] = t
		}
	}
	return types
}
