package wire_test

import (
	"database/sql/driver"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// TestDecodePageAllocations counts what a page costs. Counting is not timing: the
// numbers are the same on every machine.
func TestDecodePageAllocations(t *testing.T) {
	body := page(pageSize)
	dst := make([]wire.Field, len(pageColumns))
	values := make([]driver.Value, len(pageColumns))
	rows := float64(decodePage(t, body, dst))
	tests := []struct {
		name   string
		decode func()
		most   float64 // allocations per row
	}{
		{"checking allocates for the columns and the marks", func() { check(t, body) }, 12 / rows},
		{"fields share chunks", func() { decodePage(t, body, dst) }, 0.02},
		{"values", func() { pageValuesOrFail(t, body, dst, values) }, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := testing.AllocsPerRun(3, tt.decode) / rows
			if got > tt.most {
				t.Errorf("got %.4f allocations per row, want at most %.4f", got, tt.most)
			}
		})
	}
}

func check(t *testing.T, body []byte) {
	if _, err := wire.DecodeExecute(body); err != nil {
		t.Fatal(err)
	}
}

func pageValuesOrFail(t *testing.T, body []byte, dst []wire.Field, values []driver.Value) {
	if err := pageValues(body, dst, values); err != nil {
		t.Fatal(err)
	}
}

// TestAppendJSONAllocations encodes into a buffer that is large enough.
func TestAppendJSONAllocations(t *testing.T) {
	request := executeRequest()
	buf := make([]byte, 0, 4<<10)
	got := testing.AllocsPerRun(10, func() {
		if _, err := request.AppendJSON(buf); err != nil {
			t.Fatal(err)
		}
	})
	if got != 0 {
		t.Errorf("got %v allocations, want none", got)
	}
}

// TestArrayAllocations reads an array: one allocation for its reader, none for
// its elements.
func TestArrayAllocations(t *testing.T) {
	body := []byte(`{"records":[[{"arrayValue":{"longValues":[1,2,3,4,5,6,7,8,null]}}]]}`)
	dst := make([]wire.Field, 1)
	whole := testing.AllocsPerRun(10, func() { decodePage(t, body, dst) })
	elements := testing.AllocsPerRun(10, func() {
		decodePage(t, body, dst)
		var f wire.Field
		for {
			more, err := dst[0].Array.Next(&f)
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				return
			}
		}
	})
	if elements > whole {
		t.Errorf("got %v allocations with the elements, %v without", elements, whole)
	}
}
