package auroramigrate

import (
	"context"
	"database/sql"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// dialect is what differs between the engines.
type dialect interface {
	// locate finds out where the table of the version is.
	locate(ctx context.Context, conn *sql.Conn, c *Config) error
	// table returns the name of the table of the version as it is written in SQL.
	table() string
	// setVersion replaces what is in that table, in a transaction.
	setVersion(ctx context.Context, conn *sql.Conn, row string) error
	// tryLock returns a query that is true if it has taken the lock.
	tryLock() (string, error)
	// unlock returns a statement that gives the lock back.
	unlock() (string, error)
	// tables returns a query for the names of all tables.
	tables() string
	// drop drops tables and what depends on them.
	drop(ctx context.Context, conn *sql.Conn, tables []string) error
}

func dialectOf(engine auroradataapi.Engine) dialect {
	if engine == auroradataapi.EngineMySQL {
		return &mySQL{}
	}
	return &postgreSQL{}
}

// findDialect asks the database what it is.
func findDialect(ctx context.Context, db *sql.DB) (dialect, error) {
	var version string
	if err := db.QueryRowContext(ctx, "SELECT version()").Scan(&version); err != nil {
		return nil, err
	}
	if strings.HasPrefix(version, "PostgreSQL") {
		return &postgreSQL{}, nil
	}
	return &mySQL{}, nil
}

// quoteAll returns names in quotes, with commas between them.
func quoteAll(names []string, quote func(string) string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}
