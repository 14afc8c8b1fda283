package mysql_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

type (
	namedString string
	namedInt    int
	namedBytes  []byte
	endless     *endless
	byValue     struct{}
	byUint64    struct{}
	bySlice     struct{}
	failing     struct{}
)

func (byValue) Value() (driver.Value, error)  { return "v", nil }
func (byUint64) Value() (driver.Value, error) { return uint64(math.MaxUint64), nil }
func (bySlice) Value() (driver.Value, error)  { return []string{"a"}, nil }
func (failing) Value() (driver.Value, error)  { return nil, errors.New("no value") }

func TestResolve(t *testing.T) {
	seven, text := 7, "a"
	pointer := &text
	now := time.Now()
	tests := []struct {
		name    string
		value   any
		want    any
		wantErr string
	}{
		{name: "nil"},
		{name: "int", value: 7, want: int64(7)},
		{name: "int8", value: int8(-7), want: int64(-7)},
		{name: "named int", value: namedInt(7), want: int64(7)},
		{name: "duration", value: time.Second, want: int64(time.Second)},
		{name: "uint8", value: uint8(7), want: uint64(7)},
		{name: "greatest uint64", value: uint64(math.MaxUint64), want: uint64(math.MaxUint64)},
		{name: "float32", value: float32(1.5), want: 1.5},
		{name: "bool", value: true, want: true},
		{name: "string", value: "a", want: "a"},
		{name: "named string", value: namedString("a"), want: "a"},
		{name: "bytes", value: []byte("a"), want: []byte("a")},
		{name: "named bytes", value: namedBytes("a"), want: []byte("a")},
		{name: "json", value: json.RawMessage("1"), want: json.RawMessage("1")},
		{name: "time", value: now, want: now},
		{name: "pointer", value: &seven, want: int64(7)},
		{name: "pointer to a pointer", value: &pointer, want: "a"},
		{name: "nil pointer", value: (*int)(nil)},
		{name: "Valuer", value: byValue{}, want: "v"},
		{name: "pointer to a Valuer", value: &byValue{}, want: "v"},
		{name: "nil pointer to a Valuer", value: (*byValue)(nil)},
		{name: "Valuer of a uint64", value: byUint64{}, want: uint64(math.MaxUint64)},
		{name: "null", value: sql.NullInt64{}},
		{name: "not null", value: sql.NullInt64{Int64: 7, Valid: true}, want: int64(7)},
		{name: "Valuer of a slice", value: bySlice{}, wantErr: "non-Value type []string returned from Value"},
		{name: "Valuer that fails", value: failing{}, wantErr: "no value"},
		{name: "slice", value: []int{1}, wantErr: "unsupported type []int, a slice of int"},
		{name: "array", value: [2]byte{}, wantErr: "unsupported type [2]uint8, a array"},
		{name: "map", value: map[string]any{}, wantErr: "unsupported type map[string]interface {}, a map"},
		{name: "struct", value: netip.Addr{}, wantErr: "unsupported type netip.Addr, a struct"},
		{name: "function", value: func() {}, wantErr: "unsupported type func(), a func"},
		{name: "uintptr", value: uintptr(1), wantErr: "unsupported type uintptr, a uintptr"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := mysql.Resolve(tt.value)
			if text := errorText(err); text != tt.wantErr {
				t.Fatalf("error %q, want %q", text, tt.wantErr)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %#v, want %#v", got, tt.want)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestResolveEnds: a pointer to itself is refused.
func TestResolveEnds(t *testing.T) {
	var p endless
	p = &p
	if v, err := mysql.Resolve(p); err == nil {
		t.Errorf("got %v", v)
	}
}
