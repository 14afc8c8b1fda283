package conformance_test

import "slices"

// argumentDifference is what becomes of some arguments in columns of some types,
// where pgx/stdlib does something else.
type argumentDifference struct {
	from, to []string
	outcome  string
	why      string
}

// Outcomes and reasons of most differences.
const (
	mismatch = "error 42804" // datatype_mismatch
	tooLong  = "error 22001" // string_data_right_truncation

	notAssigned  = "PostgreSQL does not assign the argument's type to the column's without a cast in the SQL text"
	assigned     = "PostgreSQL assigns the argument's type to the column's; pgx refuses"
	textOf       = "what is assigned is PostgreSQL's text of the value, and not Go's"
	sixteenBytes = "sixteen bytes are a UUID, as in the other modes; pgx has no text for them with its simple protocol"
	rounded      = "PostgreSQL rounds; pgx cuts off"
	inUTC        = "an instant is sent as a timestamptz, and its clock in UTC is assigned; pgx sends the clock of its location"
)

// Groups of arguments.
var (
	booleans = list("bool", "sql.NullBool")
	integers = list("int", "*int", "int8", "int16", "int32", "int64", "uint8", "uint32", "uint64",
		"named int", "sql.NullInt64", "sql.NullInt32", "sql.Null[int64]", "sql.Named")
	fractions = list("float32", "float64", "sql.NullFloat64")
	digits    = list("string 1", "*string", "named string", "driver.Valuer", "driver.Valuer of pointer",
		"sql.NullString", "pgtype.Text")
	times = list("time.Time", "*time.Time", "sql.NullTime")
)

func list(names ...string) []string { return names }

// execDifferences are those of the mode exec. The reason for all of them is one:
// the driver types a parameter by its Go value alone, while by default it asks the
// server for the type of the column first, as pgx does. Then there are none.
var execDifferences = []argumentDifference{
	{booleans, list("text", "varchar"), `string "true"`, assigned},
	{booleans, list("char"), `string "true    "`, assigned},
	{slices.Concat(booleans, integers, fractions, list("int64 max", "uint64 max", "float64 whole", "[]string", "[]int", "[]int64", "[]float64", "[]bool")), list("json", "jsonb"), mismatch, notAssigned},
	{integers, list("text", "varchar"), `string "1"`, assigned},
	{integers, list("char"), `string "1       "`, assigned},
	{list("int64 max"), list("text", "varchar"), `string "9223372036854775807"`, assigned},
	{list("uint64 max"), list("float4", "float8"), `float64 1.8446744073709552e+19`, assigned},
	{list("uint64 max"), list("text", "varchar"), `string "18446744073709551615"`, assigned},
	{list("*big.Int"), list("bytea", "json", "jsonb", "interval"), mismatch, notAssigned},
	{fractions, list("int2", "int4", "int8"), `int64 2`, rounded},
	{fractions, list("text", "varchar"), `string "1.5"`, assigned},
	{fractions, list("char"), `string "1.5     "`, assigned},
	{list("float64 whole"), list("text", "varchar"), `string "2"`, assigned},
	{list("float64 whole"), list("char"), `string "2       "`, assigned},
	{digits, list("bool", "int2", "int4", "int8", "float4", "float8", "numeric", "bytea", "json", "jsonb", "interval"), mismatch, notAssigned},
	{list("decimal"), list("float4", "float8", "numeric", "bytea", "json", "jsonb", "interval"), mismatch, notAssigned},
	{list("string abc", "string empty"), list("bytea"), mismatch, notAssigned},
	{list("string uuid", "uuid"), list("bytea", "uuid"), mismatch, notAssigned},
	{slices.Concat(times, list("string json", "time.Time UTC", "time.Time after midnight", "netip.Addr", "netip.Prefix")), list("bytea", "json", "jsonb"), mismatch, notAssigned},
	{list("string date"), list("bytea", "date", "timestamp", "timestamptz"), mismatch, notAssigned},
	{list("string timestamp"), list("bytea", "date", "time", "timestamp", "timestamptz"), mismatch, notAssigned},
	{list("string time"), list("bytea", "time", "interval"), mismatch, notAssigned},
	{list("string enum"), list("bytea", "mood"), mismatch, notAssigned},
	{list("string inet"), list("bytea", "inet"), mismatch, notAssigned},
	{list("string interval"), list("bytea", "interval"), mismatch, notAssigned},
	{list("string array"), list("bytea", "int4s", "texts"), mismatch, notAssigned},
	{list("[]byte 1", "named bytes"), list("bool", "int2", "int4", "int8", "float4", "float8", "numeric", "uuid", "json", "jsonb", "interval", "int4s"), mismatch, notAssigned},
	{list("[]byte 1", "named bytes"), list("text", "varchar"), `string "\\x31"`, textOf},
	{list("[]byte 1", "named bytes"), list("char"), `string "\\x31    "`, textOf},
	{list("[]byte binary"), list("text", "varchar", "char"), `string "\\x0001ff"`, assigned},
	{list("[]byte binary"), list("uuid", "int4s"), mismatch, notAssigned},
	{list("json.RawMessage", "net.IP"), list("bytea", "uuid", "int4s"), mismatch, notAssigned},
	{slices.Concat(times, list("time.Time UTC")), list("text", "varchar"), `string "2024-02-29 11:14:15.123456+00"`, textOf},
	{times, list("time"), `string "11:14:15.123456"`, inUTC},
	{times, list("timestamp"), `time.Time 2024-02-29T11:14:15.123456Z UTC`, inUTC},
	{list("time.Time after midnight"), list("text", "varchar"), `string "2024-02-29 23:02:03+00"`, textOf},
	{list("time.Time after midnight"), list("date"), `time.Time 2024-02-29T00:00:00Z UTC`, inUTC},
	{list("time.Time after midnight"), list("time"), `string "23:02:03"`, inUTC},
	{list("time.Time after midnight"), list("timestamp"), `time.Time 2024-02-29T23:02:03Z UTC`, inUTC},
	{list("time.Duration"), list("int4", "int8", "float4", "float8", "numeric", "bytea", "json", "jsonb"), mismatch, notAssigned},
	{list("time.Duration"), list("text", "varchar", "char"), `string "00:00:01"`, textOf},
	{list("time.Duration"), list("time"), `string "00:00:01"`, assigned},
	{list("[16]byte"), list("text", "varchar"), `string "01000000-0000-0000-0000-000000000000"`, assigned},
	{list("[16]byte"), list("json", "jsonb", "int4s"), mismatch, notAssigned},
	{list("net.IP"), list("text", "varchar"), `string "::ffff:10.1.2.3/128"`, assigned},
	{list("netip.Addr"), list("text", "varchar"), `string "10.1.2.3/32"`, textOf},
	{list("netip.Addr"), list("char"), tooLong, "the text of an inet shows the mask, which makes it longer than the column"},
	{list("[]string"), list("text", "varchar"), `string "{a,b}"`, assigned},
	{list("[]string"), list("char"), `string "{a,b}   "`, assigned},
	{list("[]int", "[]int64"), list("text", "varchar", "texts"), `string "{1,2}"`, assigned},
	{list("[]int", "[]int64"), list("char"), `string "{1,2}   "`, assigned},
	{list("[]float64"), list("text", "varchar", "texts"), `string "{1.5,2}"`, assigned},
	{list("[]float64"), list("char"), `string "{1.5,2} "`, assigned},
	{list("[]float64"), list("int4s"), `string "{2,2}"`, rounded},
	{list("[]bool"), list("text", "varchar"), `string "{t,f}"`, assigned},
	{list("[]bool"), list("char"), `string "{t,f}   "`, assigned},
	{list("[]bool"), list("texts"), `string "{true,false}"`, assigned},
	{list("map", "struct"), list("json", "jsonb"), `error without SQLSTATE`, "the driver does not make JSON of a map or a struct: pass the result of json.Marshal as a string or json.RawMessage"},
}

// simpleDifferences are those of the mode simple.
var simpleDifferences = []argumentDifference{
	{list("[16]byte"), list("text", "varchar", "uuid"), `string "01000000-0000-0000-0000-000000000000"`, sixteenBytes},
	{list("[16]byte"), list("bytea"), `[]uint8 "01000000-0000-0000-0000-000000000000"`, sixteenBytes},
}

// A difference is found by the names of argument and column type; nil means that
// there is none.
var (
	execDifferenceOf   = indexDifferences(execDifferences)
	simpleDifferenceOf = indexDifferences(simpleDifferences)
)

func indexDifferences(differences []argumentDifference) map[[2]string]*argumentDifference {
	index := map[[2]string]*argumentDifference{}
	for i := range differences {
		d := &differences[i]
		for _, from := range d.from {
			for _, to := range d.to {
				index[[2]string{from, to}] = d
			}
		}
	}
	return index
}
