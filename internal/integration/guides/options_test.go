package guides_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestOptions checks the tables "Options" of the pages about other drivers: what is to
// be left out is an error that says so, and what stands for something is an option.
func TestOptions(t *testing.T) {
	tests := []struct{ page, scheme string }{
		{"from-pgx.md", "postgresql+auroradataapi"},
		{"from-go-sql-driver.md", "mysql+auroradataapi"},
	}
	for _, tt := range tests {
		t.Run(tt.page, func(t *testing.T) {
			rows := 0
			for native, here := range optionRows(readPage(t, tt.page)) {
				rows++
				keys := here
				if strings.HasPrefix(here, "leave out") {
					keys = native
				}
				for _, key := range quoted.FindAllStringSubmatch(keys, -1) {
					if known := isOption(tt.scheme, key[1]); known != (keys == here) {
						t.Errorf("%s: %s is an option: %v", native, key[1], known)
					}
					if keys == here {
						break // what follows are its values
					}
				}
			}
			if rows < 10 {
				t.Errorf("%d rows", rows)
			}
		})
	}
}

var quoted = regexp.MustCompile("`(\\w+)`")

// optionRows are the rows of the table under the heading "Options".
func optionRows(page string) func(yield func(native, here string) bool) {
	_, section, _ := strings.Cut(page, "\n## Options\n")
	section, _, _ = strings.Cut(section, "\n## ")
	return func(yield func(native, here string) bool) {
		for line := range strings.Lines(section) {
			cells := strings.Split(line, " | ")
			if len(cells) == 2 && strings.HasPrefix(line, "| `") && !yield(cells[0], cells[1]) {
				return
			}
		}
	}
}

// isOption reports whether a DSN may have an option, whatever its value.
func isOption(scheme, key string) bool {
	_, err := auroradataapi.ParseDSN(scheme + ":///?" + key + "=x")
	return err == nil || !strings.Contains(err.Error(), "unknown option")
}
