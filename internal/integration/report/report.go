// Package report carries what a suite has counted to whoever runs the tests: go
// test shows the output of a package only when it fails.
package report

import (
	"fmt"
	"os"
)

// Variable names the environment variable with the path of the file that lines
// are appended to.
const Variable = "AURORADATAAPI_TEST_REPORT"

// Line prints a line, and appends it to the file that [Variable] names, if it
// names one. Several processes may do so at once: a line is written as a whole.
func Line(format string, args ...any) error {
	line := fmt.Sprintf(format, args...) + "\n"
	fmt.Print(line)
	path := os.Getenv(Variable)
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if _, err := file.WriteString(line); err != nil {
		_ = file.Close() // the write's error says more
		return fmt.Errorf("report: %w", err)
	}
	return file.Close()
}
