package conformance_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/google/uuid"
	govalues "github.com/govalues/decimal"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"
)

// goValue is a Go value of a kind that programs have, with the types of the
// columns that they put it in, and some that it does not fit.
type goValue struct {
	name  string
	value any
	types []string
}

// Types of programs.
type (
	fruitName  string
	fruitCount int
	fruits     []fruit
	order      struct {
		ID    int            `json:"id"`
		Items []fruit        `json:"items,omitempty"`
		Note  *string        `json:"note"`
		Extra map[string]any `json:"-"`
	}
	orderValuer struct{ order }
	embedding   []float32 // as pgvector's Vector has it
	weekday     int
	jsonColumn  map[string]any
)

func (o orderValuer) Value() (driver.Value, error) { return json.Marshal(o.order) }
func (j jsonColumn) Value() (driver.Value, error)  { return json.Marshal(map[string]any(j)) }
func (d weekday) String() string                   { return [...]string{"sad", "ok"}[d] }
func (e embedding) Value() (driver.Value, error) {
	return strings.Join(strings.Fields(fmt.Sprint([]float32(e))), ","), nil
}

var (
	someID        = uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
	onePointer    = &oneInt
	someApd, _, _ = apd.NewFromString("-12345678901234567890.12345")
	numbers       = list("int2", "int4", "int8", "float4", "float8", "numeric", "text", "posint")
	exact         = list("numeric", "text", "int4", "money")
	identifiers   = list("uuid", "text", "bytea", "varchar(40)")
	documents     = list("json", "jsonb", "text", "bytea")
	_, someNet, _ = net.ParseCIDR("10.1.0.0/16")
	someMAC, _    = net.ParseMAC("01:23:45:67:89:ab")
)

var goValues = []goValue{
	{name: "pq.StringArray", value: pq.StringArray{"a", `b"\,`, ""}, types: list("text[]", "varchar[]", "citext[]", "text", "int4[]")},
	{name: "pq.Array of strings", value: pq.Array([]string{"ok", "sad"}), types: list("text[]", "mood[]")},
	{name: "pq.Array of int64", value: pq.Array([]int64{1, 2}), types: list("int8[]", "int4[]", "numeric[]", "text[]", "text")},
	{name: "pq.Array of int", value: pq.Array([]int{1, 2}), types: list("int8[]", "int4[]")},
	{name: "pq.Array of slices", value: pq.Array([][]int64{{1, 2}, {3, 4}}), types: list("int8[]", "int4[]")},
	{name: "pq.Array of bytes", value: pq.Array([][]byte{{0, 1}, nil}), types: list("bytea[]")},
	{name: "pq.Array of bools", value: pq.Array([]bool{true}), types: list("bool[]")},
	{name: "pq.Array of floats", value: pq.Array([]float64{1.5}), types: list("float8[]", "numeric[]")},
	{name: "pq.Array of times", value: pq.Array([]time.Time{someday}), types: list("timestamptz[]", "timestamp[]", "date[]")},
	{name: "pq.Array of UUIDs", value: pq.Array([]uuid.UUID{someID}), types: list("uuid[]", "text[]")},
	{name: "pq.Array empty", value: pq.Array([]string{}), types: list("text[]", "int4[]")},
	{name: "pq.Array nil", value: pq.Array([]string(nil)), types: list("text[]", "int4[]")},

	{name: "pgtype.Text", value: pgtype.Text{String: "ok", Valid: true}, types: list("text", "mood", "varchar", "int4")},
	{name: "pgtype.Text null", value: pgtype.Text{}, types: list("text", "mood", "int4")},
	{name: "pgtype.Int4", value: pgtype.Int4{Int32: 7, Valid: true}, types: numbers},
	{name: "pgtype.Int8", value: pgtype.Int8{Int64: math.MaxInt64, Valid: true}, types: numbers},
	{name: "pgtype.Float8", value: pgtype.Float8{Float64: 1.5, Valid: true}, types: list("float8", "numeric", "text")},
	{name: "pgtype.Bool", value: pgtype.Bool{Bool: true, Valid: true}, types: list("bool")},
	{name: "pgtype.Numeric", value: pgtype.Numeric{Int: big.NewInt(-12345), Exp: -2, Valid: true}, types: list("numeric", "float8", "text")},
	{name: "pgtype.Numeric NaN", value: pgtype.Numeric{NaN: true, Valid: true}, types: list("numeric")},
	{name: "pgtype.Timestamptz", value: pgtype.Timestamptz{Time: someday, Valid: true}, types: list("timestamptz", "text")},
	{name: "pgtype.Timestamptz infinity", value: pgtype.Timestamptz{InfinityModifier: pgtype.Infinity, Valid: true}, types: list("timestamptz", "text")},
	{name: "pgtype.Timestamp", value: pgtype.Timestamp{Time: someday.UTC(), Valid: true}, types: list("timestamp")},
	{name: "pgtype.Date", value: pgtype.Date{Time: someday.UTC(), Valid: true}, types: list("date")},
	{name: "pgtype.Time", value: pgtype.Time{Microseconds: 47655123456, Valid: true}, types: list("time", "text")},
	{name: "pgtype.Interval", value: pgtype.Interval{Months: 1, Days: 2, Microseconds: 3, Valid: true}, types: list("interval", "text")},
	{name: "pgtype.UUID", value: pgtype.UUID{Bytes: someID, Valid: true}, types: identifiers},
	{name: "pgtype.Bits", value: pgtype.Bits{Bytes: []byte{0b10100000}, Len: 3, Valid: true}, types: list("varbit", "bit(3)")},
	{name: "pgtype.Point", value: pgtype.Point{P: pgtype.Vec2{X: 1, Y: 2}, Valid: true}, types: list("point")},
	{name: "pgtype.Box", value: pgtype.Box{P: [2]pgtype.Vec2{{X: 1, Y: 2}, {X: 0, Y: 0}}, Valid: true}, types: list("box")},
	{name: "pgtype.Hstore", value: pgtype.Hstore{"a": &one, "b": nil}, types: list("hstore")},
	{name: "pgtype.Range", value: pgtype.Range[pgtype.Int4]{
		Lower: pgtype.Int4{Int32: 1, Valid: true}, Upper: pgtype.Int4{Int32: 5, Valid: true},
		LowerType: pgtype.Inclusive, UpperType: pgtype.Exclusive, Valid: true}, types: list("int4range", "text")},
	{name: "pgtype.FlatArray", value: pgtype.FlatArray[int32]{1, 2}, types: list("int4[]")},
	{name: "pgtype.Array", value: pgtype.Array[int32]{Elements: []int32{1, 2}, Dims: []pgtype.ArrayDimension{{Length: 2, LowerBound: 1}}, Valid: true}, types: list("int4[]")},

	{name: "shopspring decimal", value: decimal.RequireFromString("-12345678901234567890.12345"), types: exact},
	{name: "shopspring pointer", value: new(decimal.Decimal), types: exact},
	{name: "shopspring nil pointer", value: (*decimal.Decimal)(nil), types: exact},
	{name: "shopspring null", value: decimal.NullDecimal{}, types: exact},
	{name: "shopspring slice", value: []decimal.Decimal{decimal.New(15, -1)}, types: list("numeric[]")},
	{name: "apd decimal", value: *someApd, types: exact},
	{name: "apd pointer", value: someApd, types: exact},
	{name: "apd null", value: apd.NullDecimal{}, types: exact},
	{name: "govalues decimal", value: govalues.MustParse("1.50"), types: exact},
	{name: "govalues null", value: govalues.NullDecimal{}, types: exact},
	{name: "big.Int", value: new(big.Int).Lsh(big.NewInt(1), 100), types: list("numeric", "text")},
	{name: "big.Rat", value: big.NewRat(1, 3), types: list("text", "numeric")},
	{name: "big.Float", value: big.NewFloat(1.5), types: list("text", "numeric")},
	{name: "json.Number", value: json.Number("1.5"), types: list("numeric", "text", "json", "float8")},

	{name: "uuid.UUID", value: someID, types: identifiers},
	{name: "uuid pointer", value: &someID, types: identifiers},
	{name: "uuid.NullUUID", value: uuid.NullUUID{UUID: someID, Valid: true}, types: identifiers},
	{name: "uuid.NullUUID null", value: uuid.NullUUID{}, types: identifiers},
	{name: "uuid slice", value: []uuid.UUID{someID}, types: list("uuid[]", "text[]")},

	{name: "map", value: map[string]any{"a": []int{1}, "b": nil}, types: documents},
	{name: "map of strings", value: map[string]string{"a": "b"}, types: list("json", "jsonb", "hstore", "text")},
	{name: "struct", value: order{ID: 1, Items: []fruit{{1}}}, types: documents},
	{name: "struct pointer", value: &order{ID: 1}, types: documents},
	{name: "struct nil pointer", value: (*order)(nil), types: documents},
	{name: "slice of structs", value: fruits{{1}, {2}}, types: list("json", "jsonb", "jsonb[]")},
	{name: "slice of any", value: []any{1, "a", nil}, types: list("jsonb", "text[]", "int4[]", "pair")},
	{name: "valuer of JSON", value: orderValuer{order{ID: 1}}, types: documents},
	{name: "map valuer of JSON", value: jsonColumn{"a": 1}, types: documents},
	{name: "json.RawMessage", value: json.RawMessage(`{"a": 1}`), types: documents},
	{name: "json.RawMessage slice", value: []json.RawMessage{json.RawMessage(`{"a": 1}`)}, types: list("json[]", "jsonb[]", "jsonb")},
	{name: "bool as JSON", value: true, types: list("json", "jsonb")},
	{name: "number as JSON", value: 1.5, types: list("json", "jsonb")},
	{name: "time as JSON", value: someday, types: list("json", "jsonb")},
	{name: "string as JSON", value: `{"a": "b"}`, types: list("json", "jsonb", "jsonpath")},

	{name: "nested slices", value: [][]int{{1, 2}, {3, 4}}, types: list("int4[]", "int8[]", "text[]", "numeric[]", "jsonb")},
	{name: "nested strings", value: [][]string{{"a", "b"}, {"c", `d"e`}}, types: list("text[]", "varchar[]", "int4[]")},
	{name: "ragged slices", value: [][]int{{1, 2}, {3}}, types: list("int4[]", "jsonb")},
	{name: "deeply nested", value: [][][]string{{{"a"}, {"b"}}, {{"c"}, {"d"}}}, types: list("text[]")},
	{name: "empty nested", value: [][]int{}, types: list("int4[]")},
	{name: "array", value: [3]int{1, 2, 3}, types: list("int4[]", "jsonb")},
	{name: "pointers", value: []*int{&oneInt, nil}, types: list("int4[]", "text[]")},
	{name: "nulls", value: []sql.NullString{{}, {String: "a", Valid: true}}, types: list("text[]", "varchar[]")},
	{name: "valuers", value: []stringValuer{{"a"}}, types: list("text[]", "mood[]")},
	{name: "named strings", value: []fruitName{"ok"}, types: list("text[]", "mood[]", "varchar[]")},
	{name: "named ints", value: []fruitCount{1}, types: list("int4[]", "int8[]", "posint[]")},
	{name: "times", value: []time.Time{someday}, types: list("timestamptz[]", "timestamp[]", "date[]")},
	{name: "durations", value: []time.Duration{time.Second}, types: list("interval[]")},
	{name: "addresses", value: []netip.Addr{netip.MustParseAddr("10.1.2.3")}, types: list("inet[]", "cidr[]", "text[]")},
	{name: "IPs", value: []net.IP{net.IPv4(10, 1, 2, 3)}, types: list("inet[]")},
	{name: "byte slices", value: [][]byte{{0, 255}, {}}, types: list("bytea[]", "text[]")},
	{name: "booleans", value: []bool{true, false}, types: list("bool[]", "jsonb")},
	{name: "floats", value: []float64{math.NaN(), math.Inf(1), 1e300, -0.5}, types: list("float8[]", "numeric[]")},
	{name: "vector", value: embedding{1, 2.5}, types: list("vector", "text")},
	{name: "array of bytes", value: [4]byte{1, 2, 3, 4}, types: list("bytea", "int4[]")},

	{name: "sql.Null of a time", value: sql.Null[time.Time]{V: someday, Valid: true}, types: list("timestamptz", "timestamp", "date")},
	{name: "sql.Null of a UUID", value: sql.Null[uuid.UUID]{V: someID, Valid: true}, types: list("uuid")},
	{name: "sql.Null of bytes", value: sql.Null[[]byte]{V: []byte("a"), Valid: true}, types: list("bytea", "text")},
	{name: "sql.Null of a struct", value: sql.Null[order]{V: order{ID: 1}, Valid: true}, types: list("jsonb", "text")},
	{name: "sql.Null of a slice", value: sql.Null[[]int]{V: []int{1}, Valid: true}, types: list("int4[]", "jsonb")},
	{name: "pointer to a pointer", value: &onePointer, types: numbers},
	{name: "named string", value: fruitName("ok"), types: list("text", "mood", "email", "varchar", "citext")},
	{name: "named int with a name", value: weekday(1), types: list("int4", "text", "mood", "varchar", "jsonb", "numeric")},
	{name: "named ints with names", value: []weekday{1}, types: list("int4[]", "text[]", "mood[]")},
	{name: "net.IPNet", value: *someNet, types: list("inet", "cidr", "text")},
	{name: "*net.IPNet", value: someNet, types: list("inet", "cidr", "text")},
	{name: "net.HardwareAddr", value: someMAC, types: list("macaddr", "macaddr8", "text", "bytea")},
	{name: "netip.Prefix", value: netip.MustParsePrefix("10.0.0.0/8"), types: list("inet", "cidr", "text")},
	{name: "duration", value: -90 * time.Minute, types: list("interval", "time", "text", "int8")},
	{name: "time", value: someday, types: list("timestamptz", "timestamp", "date", "time", "timetz", "text", "citext")},
	{name: "year 1", value: time.Time{}, types: list("timestamptz", "date")},
	{name: "too great", value: math.MaxInt32 + 1, types: list("int2", "int4", "int8", "float4", "numeric", "oid", "posint")},
	{name: "number of a transaction", value: int64(101), types: list("xid", "xid8", "cid", "oid")},
	{name: "negative", value: -1, types: list("oid", "posint", "xid8", "money")},
	{name: "great float", value: 1e20, types: list("float8", "numeric", "text", "citext", "int8")},
	{name: "channel", value: make(chan int), types: list("int4", "text", "json")},
	{name: "complex", value: complex(1, 2), types: list("text", "json")},
}

// stringsOfTypes are texts of types that Go has nothing for.
var stringsOfTypes = map[string][]string{
	"(1,a)":                    {"pair", "text"},
	"[1,5)":                    {"int4range", "int8range", "numrange"},
	"{[1,5),[7,8)}":            {"int4multirange"},
	"[2024-01-01,2024-02-01)":  {"daterange", "tsrange", "tstzrange"},
	"a@b":                      {"email", "text"},
	"b":                        {"email", `"char"`, "mood", "char(3)", "citext", "name"},
	"<a>é</a>":                 {"xml"},
	"101":                      {"bit(3)", "varbit", "int4", "money", "oid", "xid", "regclass"},
	"a => 1":                   {"hstore"},
	"a.b":                      {"ltree", "lquery"},
	"(1,2)":                    {"point", "cube", "pair", "tid"},
	"((0,0),(1,1))":            {"polygon", "box", "lseg", "path"},
	"a & b":                    {"tsquery", "tsvector"},
	"$.a ? (@.b == 1)":         {"jsonpath"},
	"16/B374D848":              {"pg_lsn"},
	"08:00:2b:01:02:03":        {"macaddr", "macaddr8"},
	"infinity":                 {"timestamptz", "date", "float8", "numeric"},
	"2024-02-29 13:14:15+02":   {"timestamptz", "timestamp", "timetz", "time", "date"},
	"0044-03-15 BC":            {"date", "timestamptz"},
	"1 year 2 mons -3 days":    {"interval"},
	"{{1,2},{3,4}}":            {"int4[]", "text[]"},
	"[0:1]={1,2}":              {"int4[]"},
	"pg_class":                 {"regclass", "regtype"},
	`\x00ff`:                   {"bytea", "text"},
	`it's \ "q" :a $1 -- /* é`: {"text", "varchar", "citext", "jsonb"},
}

// Reasons for differences.
const (
	onlyPgxKnows = "a type of pgtype that is no driver.Valuer has a text only for pgx: pass the text"
	flattened    = "pgx makes one dimension of the two"
	takenHere    = "the driver takes it as it takes the same value for other types, and pgx refuses it"
)

// describedDifferences are those of the mode describe.
var describedDifferences = []argumentDifference{
	{list("pq.Array of slices"), list("int8[]", "int4[]"), `string "{{1,2},{3,4}}"`, flattened},
	{list("pgtype.Range"), list("int4range"), "error without SQLSTATE", onlyPgxKnows},
	{list("pgtype.Array"), list("int4[]"), "error without SQLSTATE", onlyPgxKnows},
	{list("named strings"), list("mood[]"), `string "{ok}"`, takenHere},
	{list("named ints"), list("posint[]"), `string "{1}"`, takenHere},
	{list("net.IPNet"), list("text"), `string "10.1.0.0/16"`, takenHere},
}

// literalDifferences are those of the mode simple.
var literalDifferences = []argumentDifference{
	{list("pgtype.Range"), list("int4range", "text"), "error without SQLSTATE", onlyPgxKnows},
	{list("pgtype.Array"), list("int4[]"), "error without SQLSTATE", onlyPgxKnows},
	{list("uuid slice"), list("uuid[]", "text[]"), `string "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"`, takenHere},
	{list("named strings"), list("text[]", "mood[]", "varchar[]"), `string "{ok}"`, takenHere},
	{list("named ints"), list("int4[]", "int8[]", "posint[]"), `string "{1}"`, takenHere},
	{list("named ints with names"), list("int4[]", "text[]"), `string "{1}"`, takenHere},
}

// TestGoValues puts values of the packages that programs use into columns of the
// types that they use them for. Each goes to pgx on a connection of its own: a
// connection of pgx remembers how it has encoded values of a Go type, and may then
// refuse others.
func TestGoValues(t *testing.T) {
	create(t, "domain vector as text")
	for _, db := range []*sql.DB{cluster.Native, pgxModes["simple"]} {
		db.SetMaxIdleConns(0)
		defer db.SetMaxIdleConns(2) // the default
	}
	check := goValueCheck{newTally(t), indexDifferences(describedDifferences), indexDifferences(literalDifferences)}
	for _, v := range goValues {
		t.Run(v.name, func(t *testing.T) { check.run(t, v) })
	}
	for text, types := range stringsOfTypes {
		t.Run(text, func(t *testing.T) { check.run(t, goValue{text, text, types}) })
	}
}

// goValueCheck is what TestGoValues knows.
type goValueCheck struct {
	counts              *tally
	described, literals map[[2]string]*argumentDifference
}

func (k goValueCheck) run(t *testing.T, v goValue) {
	for _, to := range v.types {
		c := argumentCase{argument{v.name, v.value}, target{name: to}, fmt.Sprintf("select ($1::%s)::text", to)}
		pgx, _ := ways()
		pair, native := [2]string{v.name, to}, c.insert(t.Context(), pgx)
		c.check(t, k.counts, describeMode(), native, k.described[pair])
		c.check(t, k.counts, simpleMode(), native, k.literals[pair])
	}
}
