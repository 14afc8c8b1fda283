package conformance_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// transcript records what a program sees while it does something.
type transcript struct{ lines []string }

func (r *transcript) add(format string, args ...any) {
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
}

// err records an error by its SQLSTATE or, for those of database/sql and package
// context, as such.
func (r *transcript) err(what string, err error) {
	r.add("%s: %s", what, nameError(err))
}

func (r *transcript) String() string { return strings.Join(r.lines, "\n") + "\n" }

// execer is a sql.DB, Conn or Tx.
type execer interface {
	queryer
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// exec records the number of rows of a statement, or its error.
func (r *transcript) exec(ctx context.Context, x execer, query string, args ...any) {
	result, err := x.ExecContext(ctx, query, args...)
	if err != nil {
		r.err(query, err)
		return
	}
	n, err := result.RowsAffected()
	r.add("%s: %d rows, %v", query, n, err)
}

// query records the rows of a query, or its error.
func (r *transcript) query(ctx context.Context, w way, q queryer, query string, args ...any) {
	r.add("%s: %s", query, w.observe(ctx, q, query, args...))
}

// behaviour is something that a program does with database/sql.
type behaviour struct {
	name string
	do   func(ctx context.Context, r *transcript, w way)

	differs difference // nil if both ways see the same
	why     string
	modes   string // of the driver in which they differ; empty for all
}

// forget closes the idle connections of pgx, which remember results of statements
// on tables that are no more.
func (w way) forget() {
	if w.native {
		w.db.SetMaxIdleConns(0)
		w.db.SetMaxIdleConns(2)
	}
}

// compareBehaviours does each thing through pgx and in each mode of the driver, on
// a table of its own, and compares what was seen.
func compareBehaviours(t *testing.T, behaviours []behaviour) {
	t.Helper()
	counts := newTally(t)
	for _, b := range behaviours {
		t.Run(b.name, func(t *testing.T) {
			compareModes(t, counts, b.name, exceptions{{b.modes, b.differs, b.why}}, func(w way) string {
				w.forget()
				native(t, "drop table if exists thing", "create table thing (id int primary key, name text unique)")
				var seen transcript
				b.do(t.Context(), &seen, w)
				return seen.String()
			})
		})
	}
}
