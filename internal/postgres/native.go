package postgres

// Native is the driver of PostgreSQL whose values a result has and whose arguments
// a statement takes.
type Native uint8

const (
	PGX   Native = iota // github.com/jackc/pgx/v5/stdlib
	LibPQ               // github.com/lib/pq
)

// Literal is the function [Literal] for the text that the driver would send. Bytes
// are a constant for a bytea.
func (n Native) Literal(v any) (string, error) {
	if n == LibPQ {
		if s, ok := libPQText(v); ok {
			v = s
		}
	}
	return Literal(v)
}
