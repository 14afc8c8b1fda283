package wire

import "fmt"

// MalformedError reports a response body that could not be read: not JSON, cut
// short, or with a value that is not what its member promises.
type MalformedError struct {
	Offset int    // in bytes from the start of the body
	Reason string // what is wrong there, without any value of the result
}

// Error returns the text "wire: decode response: reason at byte N".
func (e *MalformedError) Error() string {
	return fmt.Sprintf("wire: decode response: %s at byte %d", e.Reason, e.Offset)
}

// rowWidth is the reason for rows that do not have the fields that were expected.
func rowWidth(got, want int) string {
	return fmt.Sprintf("rows of %d fields instead of %d", got, want)
}
