package dataapi_test

import (
	"math"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestFormattedDoubles(t *testing.T) {
	tests := []struct {
		value float64
		want  string
	}{
		{0, "0.0"},
		{math.Copysign(0, -1), "-0.0"},
		{1, "1.0"},
		{10, "10.0"},
		{-0.5, "-0.5"},
		{0.001, "0.001"},
		{0.0009, "9.0E-4"},
		{9999999, "9999999.0"},
		{1e7, "1.0E7"},
		{12345678.9, "1.23456789E7"},
		{1e23, "1.0E23"},
		{2e-323, "2.0E-323"},
		{math.SmallestNonzeroFloat64, "4.9E-324"},
		{math.MaxFloat64, "1.7976931348623157E308"},
		{math.Inf(1), `"Infinity"`},
		{math.Inf(-1), `"-Infinity"`},
	}
	for _, tt := range tests {
		records := dataapi.NewFormattedRecords([]string{"d"})
		if err := records.Add([]dataapi.Field{dataapi.DoubleField(tt.value)}); err != nil {
			t.Fatal(err)
		}
		if got, err := records.Text(); err != nil || got != `[{"d":`+tt.want+`}]` {
			t.Errorf("%g: got %s, %v, want %s", tt.value, got, err, tt.want)
		}
	}
}
