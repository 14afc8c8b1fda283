package sigv4

import "fmt"

// Kind says what is wrong with a request.
type Kind int

// The kinds of errors. Services give each a name of their own.
const (
	// Missing means that the request is not signed.
	Missing Kind = iota
	// Incomplete means that the signature lacks a part or is not in its form.
	Incomplete
	// Mismatch means that the signature is not that of the request and the key.
	Mismatch
	// Expired means that the signature is of another time.
	Expired
	// OutOfScope means that the signature is for another day, region or service.
	OutOfScope
)

// Error is why a request is refused. The message is what AWS says.
type Error struct {
	Kind    Kind
	Message string
}

func (e *Error) Error() string { return e.Message }

func refuse(kind Kind, format string, args ...any) *Error {
	return &Error{kind, fmt.Sprintf(format, args...)}
}
