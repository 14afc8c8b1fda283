package mysqlresult_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlresult"
)

func text(s string) mysql.FieldValue {
	return mysql.NewFieldValue(mysql.FieldValueTypeString, 0, []byte(s))
}

func number(v float64) mysql.FieldValue {
	return mysql.NewFieldValue(mysql.FieldValueTypeFloat, math.Float64bits(v), nil)
}

func unsigned(v uint64) mysql.FieldValue {
	return mysql.NewFieldValue(mysql.FieldValueTypeUnsigned, v, nil)
}

func encode(t *testing.T, f *mysql.Field, v mysql.FieldValue, o dataapi.ResultSetOptions) (string, error) {
	t.Helper()
	e := mysqlresult.NewColumns([]*mysql.Field{f}).Encoder(mysqlresult.Options{ResultSetOptions: o})
	if err := e.AddRow([]mysql.FieldValue{v}); err != nil {
		return "", err
	}
	out, err := json.Marshal(e.Records())
	if err != nil {
		t.Fatal(err)
	}
	return string(out), nil
}

func TestAddRow(t *testing.T) {
	asText := dataapi.ResultSetOptions{LongReturnType: "STRING"}
	asNumber := dataapi.ResultSetOptions{DecimalReturnType: "DOUBLE_OR_LONG"}
	tests := []struct {
		name    string
		field   *mysql.Field
		value   mysql.FieldValue
		options dataapi.ResultSetOptions
		want    string // of the field, or of the error
	}{
		{name: "json", field: field(mysql.MYSQL_TYPE_JSON, 0, binary, 0), value: text(`{"a": 1}`), want: `{"stringValue":"{\"a\": 1}"}`},
		{name: "widened float", field: field(mysql.MYSQL_TYPE_FLOAT, 12, binary, 0), value: number(float64(float32(0.1))), want: `{"doubleValue":0.1}`},
		{name: "float by text", field: field(mysql.MYSQL_TYPE_FLOAT, 12, binary, 0), value: number(837.484), want: `{"doubleValue":837.484}`},
		{name: "float rounded up by text", field: field(mysql.MYSQL_TYPE_FLOAT, 12, binary, 0), value: number(3.40283e38), want: `{"doubleValue":3.40283e+38}`},
		{name: "greatest long", field: field(mysql.MYSQL_TYPE_LONGLONG, 20, binary, mysql.UNSIGNED_FLAG), value: unsigned(math.MaxInt64), want: `{"longValue":9223372036854775807}`},
		{name: "beyond a long", field: field(mysql.MYSQL_TYPE_LONGLONG, 20, binary, mysql.UNSIGNED_FLAG), value: unsigned(math.MaxInt64 + 1), want: "UnsupportedResultException: The result contains the unsupported data type BIGINT UNSIGNED."},
		{name: "beyond a long as text", field: field(mysql.MYSQL_TYPE_LONGLONG, 20, binary, mysql.UNSIGNED_FLAG), value: unsigned(math.MaxInt64 + 1), options: asText, want: "UnsupportedResultException: The result contains the unsupported data type BIGINT UNSIGNED."},
		{name: "long as text", field: field(mysql.MYSQL_TYPE_LONG, 11, binary, 0), value: unsigned(7), options: asText, want: `{"stringValue":"7"}`},
		{name: "year", field: field(mysql.MYSQL_TYPE_YEAR, 4, binary, 0), value: unsigned(0), options: asText, want: `{"stringValue":"0000"}`},
		{name: "decimal as long", field: field(mysql.MYSQL_TYPE_NEWDECIMAL, 5, binary, 0), value: text("10"), options: asNumber, want: `{"longValue":10}`},
		{name: "decimal as double", field: field(mysql.MYSQL_TYPE_NEWDECIMAL, 5, binary, 0), value: text("10.00"), options: asNumber, want: `{"doubleValue":10}`},
		{name: "bits", field: field(mysql.MYSQL_TYPE_BIT, 16, binary, 0), value: text("\x00\x01"), want: `{"booleanValue":true}`},
		{name: "no bits", field: field(mysql.MYSQL_TYPE_BIT, 16, binary, 0), value: text("\x00\x00"), want: `{"booleanValue":false}`},
		{name: "date that is none", field: field(mysql.MYSQL_TYPE_DATE, 10, binary, 0), value: text("2024-02-30"), want: "InternalFailure"},
		{name: "datetime without a day", field: field(mysql.MYSQL_TYPE_DATETIME, 19, binary, 0), value: text("2024-02-00 00:00:00"), want: "InternalFailure"},
		{name: "day of hours", field: field(mysql.MYSQL_TYPE_TIME, 10, binary, 0), value: text("24:00:00"), want: "InternalFailure"},
		{name: "many hours", field: field(mysql.MYSQL_TYPE_TIME, 10, binary, 0), value: text("838:59:59"), want: "InternalFailure"},
		{name: "negative hours", field: field(mysql.MYSQL_TYPE_TIME, 10, binary, 0), value: text("-00:00:01"), want: "InternalFailure"},
		{name: "geometry of NULL", field: field(mysql.MYSQL_TYPE_GEOMETRY, 0, binary, 0), want: "UnsupportedResultException: The result contains the unsupported data type GEOMETRY."},
		{name: "unheard of", field: field(200, 0, binary, 0), value: text("x"), want: "UnsupportedResultException: The result contains the unsupported data type UNKNOWN."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := encode(t, test.field, test.value, test.options)
			if err != nil {
				got = "[[" + err.Error() + "]]"
			}
			if got != "[["+test.want+"]]" {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestSizeLimit fills a result up to the last octet, once with texts and once with
// numbers.
func TestSizeLimit(t *testing.T) {
	varchar := field(mysql.MYSQL_TYPE_VAR_STRING, 0, utf8, 0)
	for value, fits := range map[string]bool{strings.Repeat("x", 1<<20-6): true, strings.Repeat("x", 1<<20-5): false} {
		if _, err := encode(t, varchar, text(value), dataapi.ResultSetOptions{}); (err == nil) != fits {
			t.Errorf("%d octets: %v", len(value), err)
		}
	}
	e := mysqlresult.NewColumns([]*mysql.Field{field(mysql.MYSQL_TYPE_LONG, 11, binary, 0)}).Encoder(mysqlresult.Options{})
	rows := 0
	for e.AddRow([]mysql.FieldValue{unsigned(12345)}) == nil {
		rows++
	}
	if want := 1 << 20 / (2 + 4 + 5); rows != want {
		t.Errorf("%d rows fit, want %d", rows, want)
	}
}

// FuzzFraction wants a time to keep its value and to have no digits, three or six.
func FuzzFraction(f *testing.F) {
	for _, micros := range []uint32{0, 1, 800000, 855100, 1000, 999999} {
		f.Add(micros)
	}
	f.Fuzz(func(t *testing.T, micros uint32) {
		at := time.Date(2024, 2, 29, 1, 2, 3, int(micros%1e6)*1000, time.UTC)
		got, err := encode(t, field(mysql.MYSQL_TYPE_DATETIME, 26, binary, 0), text(at.Format("2006-01-02 15:04:05.000000")), dataapi.ResultSetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		got = strings.TrimSuffix(strings.TrimPrefix(got, `[[{"stringValue":"`), `"}]]`)
		back, err := time.Parse("2006-01-02 15:04:05", got)
		if digits := len(got) - len("2006-01-02 15:04:05"); err != nil || !back.Equal(at) || digits != 0 && digits != 4 && digits != 7 {
			t.Fatalf("%v becomes %s, %v", at, got, err)
		}
	})
}
