package stream_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"hash"
	"testing"
	"time"
)

// querier is a sql.DB, a sql.Conn or a sql.Tx.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// content is what a query has returned.
type content struct {
	rows   int
	digest string // of all values and their Go types
	types  string
}

// contentOf runs a query and reads all of its rows.
func contentOf(ctx context.Context, t *testing.T, db querier, query string, args ...any) content {
	t.Helper()
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		t.Fatalf("%.80s: %v", query, err)
	}
	defer rows.Close()
	return readAll(t, rows)
}

func readAll(t *testing.T, rows *sql.Rows) content {
	t.Helper()
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	var c content
	for _, column := range types {
		c.types += fmt.Sprintf("%s %s %v; ", column.Name(), column.DatabaseTypeName(), column.ScanType())
	}
	values, targets := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		targets[i] = &values[i]
	}
	digest := sha256.New()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			write(digest, v)
		}
		c.rows++
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("after %d rows: %v", c.rows, err)
	}
	c.digest = fmt.Sprintf("%x", digest.Sum(nil))
	return c
}

// write adds a value to a digest so that no two values are the same to it. Times
// are instants.
func write(digest hash.Hash, v any) {
	if at, ok := v.(time.Time); ok {
		v = at.UTC().Format(time.RFC3339Nano)
	}
	if b, ok := v.([]byte); ok {
		fmt.Fprintf(digest, "%T %d ", v, len(b))
		digest.Write(b)
		return
	}
	fmt.Fprintf(digest, "%T %d %v;", v, len(fmt.Sprint(v)), v)
}
