package auroradataapi

import (
	"errors"
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// Compat says which driver of PostgreSQL a connector stands for: whose values
// results have, whose arguments statements take, and whose words errors have. The
// two differ in all three.
type Compat uint8

const (
	// CompatPgx is github.com/jackc/pgx/v5/stdlib. It is the default.
	CompatPgx Compat = iota

	// CompatPQ is github.com/lib/pq, as of its version 1.12.3.
	CompatPQ
)

// compatNames are the drivers in a DSN.
var compatNames = [...]string{CompatPgx: "pgx", CompatPQ: "pq"}

// String returns the driver as in a DSN: pgx or pq.
func (c Compat) String() string {
	if int(c) >= len(compatNames) {
		return "unknown"
	}
	return compatNames[c]
}

func (c Compat) native() postgres.Native {
	if c == CompatPQ {
		return postgres.LibPQ
	}
	return postgres.PGX
}

// compatSetting is a driver: pgx is the default.
type compatSetting Compat

func (s *compatSetting) String() string {
	if *s == compatSetting(CompatPgx) {
		return ""
	}
	return Compat(*s).String()
}

func (s *compatSetting) Set(text string) error {
	if text == "" {
		text = CompatPgx.String()
	}
	i := slices.Index(compatNames[:], text)
	if i < 0 {
		return errors.New("want pgx or pq")
	}
	*s = compatSetting(i)
	return nil
}
