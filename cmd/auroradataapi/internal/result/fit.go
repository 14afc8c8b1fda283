package result

import "slices"

// leastRoom is how many places a column keeps whose values are cut. With less, rows
// are written below each other.
const leastRoom = 8

// fit returns how many places a column has at most, so that all fit into a line of a
// width: the wide ones give way, and none gets less than another one. It reports
// false if there is too little for that. No width is room for all.
func fit(widths []int, width int) (room int, fits bool) {
	if len(widths) == 0 {
		return 0, true
	}
	widest := slices.Max(widths)
	if width == 0 {
		return widest, true
	}
	left := width - 2 - 3*(len(widths)-1) // beside the lines between columns, and a space at each end
	sorted := slices.Sorted(slices.Values(widths))
	for i, w := range sorted {
		share := left / (len(sorted) - i)
		if w > share {
			return share, share >= leastRoom
		}
		left -= w
	}
	return widest, true
}
