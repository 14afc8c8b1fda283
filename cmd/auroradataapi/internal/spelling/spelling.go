// Package spelling finds what a name that does not exist was meant to be.
package spelling

import "strings"

// longest is how many characters of a name are compared. No name of a database is
// longer.
const longest = 200

// Nearest returns the name that takes the fewest changes to get to from a word, and
// how many: characters to insert, delete or replace. Capitals decide only between names
// that are as near. It returns nothing if there are no names.
func Nearest(word string, names []string) (nearest string, changes int) {
	capitals := 0 // changes of these, too
	for i, name := range names {
		n, exact := distance(strings.ToLower(word), strings.ToLower(name)), distance(word, name)
		if i == 0 || n < changes || n == changes && exact < capitals {
			nearest, changes, capitals = name, n, exact
		}
	}
	return nearest, changes
}

func characters(name string) []rune {
	all := []rune(name)
	return all[:min(len(all), longest)]
}

// distance counts the changes to get from one text to the other.
func distance(a, b string) int {
	from, to := characters(a), characters(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range from {
		above := row[0]
		row[0] = i + 1
		for j, d := range to {
			replaced := above
			if c != d {
				replaced++
			}
			above = row[j+1]
			row[j+1] = min(replaced, above+1, row[j]+1)
		}
	}
	return row[len(to)]
}
