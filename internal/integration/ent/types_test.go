package ent_test

import (
	"encoding/json"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/sample"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/custom"
)

var (
	moment  = time.Date(2024, 2, 29, 13, 14, 15, 123456000, time.UTC)
	day     = time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	huge, _ = new(big.Int).SetString("123456789012345678901234567890123456789012345678", 10)
	ref     = uuid.MustParse("0b6f2c1e-7d3a-4c55-9f0e-8a1b2c3d4e5f")
)

// full sets each field of a sample.
func full(t *testing.T, create *club.SampleCreate) *club.SampleCreate {
	t.Helper()
	link, err := url.Parse("https://example.org/a?b=c&d=%20")
	must(t, err)
	return create.
		SetInt8(math.MinInt8).SetInt64(math.MinInt64).SetUint8(math.MaxUint8).SetUint64(math.MaxInt64).
		SetFloat32(1.5).SetFloat64(math.Pi).SetTruth(true).SetHuge(huge).
		SetLine(`it's "quoted" \ :name $1 ? – ü 😀`).SetPage(strings.Repeat("0123456789", 20_000)).SetFixed("abcde").
		SetOctets([]byte{0, 1, 0xfe, 0xff, '\''}).SetColor(sample.ColorGreen).SetLevel(custom.High).
		SetLink(link).SetAddress(&custom.Address{Addr: netip.MustParseAddr("2001:db8::1")}).
		SetMoment(moment.Truncate(time.Second)).SetDay(day).
		SetSecond(moment.Truncate(time.Second)).SetMicro(moment).SetSpan(90 * time.Minute).
		SetRaw(json.RawMessage(`{"a":[1,2.5,null]}`)).SetMap(map[string]any{"k": "v", "n": 1.5, "l": []any{true, nil}}).
		SetInts([]int{3, 1, 2}).SetStrings([]string{"it's", `"`, "ü"}).SetAnything(map[string]any{"deep": []any{1.0}}).
		SetWords(pq.StringArray{"a,b", `"c"`, "", "NULL", `\`}).SetCounts(pq.Int64Array{math.MaxInt64, -1}).
		SetRatios(pq.Float64Array{1.5, -0.25}).SetMoments(&custom.Times{moment, moment.Add(time.Hour)}).
		SetExternal(ref)
}

// shown is a sample in a form that compares: JSON as a document, times in UTC.
func shown(t *testing.T, s *club.Sample) map[string]any {
	t.Helper()
	fields := make(map[string]any)
	v := reflect.ValueOf(*s)
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && f.Name != "ID" {
			fields[f.Name] = plain(v.Field(i).Interface())
		}
	}
	return fields
}

func plain(value any) any {
	switch value := value.(type) {
	case time.Time:
		return value.UTC()
	case *time.Time:
		if value != nil {
			return value.UTC()
		}
	case *big.Int:
		return value.String()
	case json.RawMessage:
		var document any
		if json.Unmarshal(value, &document) == nil {
			return document
		}
	}
	return value
}

// types writes a value of each type, and reads what was written.
func types(t *testing.T, c clubhouse) map[string]any {
	created, err := full(t, c.Sample.Create()).Save(t.Context())
	must(t, err)
	got, err := c.Sample.Get(t.Context(), created.ID)
	must(t, err)
	want, fields := shown(t, created), shown(t, got)
	for name, value := range fields {
		if !reflect.DeepEqual(value, want[name]) {
			t.Errorf("%s: got %#v, want %#v", name, value, want[name])
		}
	}
	return fields
}

// typesLeftOut writes none of the optional values.
func typesLeftOut(t *testing.T, c clubhouse) map[string]any {
	created, err := c.Sample.Create().SetSecond(moment.Truncate(time.Second)).Save(t.Context())
	must(t, err)
	got, err := c.Sample.Query().Where(
		sample.Int64IsNil(), sample.HugeIsNil(), sample.OctetsIsNil(), sample.RawIsNil(), sample.WordsIsNil(),
		sample.CountsIsNil(), sample.ExternalIsNil(), sample.MomentIsNil(), sample.ColorIsNil(), sample.LevelEQ(custom.Low),
	).Only(t.Context())
	must(t, err)
	if got.ID != created.ID {
		t.Errorf("got sample %d, want %d", got.ID, created.ID)
	}
	return shown(t, got)
}

// typesCleared clears some of the values, and leaves the others.
func typesCleared(t *testing.T, c clubhouse) map[string]any {
	created, err := full(t, c.Sample.Create()).Save(t.Context())
	must(t, err)
	cleared, err := created.Update().ClearInt64().ClearHuge().ClearOctets().ClearColor().ClearMoment().
		ClearRaw().ClearInts().ClearWords().ClearExternal().ClearAddress().Save(t.Context())
	must(t, err)
	nulls, err := c.Sample.Query().Where(
		sample.Int64IsNil(), sample.HugeIsNil(), sample.OctetsIsNil(), sample.ColorIsNil(), sample.MomentIsNil(), sample.RawIsNil(),
		sample.IntsIsNil(), sample.WordsIsNil(), sample.ExternalIsNil(), sample.AddressIsNil(), sample.LineNotNil(), sample.CountsNotNil(),
	).Exist(t.Context())
	if err != nil || !nulls {
		t.Errorf("got %+v, %v", cleared, err)
	}
	return shown(t, cleared)
}

// typesFound asks for a sample by a value of each type that compares.
func typesFound(t *testing.T, c clubhouse) {
	_, err := full(t, c.Sample.Create()).Save(t.Context())
	must(t, err)
	for name, predicate := range map[string]func(*club.SampleQuery){
		"int8":    func(q *club.SampleQuery) { q.Where(sample.Int8(math.MinInt8)) },
		"int64":   func(q *club.SampleQuery) { q.Where(sample.Int64LT(0)) },
		"uint64":  func(q *club.SampleQuery) { q.Where(sample.Uint64(math.MaxInt64)) },
		"float":   func(q *club.SampleQuery) { q.Where(sample.Float64GT(3.14), sample.Float64LT(3.15)) },
		"float32": func(q *club.SampleQuery) { q.Where(sample.Float32(1.5)) },
		"truth":   func(q *club.SampleQuery) { q.Where(sample.Truth(true)) },
		"huge":    func(q *club.SampleQuery) { q.Where(sample.Huge(huge)) },
		"octets":  func(q *club.SampleQuery) { q.Where(sample.Octets([]byte{0, 1, 0xfe, 0xff, '\''})) },
		"line":    func(q *club.SampleQuery) { q.Where(sample.LineContains(`"quoted" \ :name $1 ?`)) },
		"color":   func(q *club.SampleQuery) { q.Where(sample.ColorIn(sample.ColorGreen, sample.ColorRed)) },
		"level":   func(q *club.SampleQuery) { q.Where(sample.LevelEQ(custom.High)) },
		"address": func(q *club.SampleQuery) {
			q.Where(sample.Address(&custom.Address{Addr: netip.MustParseAddr("2001:db8::1")}))
		},
		"moment":   func(q *club.SampleQuery) { q.Where(sample.Moment(moment.Truncate(time.Second))) },
		"micro":    func(q *club.SampleQuery) { q.Where(sample.MicroGTE(moment), sample.MicroLTE(moment)) },
		"day":      func(q *club.SampleQuery) { q.Where(sample.Day(day)) },
		"span":     func(q *club.SampleQuery) { q.Where(sample.Span(90 * time.Minute)) },
		"words":    func(q *club.SampleQuery) { q.Where(sample.Words(pq.StringArray{"a,b", `"c"`, "", "NULL", `\`})) },
		"counts":   func(q *club.SampleQuery) { q.Where(sample.Counts(pq.Int64Array{math.MaxInt64, -1})) },
		"external": func(q *club.SampleQuery) { q.Where(sample.ExternalIn(ref, uuid.New())) },
	} {
		q := c.Sample.Query()
		predicate(q)
		if n, err := q.Count(t.Context()); err != nil || n != 1 {
			t.Errorf("%s: got %d samples, %v", name, n, err)
		}
	}
}

// unsigned writes the greatest uint64, which only MySQL has room for, and which Ent
// cannot read.
func unsigned(t *testing.T, c clubhouse) map[string]any {
	created := c.Sample.Create().SetUint64(math.MaxUint64).Exec(t.Context())
	_, found := c.Sample.Query().Where(sample.Uint64(math.MaxUint64)).OnlyID(t.Context())
	_, read := c.Sample.Query().Only(t.Context())
	return map[string]any{"created": created == nil, "found": found == nil, "read": read == nil}
}
