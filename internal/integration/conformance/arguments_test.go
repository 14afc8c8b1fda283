package conformance_test

import (
	"context"
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

	"github.com/jackc/pgx/v5/pgtype"
)

// argument is a Go value that a program passes.
type argument struct {
	name  string
	value any
}

// Types of programs that drivers do not know by name.
type (
	namedString string
	namedInt    int
	namedBytes  []byte
	fruit       struct {
		A int `json:"a"`
	}
	stringValuer  struct{ text string }
	pointerValuer struct{ text string }
	uuidValuer    [16]byte // as google/uuid has it
)

func (v stringValuer) Value() (driver.Value, error)   { return v.text, nil }
func (v *pointerValuer) Value() (driver.Value, error) { return v.text, nil }
func (v uuidValuer) Value() (driver.Value, error) {
	return fmt.Sprintf("%x-%x-%x-%x-%x", v[:4], v[4:6], v[6:8], v[8:10], v[10:]), nil
}

var (
	one     = "1"
	oneInt  = 1
	someday = time.Date(2024, 2, 29, 13, 14, 15, 123456789, time.FixedZone("X", 2*60*60))
)

var arguments = []argument{
	{"nil", nil},
	{"(*string)(nil)", (*string)(nil)},
	{"(*time.Time)(nil)", (*time.Time)(nil)},
	{"[]byte(nil)", []byte(nil)},
	{"sql.NullInt64 null", sql.NullInt64{}},
	{"sql.Null[string] null", sql.Null[string]{}},
	{"bool", true},
	{"sql.NullBool", sql.NullBool{Bool: true, Valid: true}},
	{"int", 1},
	{"*int", &oneInt},
	{"int8", int8(1)},
	{"int16", int16(1)},
	{"int32", int32(1)},
	{"int64", int64(1)},
	{"int64 max", int64(math.MaxInt64)},
	{"uint8", uint8(1)},
	{"uint32", uint32(1)},
	{"uint64", uint64(1)},
	{"uint64 max", uint64(math.MaxUint64)},
	{"named int", namedInt(1)},
	{"sql.NullInt64", sql.NullInt64{Int64: 1, Valid: true}},
	{"sql.NullInt32", sql.NullInt32{Int32: 1, Valid: true}},
	{"sql.Null[int64]", sql.Null[int64]{V: 1, Valid: true}},
	{"sql.Named", sql.Named("v", 1)},
	{"*big.Int", big.NewInt(5)},
	{"float32", float32(1.5)},
	{"float64", 1.5},
	{"float64 whole", 2.0},
	{"sql.NullFloat64", sql.NullFloat64{Float64: 1.5, Valid: true}},
	{"string 1", "1"},
	{"*string", &one},
	{"named string", namedString("1")},
	{"driver.Valuer", stringValuer{"1"}},
	{"driver.Valuer of pointer", &pointerValuer{"1"}},
	{"sql.NullString", sql.NullString{String: "1", Valid: true}},
	{"pgtype.Text", pgtype.Text{String: "1", Valid: true}},
	{"decimal", stringValuer{"1.5"}},
	{"string abc", "abc"},
	{"string empty", ""},
	{"string unicode", "héllo \U0001F600 '\"\\ \n"},
	{"string uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
	{"string json", `{"a":1}`},
	{"string date", "2024-02-29"},
	{"string timestamp", "2024-02-29 13:14:15"},
	{"string time", "13:14:15"},
	{"string enum", "ok"},
	{"string inet", "10.1.2.3"},
	{"string interval", "1 day"},
	{"string array", "{1,2}"},
	{"[]byte 1", []byte("1")},
	{"[]byte binary", []byte{0, 1, 255}},
	{"named bytes", namedBytes("1")},
	{"json.RawMessage", json.RawMessage(`{"a":1}`)},
	{"time.Time", someday},
	{"time.Time UTC", someday.UTC()},
	{"time.Time after midnight", time.Date(2024, 3, 1, 1, 2, 3, 0, time.FixedZone("", 2*60*60))},
	{"*time.Time", &someday},
	{"sql.NullTime", sql.NullTime{Time: someday, Valid: true}},
	{"time.Duration", time.Second},
	{"uuid", uuidValuer{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}},
	{"[16]byte", [16]byte{1}},
	{"net.IP", net.IPv4(10, 1, 2, 3)},
	{"netip.Addr", netip.MustParseAddr("10.1.2.3")},
	{"netip.Prefix", netip.MustParsePrefix("10.1.2.0/24")},
	{"[]string", []string{"a", "b"}},
	{"[]int", []int{1, 2}},
	{"[]int64", []int64{1, 2}},
	{"[]int64(nil)", []int64(nil)},
	{"[]float64", []float64{1.5, 2}},
	{"[]bool", []bool{true, false}},
	{"map", map[string]any{"a": 1}},
	{"struct", fruit{1}},
}

// target is the type of a column to insert into.
type target struct {
	name, expr string
	asText     bool // the service does not return the type
}

// returning is what the insertion gives back.
func (t target) returning() string {
	if t.asText {
		return "v::text as v"
	}
	return "v"
}

var targets = []target{
	{"bool", "bool", false},
	{"int2", "int2", false},
	{"int4", "int4", false},
	{"int8", "int8", false},
	{"float4", "float4", false},
	{"float8", "float8", false},
	{"numeric", "numeric", false},
	{"text", "text", false},
	{"varchar", "varchar(40)", false},
	{"char", "char(8)", false},
	{"bytea", "bytea", false},
	{"uuid", "uuid", false},
	{"json", "json", true}, // only for its white space
	{"jsonb", "jsonb", true},
	{"date", "date", false},
	{"time", "time", false},
	{"timestamp", "timestamp", false},
	{"timestamptz", "timestamptz", false},
	{"interval", "interval", true},
	{"inet", "inet", false},
	{"mood", "mood", false},
	{"int4s", "int4[]", false},
	{"texts", "text[]", false},
}

// TestArguments inserts every argument into a column of every type, in all modes
// of the driver. In mode describe nothing else may become of one than through
// pgx.
func TestArguments(t *testing.T) {
	for _, to := range targets {
		create(t, fmt.Sprintf("table plain_%s (v %s)", to.name, to.expr))
	}
	counts := newTally(t)
	for _, from := range arguments {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			for _, to := range targets {
				c := argumentCase{from, to, fmt.Sprintf("insert into plain_%s (v) values ($1) returning %s", to.name, to.returning())}
				pgx, _ := ways()
				pair, native := [2]string{from.name, to.name}, c.insert(t.Context(), pgx)
				c.check(t, counts, describeMode(), native, nil)
				c.check(t, counts, execMode(), native, execDifferenceOf[pair])
				c.check(t, counts, simpleMode(), native, simpleDifferenceOf[pair])
				c.check(t, counts, likeLibPQ(), c.insert(t.Context(), likeLibPQ().pgx), nil)
			}
		})
	}
}

// TestStringArguments inserts every string with a cast in the SQL text, which is
// what the driver's manual advises where arguments are typed by their Go type,
// and wants no difference then.
func TestStringArguments(t *testing.T) {
	for _, to := range targets {
		create(t, fmt.Sprintf("table cast_%s (v %s)", to.name, to.expr))
	}
	counts := newTally(t)
	for _, from := range arguments {
		if !strings.HasPrefix(from.name, "string ") {
			continue
		}
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			for _, to := range targets {
				c := argumentCase{from, to, fmt.Sprintf("insert into cast_%s (v) values ($1::%s) returning %s", to.name, to.expr, to.returning())}
				pgx, _ := ways()
				c.check(t, counts, execMode(), c.insert(t.Context(), pgx), nil)
			}
		})
	}
}

// argumentCase inserts one argument into a column of one type.
type argumentCase struct {
	from      argument
	to        target
	statement string
}

// check inserts through the driver, and also through pgx where that has not done so
// in the mode that this one is measured by and has to. Which of driver and server
// refuses an argument, and with which words, is not a difference.
func (c argumentCase) check(t *testing.T, counts *tally, m mode, native string, known *argumentDifference) {
	t.Helper()
	want, got := native, c.insert(t.Context(), m.ours)
	if m.pgx.db != cluster.Native && (known != nil || !sameOutcome(got, native)) {
		want = c.insert(t.Context(), m.pgx)
	}
	what, counted := c.from.name+" into "+c.to.name, counts.in(m.ours)
	switch {
	case known == nil && !sameOutcome(got, want):
		t.Errorf("%s: %s: got %s, want %s as natively", m.ours.name, what, got, want)
	case known == nil && !sameOutcome(got, native):
		counted.found(asPgxsMode, what, "", native, got)
	case known == nil:
		counted.equal(what)
	case sameOutcome(got, want):
		t.Errorf("%s: %s: both give %s, but a difference is listed: %s", m.ours.name, what, got, known.why)
	case got != known.outcome:
		t.Errorf("%s: %s: got %s, want the listed %s (%s); natively it is %s", m.ours.name, what, got, known.outcome, known.why, want)
	default:
		counted.differs(what, known.why, want, got)
	}
}

func sameOutcome(a, b string) bool { return a == b || isError(a) && isError(b) }

// insert returns the value that comes back from the insertion, or how it fails.
func (c argumentCase) insert(ctx context.Context, w way) string {
	lines := strings.Split(strings.TrimSuffix(w.observe(ctx, w.db, c.statement, c.from.value), "\n"), "\n")
	return lines[len(lines)-1]
}

func isError(outcome string) bool { return strings.HasPrefix(outcome, "error ") }
