package localserver

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// IsText says whether a server can take s as a text that is not empty.
func IsText(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.Contains(s, "\x00")
}

// DefaultCacheDir is the folder auroradataapi in [os.UserCacheDir], or in
// [os.TempDir] when the user has no cache folder.
func DefaultCacheDir() string {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	return filepath.Join(base, "auroradataapi")
}

// MakeAbsolute makes the paths absolute that are not empty.
func MakeAbsolute(paths ...*string) error {
	for _, path := range paths {
		if *path == "" {
			continue
		}
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return err
		}
		*path = absolute
	}
	return nil
}
