package awsquery

import (
	"fmt"
	"net/http"
	"strings"
)

// Error is an answer that says what is wrong with a request.
type Error struct {
	Status  int
	Code    string
	Message string
}

// Errorf gives an error with the status that RDS has for the code: 404 for what is
// not found, 400 for everything else.
func Errorf(code, format string, args ...any) *Error {
	status := http.StatusBadRequest
	if strings.HasSuffix(strings.TrimSuffix(code, "Fault"), "NotFound") {
		status = http.StatusNotFound
	}
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Error implements error.
func (e *Error) Error() string { return e.Code + ": " + e.Message }
