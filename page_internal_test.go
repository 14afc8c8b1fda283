package auroradataapi

import "testing"

// TestPageSize: how many rows are asked for, from page to page.
func TestPageSize(t *testing.T) {
	const tooLarge = -1
	tests := []struct {
		name  string
		row   int
		pages []int // octets of a row, or tooLarge
		want  []int
	}{
		{"unknown", 0, []int{100, 100, 100}, []int{256, 2048, 9830}},
		{"known", 100, []int{100}, []int{9830}},
		{"shrinks as rows grow", 100, []int{200, 400}, []int{9830, 4915}},
		{"unknown and large", 0, []int{tooLarge, tooLarge, tooLarge}, []int{256, 16, 1}},
		{"larger than a page", 0, []int{tooLarge, tooLarge, tooLarge, tooLarge}, []int{256, 16, 1, 0}},
		{"known to be larger than a page", 5_000_000, []int{5_000_000, 10, 10}, []int{0, 0, 8}},
		{"grows slowly after too much", 100, []int{tooLarge, 100, 100, 100}, []int{9830, 2457, 4914, 9828}},
		{"as large as can be", resultLimit, []int{resultLimit}, []int{1}},
		{"no octets", 0, []int{2, 2, 2, 2, 2, 2}, []int{256, 2048, 16384, 131072, 491520, 491520}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			size := newPageSize(tt.row)
			for i, row := range tt.pages {
				rows := size.rows()
				if i < len(tt.want) && rows != tt.want[i] {
					t.Errorf("page %d: %d rows, want %d", i, rows, tt.want[i])
				}
				if row == tooLarge {
					size.overflowed(rows)
				} else {
					size.fitted(max(rows, 1), max(rows, 1)*row)
				}
			}
		})
	}
}

// TestPageWeight: a page is looked at as a whole if it is not like the last one that
// was, and now and then.
func TestPageWeight(t *testing.T) {
	var size pageSize
	looks := 0
	octets := func(rows, bytes, exact int) int {
		return size.octets(rows, bytes, func() int {
			looks++
			return exact
		})
	}
	for i, tt := range []struct {
		rows, bytes, exact int
		want, looks        int
	}{
		{100, 20_000, 10_000, 10_000, 1},
		{200, 40_000, -1, 20_000, 1},
		{200, 40_400, -1, 20_400, 1},
		{200, 39_600, -1, 20_000, 1},
		{200, 80_000, 50_000, 50_000, 2},
		{0, 0, 0, 0, 3},
		{100, 20_000, 10_000, 10_000, 4},
	} {
		if got := octets(tt.rows, tt.bytes, tt.exact); got != tt.want || looks != tt.looks {
			t.Errorf("page %d: %d octets after %d looks, want %d after %d", i, got, looks, tt.want, tt.looks)
		}
	}
	for range maxGuesses + 1 {
		octets(100, 20_000, 10_000)
	}
	if looks != 5 {
		t.Errorf("%d looks, want one more after %d pages", looks, maxGuesses)
	}
}
