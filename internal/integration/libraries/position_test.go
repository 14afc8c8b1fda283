package libraries_test

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// position returns where an error of PostgreSQL is, from 1.
func position(err error) int {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return 0
	}
	return int(e.Position)
}
