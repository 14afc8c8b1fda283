package gorm_test

import (
	"database/sql"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"
)

// kinds has a field of each kind that a model may have.
type kinds struct {
	gorm.Model
	Bool      bool
	Int       int
	Int8      int8
	Int16     int16
	Int32     int32
	Int64     int64
	Uint      uint
	Uint8     uint8
	Uint16    uint16
	Uint32    uint32
	Uint64    uint64
	Float32   float32
	Float64   float64
	String    string
	Sized     string `gorm:"size:40;not null;default:none"`
	Long      string `gorm:"size:70000"`
	Unique    string `gorm:"size:40;unique"`
	Indexed   string `gorm:"size:40;index"`
	First     string `gorm:"size:20;uniqueIndex:idx_pair"`
	Second    string `gorm:"size:20;uniqueIndex:idx_pair,sort:desc"`
	Checked   int    `gorm:"check:checked_above,checked >= 0"`
	Commented string `gorm:"comment:what it's for: a, b"`
	Bytes     []byte
	Short     []byte `gorm:"size:64"`
	Time      time.Time
	Date      time.Time `gorm:"type:date"`
	Pointer   *string
	Number    *int64
	Moment    *time.Time
	NullText  sql.NullString
	NullInt   sql.NullInt64
	NullBool  sql.NullBool
	NullFloat sql.NullFloat64
	NullTime  sql.NullTime
	UUID      uuid.UUID       `gorm:"type:varchar(36)"`
	Decimal   decimal.Decimal `gorm:"type:decimal(20,8)"`
	Map       map[string]any  `gorm:"serializer:json"`
	Gob       []string        `gorm:"serializer:gob;type:bytes"`
	Unix      int64           `gorm:"serializer:unixtime;type:timestamp null"`
	Created   int64           `gorm:"autoCreateTime:milli"`
	Embedded  place           `gorm:"embedded;embeddedPrefix:at_"`
	Ignored   func()          `gorm:"-"`
}

type place struct {
	Street string `gorm:"size:100;default:'unknown'"`
	Zip    int    `gorm:"default:1"`
}

func pointer[T any](v T) *T { return &v }

var moment = time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC)

func filled() kinds {
	return kinds{
		Bool: true, Int: -1, Int8: -128, Int16: -32768, Int32: -1 << 31, Int64: -1 << 63,
		Uint: 1, Uint8: 255, Uint16: 1<<15 - 1, Uint32: 1<<31 - 1, Uint64: 1<<63 - 1,
		Float32: 1.5, Float64: 0.1,
		String: "naïve 'text' $1 :a ?", Long: "long", Unique: "u", Indexed: "i", First: "f", Second: "s",
		Bytes: []byte{0, 1, 0xff}, Short: []byte("short"),
		Time: moment.Add(123 * time.Millisecond), Date: moment.Truncate(24 * time.Hour),
		Pointer: pointer("p"), Moment: pointer(moment),
		NullText: sql.NullString{String: "n", Valid: true}, NullInt: sql.NullInt64{Int64: 7, Valid: true},
		NullBool: sql.NullBool{Bool: true, Valid: true}, NullTime: sql.NullTime{Time: moment, Valid: true},
		UUID: uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), Decimal: decimal.RequireFromString("1.00000001"),
		Map: map[string]any{"k": "v"}, Gob: []string{"x", "y"}, Unix: moment.Unix(),
		Embedded: place{Street: "Main St."},
	}
}

// inUTC has the times of a row in UTC, where the drivers have zones of their own.
func (k kinds) inUTC() kinds {
	for _, at := range []*time.Time{&k.CreatedAt, &k.UpdatedAt, &k.Time, &k.Date, &k.NullTime.Time, k.Moment} {
		*at = at.UTC()
	}
	return k
}

// TestKinds has a field of each kind: AutoMigrate twice, which has nothing to change
// the second time, and rows of them.
func TestKinds(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &kinds{})
		if len(s.recorder.changes()) == 0 {
			t.Error("nothing was recorded of the first time")
		}
		first := len(s.recorder.changes())
		s.migrate(t, &kinds{})
		for _, statement := range s.recorder.changes()[first:] {
			t.Errorf("the second time: %s", statement)
		}
		writeKinds(t, s)
	})
}

// writeKinds creates, reads, saves and finds a row.
func writeKinds(t *testing.T, s subject) {
	row := filled()
	check(t, s.Create(&row).Error)
	var got kinds
	check(t, s.First(&got, row.ID).Error)
	want := filled()
	want.Model, want.Created, want.Sized, want.Embedded.Zip = row.Model, row.Created, "none", 1
	want.CreatedAt = got.CreatedAt
	equal(t, got, want)
	if got.Created == 0 || got.CreatedAt.IsZero() {
		t.Error("the times of creation are missing")
	}
	check(t, s.Save(&got).Error)
	var saved kinds
	check(t, s.Where(&kinds{Unique: "u", Float64: 0.1, Decimal: row.Decimal}).Take(&saved).Error)
	equal(t, saved, want)
}

// equal compares rows field by field, for the messages, whose times of update may
// differ.
func equal(t *testing.T, got, want kinds) {
	t.Helper()
	got, want = got.inUTC(), want.inUTC()
	want.UpdatedAt = got.UpdatedAt
	if !want.Decimal.Equal(got.Decimal) {
		t.Errorf("Decimal: got %v, want %v", got.Decimal, want.Decimal)
	}
	want.Decimal = got.Decimal
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			t.Errorf("%s: got %#v, want %#v", g.Type().Field(i).Name, g.Field(i), w.Field(i))
		}
	}
}

// restless has fields that GORM alters each time, natively too: it takes what it has
// written for another type than what the database tells.
type restless struct {
	ID       uint
	Precise  float64         `gorm:"precision:12;scale:3"`
	Fraction time.Time       `gorm:"precision:6"`
	Char     uuid.UUID       `gorm:"type:char(36)"`
	JSON     json.RawMessage `gorm:"type:json"`
}

// TestRestless writes and reads such fields, and has them altered.
func TestRestless(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &restless{})
		want := restless{Precise: 123456789.125, Fraction: moment.Add(123456 * time.Microsecond), Char: uuid.New(), JSON: json.RawMessage(`{"a":[1,":b"]}`)}
		check(t, s.Create(&want).Error)
		s.migrate(t, &restless{})
		var got restless
		check(t, s.Take(&got).Error)
		got.Fraction = got.Fraction.UTC()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}
