package localserver

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// IsProgram tells whether path is a file that can be run.
func IsProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0
}

// Installed returns the folders that match the patterns, in the patterns' order,
// and of one pattern the newest version first.
func Installed(patterns ...string) []string {
	var places []string
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern) // fails on a bad pattern only
		slices.SortFunc(found, newestFirst)
		places = append(places, found...)
	}
	return places
}

// newestFirst orders paths by the first number in them, highest first.
func newestFirst(a, b string) int { return cmp.Compare(pathVersion(b), pathVersion(a)) }

var firstNumber = regexp.MustCompile(`[0-9]+`)

func pathVersion(path string) int {
	n, _ := strconv.Atoi(firstNumber.FindString(path)) // no number sorts last
	return n
}
