package pgsession

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestBind(t *testing.T) {
	parameter := func(name string, value dataapi.Field, hint string) dataapi.Parameter {
		return dataapi.Parameter{Name: name, Value: value, Hint: hint}
	}
	a, b := parameter("a", dataapi.LongField(1), ""), parameter("b", dataapi.StringField("x"), "")
	tests := []struct {
		name    string
		names   []string
		set     []dataapi.Parameter
		types   []uint32
		values  string // joined by "|"
		message string
	}{
		{name: "in the order of the placeholders", names: []string{"b", "a"}, set: []dataapi.Parameter{a, b}, types: []uint32{oidText, oidInt8}, values: "x|1"},
		{name: "one for each occurrence", names: []string{"a", "a"}, set: []dataapi.Parameter{a}, types: []uint32{oidInt8, oidInt8}, values: "1|1"},
		{name: "missing", names: []string{"a", "b"}, set: []dataapi.Parameter{b}, types: []uint32{oidText}, values: "x"},
		{name: "not asked for", names: []string{"a"}, set: []dataapi.Parameter{a, b}, message: "Cannot find parameter: b"},
		{name: "hint", names: []string{"a"}, set: []dataapi.Parameter{parameter("a", dataapi.StringField("2024-02-29"), "DATE")}, types: []uint32{oidDate}, values: "2024-02-29"},
		{name: "hint that does not fit", names: []string{"a"}, set: []dataapi.Parameter{parameter("a", dataapi.StringField("2023-02-29"), "DATE")},
			message: `Parameter "a" has a value that is not a valid DATE`},
		{name: "hint on NULL", names: []string{"a"}, set: []dataapi.Parameter{parameter("a", dataapi.Null, "DATE")}, types: []uint32{oidUnspecified}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := generations[dataapi.Current].check("select 1", test.names, test.set)
			if test.message != "" {
				wantException(t, err, dataapi.Validation, test.message)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := generations[dataapi.Current].bind(test.names, test.set)
			if err != nil {
				t.Fatal(err)
			}
			var values []string
			for _, v := range got.values {
				values = append(values, string(v))
			}
			if joined := strings.Join(values, "|"); joined != test.values || !slices.Equal(got.types, test.types) || len(got.formats) != len(got.types) {
				t.Errorf("bound %q as %v in formats %v, want %q as %v", joined, got.types, got.formats, test.values, test.types)
			}
		})
	}
}

func TestEncode(t *testing.T) {
	tests := []struct {
		name   string
		field  dataapi.Field
		oid    uint32
		format int16
		value  string
		null   bool
	}{
		{name: "NULL", field: dataapi.Null, null: true},
		{name: "boolean", field: dataapi.BooleanField(true), oid: oidBool, value: "true"},
		{name: "long", field: dataapi.LongField(math.MinInt64), oid: oidInt8, value: "-9223372036854775808"},
		{name: "double", field: dataapi.DoubleField(0.1), oid: oidFloat8, value: "0.1"},
		{name: "NaN", field: dataapi.DoubleField(math.NaN()), oid: oidFloat8, value: "NaN"},
		{name: "infinity", field: dataapi.DoubleField(math.Inf(1)), oid: oidFloat8, value: "Infinity"},
		{name: "minus infinity", field: dataapi.DoubleField(math.Inf(-1)), oid: oidFloat8, value: "-Infinity"},
		{name: "empty string", field: dataapi.StringField(""), oid: oidText, value: ""},
		{name: "empty blob", field: dataapi.BlobField(nil), oid: oidBytea, format: binaryFormat, value: ""},
		{name: "blob", field: dataapi.BlobField([]byte{0, 255}), oid: oidBytea, format: binaryFormat, value: "\x00\xff"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := generations[dataapi.Current].encode(test.field)
			if got.oid != test.oid || got.format != test.format || string(got.value) != test.value || (got.value == nil) != test.null {
				t.Errorf("got type %d, format %d, %q (NULL: %t), want %d, %d, %q (NULL: %t)",
					got.oid, got.format, got.value, got.value == nil, test.oid, test.format, test.value, test.null)
			}
		})
	}
}

// TestBindShares shows that a long value is not copied for each placeholder, and
// that what they come to is bounded.
func TestBindShares(t *testing.T) {
	set := []dataapi.Parameter{{Name: "a", Value: dataapi.StringField(strings.Repeat("x", 1<<20))}}
	names := slices.Repeat([]string{"a"}, maxBinding>>20)
	b, err := generations[dataapi.Current].bind(names, set)
	if err != nil {
		t.Fatal(err)
	}
	if first, last := &b.values[0][0], &b.values[len(names)-1][0]; first != last {
		t.Error("the value is copied for each placeholder")
	}
	_, err = generations[dataapi.Current].bind(append(names, "a"), set)
	wantException(t, err, dataapi.InternalServerError, "emulator: the parameters come to more than 64 MiB, counted once for each placeholder")
}
