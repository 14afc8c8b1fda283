package main

import "testing"

// TestDecodingAllocations counts, which is the same on every machine: 3.82 for a
// row of five fields, of which four are boxed in an interface unless they are NULL.
func TestDecodingAllocations(t *testing.T) {
	d, err := newDecoding(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := testing.AllocsPerRun(3, func() {
		if err := d.driver(); err != nil {
			t.Fatal(err)
		}
	}) / float64(d.rows)
	if got > 4 {
		t.Errorf("got %.2f allocations per row, want at most 4", got)
	}
}
