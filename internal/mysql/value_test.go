package mysql_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func text(s string) wire.Field { return wire.Field{Kind: wire.String, Text: s} }
func long(n int64) wire.Field  { return wire.Field{Kind: wire.Long, Long: n} }
func blob(b ...byte) wire.Field {
	return wire.Field{Kind: wire.Blob, Blob: b}
}
func octets(s string) wire.Field     { return blob([]byte(s)...) }
func boolean(b bool) wire.Field      { return wire.Field{Kind: wire.Bool, Bool: b} }
func double(f float64) wire.Field    { return wire.Field{Kind: wire.Double, Double: f} }
func utc(y, m, d int) time.Time      { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
func column(name string) wire.Column { return wire.Column{Label: "c", TypeName: name} }

// valueCases are what go-sql-driver/mysql gives in the text form, with times as such,
// for fields as the service sends them and as they come when the column was cast.
var valueCases = []struct {
	name   string
	column wire.Column
	field  wire.Field
	want   any
}{
	{"NULL", column("INT"), wire.Field{Kind: wire.Null}, nil},
	{"TINYINT(1)", wire.Column{TypeName: "BIT", Precision: 1}, boolean(true), int64(1)},
	{"TINYINT(1) 0", wire.Column{TypeName: "BIT", Precision: 1}, boolean(false), int64(0)},
	{"TINYINT(1) cast", wire.Column{TypeName: "BIT", Precision: 1}, octets("-7"), int64(-7)},
	{"TINYINT(1) by its name", wire.Column{TypeName: "TINYINT", Precision: 1}, boolean(true), int64(1)},
	{"BOOLEAN", column("BOOLEAN"), boolean(true), int64(1)},
	{"BIT(1) cast", wire.Column{TypeName: "BIT", Precision: 1}, blob(1), []byte{1}},
	{"BIT(10) cast", wire.Column{TypeName: "BIT", Precision: 10}, blob(2, 0xaa), []byte{2, 0xaa}},
	{"BIT(8) of a digit cast", wire.Column{TypeName: "BIT", Precision: 8}, blob('1'), []byte{'1'}},
	{"TINYINT", column("TINYINT"), long(-5), int64(-5)},
	{"INT UNSIGNED", column("INT UNSIGNED"), long(4000000000), int64(4000000000)},
	{"BIGINT", column("BIGINT"), long(-9007199254740993), int64(-9007199254740993)},
	{"BIGINT UNSIGNED", column("BIGINT UNSIGNED"), long(7), uint64(7)},
	{"BIGINT UNSIGNED, wrapped", column("BIGINT UNSIGNED"), long(-1), uint64(math.MaxUint64)},
	{"BIGINT UNSIGNED, text", column("BIGINT UNSIGNED"), text("18446744073709551615"), uint64(math.MaxUint64)},
	{"BIGINT UNSIGNED cast", column("BIGINT UNSIGNED"), octets("18446744073709551615"), uint64(math.MaxUint64)},
	{"YEAR", column("YEAR"), text("2024"), int64(2024)},
	{"YEAR of the first generation", column("YEAR"), text("2024-01-01"), int64(2024)},
	{"YEAR, long", column("YEAR"), long(2024), int64(2024)},
	{"DECIMAL", column("DECIMAL"), text("12.30"), []byte("12.30")},
	{"FLOAT", column("FLOAT"), double(1.1), float32(1.1)},
	{"FLOAT, text", column("FLOAT"), text("1.1"), float32(1.1)},
	{"DOUBLE", column("DOUBLE"), double(1.1), 1.1},
	{"DOUBLE, text", column("DOUBLE"), text("1e300"), 1e300},
	{"VARCHAR", column("VARCHAR"), text("é"), []byte("é")},
	{"JSON", column("JSON"), text(`{"a": 1}`), []byte(`{"a": 1}`)},
	{"BLOB", column("BLOB"), blob(1, 0xff), []byte{1, 0xff}},
	{"empty BLOB", column("BLOB"), blob(), []byte(nil)},
	{"GEOMETRY cast", column("GEOMETRY"), blob(0, 1), []byte{0, 1}},
	{"unknown type", column("VECTOR"), text("x"), []byte("x")},
	{"unknown type, long", column("VECTOR"), long(1), int64(1)},
	{"DATE", column("DATE"), text("2024-02-29"), utc(2024, 2, 29)},
	{"zero DATE cast", column("DATE"), octets("0000-00-00"), time.Time{}},
	{"DATE without a day cast", column("DATE"), octets("2024-00-00"), utc(2023, 11, 30)},
	{"DATETIME", wire.Column{TypeName: "DATETIME", Precision: 19}, text("2024-02-29 13:14:15"), utc(2024, 2, 29).Add(13*time.Hour + 14*time.Minute + 15*time.Second)},
	{"DATETIME(6)", wire.Column{TypeName: "DATETIME", Precision: 26}, text("2024-02-29 00:00:00.123456"), utc(2024, 2, 29).Add(123456 * time.Microsecond)},
	{"zero DATETIME cast", wire.Column{TypeName: "DATETIME", Precision: 26}, octets("0000-00-00 00:00:00.000000"), time.Time{}},
	{"TIMESTAMP(3)", wire.Column{TypeName: "TIMESTAMP", Precision: 23}, text("2024-02-29 00:00:00.123"), utc(2024, 2, 29).Add(123 * time.Millisecond)},
	{"TIME", wire.Column{TypeName: "TIME", Precision: 10}, text("13:14:15"), []byte("13:14:15")},
	{"TIME(1)", wire.Column{TypeName: "TIME", Precision: 12}, text("13:14:15.100"), []byte("13:14:15.1")},
	{"TIME(6) without a fraction", wire.Column{TypeName: "TIME", Precision: 17}, text("13:14:15"), []byte("13:14:15.000000")},
	{"TIME cast", wire.Column{TypeName: "TIME", Precision: 10}, octets("-838:59:59"), []byte("-838:59:59")},
}

func TestValue(t *testing.T) {
	for _, tt := range valueCases {
		t.Run(tt.name, func(t *testing.T) {
			c := mysql.NewColumn(&tt.column, mysql.Form{ParseTime: true})
			checkValue(t, &c, tt.field, tt.want)
		})
	}
}

func checkValue(t *testing.T, c *mysql.Column, field wire.Field, want any) {
	t.Helper()
	got, err := c.Value(&field)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

// TestValueForms are the values that differ in other forms.
func TestValueForms(t *testing.T) {
	newYork := time.FixedZone("", -5*3600)
	tests := []struct {
		name   string
		column wire.Column
		form   mysql.Form
		field  wire.Field
		want   any
	}{
		{"binary", column("BIGINT UNSIGNED"), mysql.Form{Binary: true}, long(7), int64(7)},
		{"binary, great", column("BIGINT UNSIGNED"), mysql.Form{Binary: true}, text("18446744073709551615"), []byte("18446744073709551615")},
		{"location", column("DATE"), mysql.Form{ParseTime: true, Location: newYork}, text("2024-02-29"), time.Date(2024, 2, 29, 0, 0, 0, 0, newYork)},
		{"zero date has none", column("DATE"), mysql.Form{ParseTime: true, Location: newYork}, text("0000-00-00"), time.Time{}},
		{"text of a date", column("DATE"), mysql.Form{}, text("2024-02-29"), []byte("2024-02-29")},
		{"text of a time", wire.Column{TypeName: "DATETIME", Precision: 24}, mysql.Form{}, text("2024-02-29 13:14:15.120"), []byte("2024-02-29 13:14:15.1200")},
		{"text without a fraction", wire.Column{TypeName: "TIMESTAMP", Precision: 19}, mysql.Form{}, text("2024-02-29 13:14:15"), []byte("2024-02-29 13:14:15")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mysql.NewColumn(&tt.column, tt.form)
			checkValue(t, &c, tt.field, tt.want)
		})
	}
}

func TestValueErrors(t *testing.T) {
	tests := []struct {
		name   string
		column wire.Column
		field  wire.Field
		want   string
	}{
		{"bits", wire.Column{Label: "c", TypeName: "BIT", Precision: 8}, boolean(true), `decode column "c": the Data API returns whether one of its 8 bits is set: select it as CAST(… AS UNSIGNED)`},
		{"number", column("INT"), text("hunter2"), `decode column "c": malformed INT`},
		{"unsigned number", column("BIGINT UNSIGNED"), text("-1"), `decode column "c": malformed UNSIGNED BIGINT`},
		{"float", column("FLOAT"), text("hunter2"), `decode column "c": malformed FLOAT`},
		{"double", column("DOUBLE"), text("hunter2"), `decode column "c": malformed DOUBLE`},
		{"date", column("DATE"), text("hunter2"), `decode column "c": malformed DATE`},
		{"time of a day", column("DATETIME"), text("2024-02-29 1:2:3"), `decode column "c": malformed DATETIME`},
		{"fraction", column("DATETIME"), text("2024-02-29 13:14:15."), `decode column "c": malformed DATETIME`},
		{"array", column("INT"), wire.Field{Kind: wire.Array}, `decode column "c": malformed INT`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mysql.NewColumn(&tt.column, mysql.Form{ParseTime: true})
			if v, err := c.Value(&tt.field); errorText(err) != tt.want {
				t.Errorf("got %#v, %v, want %s", v, err, tt.want)
			}
		})
	}
}

// FuzzValue: no value makes a column panic, and none of them is NULL.
func FuzzValue(f *testing.F) {
	f.Add("DATETIME", "2024-02-29 13:14:15.123", int64(23))
	f.Add("TIME", "-838:59:59", int64(10))
	f.Add("BIGINT UNSIGNED", "18446744073709551615", int64(20))
	f.Add("BIT", "\x01", int64(1))
	f.Fuzz(func(t *testing.T, typeName, value string, precision int64) {
		c := mysql.NewColumn(&wire.Column{Label: "c", TypeName: typeName, Precision: precision}, mysql.Form{ParseTime: true})
		for _, field := range []wire.Field{text(value), octets(value)} {
			if v, err := c.Value(&field); err == nil && v == nil {
				t.Errorf("%q of %s is nil", value, typeName)
			}
		}
		_, _, _ = c.PrecisionScale()
		if c.ScanType() == nil {
			t.Error("no ScanType")
		}
	})
}
