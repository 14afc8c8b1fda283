package bulk_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// insertion returns the text that inserts rows of seven columns, as mappers of
// objects write it, with arguments for it.
func insertion(rows int, tail string) (query string, args []any) {
	var b strings.Builder
	b.WriteString(`insert into /* it's */ "mapped" ("id","name","n","amount","at","ok","data") values `)
	for i := range rows {
		if i > 0 {
			b.WriteString(",")
		}
		k := len(args)
		fmt.Fprintf(&b, "($%d,$%d,$%d,$%d,$%d,$%d,$%d)", k+1, k+2, k+3, k+4, k+5, k+6, k+7)
		args = append(args, fmt.Sprintf("00000000-0000-0000-0000-%012d", i), fmt.Sprint(`row "`, i, `" \`), i, "1.25",
			time.Unix(int64(i), 123456789).UTC(), i%2 == 0, map[string]any{"i": i})
	}
	return b.String() + tail, args
}

const mapped = `create table mapped (id uuid primary key, name varchar(20) default 'none', n int4 check (n < 100000), amount numeric(10,1), at timestamptz, ok bool, data jsonb, key int8 generated always as identity)`

// TestManyRows inserts many rows by one statement, natively and through the
// driver.
func TestManyRows(t *testing.T) {
	tests := []struct {
		name   string
		rows   int
		tail   string
		change func(args []any)
	}{
		{name: "few", rows: 3},
		{name: "more than have room in a text", rows: 5000},
		{name: "returning", rows: 500, tail: " returning key, \"name\" || 'x', interval '1 day'"},
		{name: "with a comment", rows: 3, tail: " -- done; $1"},
		{name: "ignored", rows: 50, tail: " on conflict (id) do nothing returning key", change: func(args []any) { args[7] = args[0] }},
		{name: "upsert", rows: 50, tail: " on conflict (id) do update set name = excluded.name returning key"},
		{name: "upsert twice", rows: 50, tail: " on conflict (id) do update set name = excluded.name", change: func(args []any) { args[7] = args[0] }},
		{name: "duplicate", rows: 50, change: func(args []any) { args[7] = args[0] }},
		{name: "nulls", rows: 50, change: func(args []any) { args[8], args[9], args[13] = nil, nil, nil }},
		{name: "null key", rows: 50, change: func(args []any) { args[0] = nil }},
		{name: "too long", rows: 50, change: func(args []any) { args[8] = strings.Repeat("x", 21) }},
		{name: "not a number", rows: 50, change: func(args []any) { args[9] = "x" }},
		{name: "not a kind that there is", rows: 50, change: func(args []any) { args[9] = struct{}{} }},
		{name: "check", rows: 50, change: func(args []any) { args[9] = 100000 }},
		{name: "no such column", rows: 50, tail: " returning nothing"},
		{name: "syntax", rows: 50, tail: " é on conflict"},
		{name: "too few values", rows: 50, tail: ", ($1)"},
		{name: "default", rows: 3, tail: ", (default, default, 7, 1, now(), true, '{}')"},
		{name: "placeholder behind", rows: 3, tail: " returning $22::text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, got := "", ""
			for db, into := range map[*sql.DB]*string{cluster.Native: &want, cluster.DataAPI: &got} {
				exec(t, `drop table if exists mapped`, mapped)
				query, args := insertion(tt.rows, tt.tail)
				if tt.change != nil {
					tt.change(args)
				}
				if strings.Contains(tt.tail, "$22") {
					args = append(args, "x")
				}
				*into = observe(t.Context(), db, query, args)
				*into += "\n" + strings.Join(texts(t, `select mapped::text from mapped order by key`), "\n")
			}
			if got != want {
				t.Errorf("got %.1000s\nnatively %.1000s", got, want)
			}
		})
	}
}

// observe runs an insertion and tells what comes of it.
func observe(ctx context.Context, db *sql.DB, query string, args []any) string {
	if !strings.Contains(query, "returning") {
		result, err := db.ExecContext(ctx, query, args...)
		if err != nil {
			return complaint(err)
		}
		n, _ := result.RowsAffected()
		return fmt.Sprint(n, " rows")
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return complaint(err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	all := fmt.Sprint(columns)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err.Error()
		}
		all += fmt.Sprint(values)
	}
	if err := rows.Err(); err != nil {
		return complaint(err)
	}
	return all
}

func complaint(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return fmt.Sprint(e.Code, " ", e.Message, " at ", e.Position)
	}
	return "an error of the driver"
}

// TestManyLargeRows has values that have room in a request as they are, but not as
// arrays.
func TestManyLargeRows(t *testing.T) {
	exec(t, `create table blobs (a bytea, b text)`)
	for range 2 {
		var args []any
		for range 8 {
			args = append(args, make([]byte, 330_000), "x")
		}
		const query = `insert into blobs (a, b) values ($1,$2),($3,$4),($5,$6),($7,$8),($9,$10),($11,$12),($13,$14),($15,$16)`
		if _, err := cluster.DataAPI.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	if n := number(t, `select sum(length(a)) from blobs where b = 'x'`); n != 2*8*330_000 {
		t.Errorf("stored %d bytes", n)
	}
}

// TestManyRowsAreDescribedOnce inserts different numbers of rows.
func TestManyRowsAreDescribedOnce(t *testing.T) {
	exec(t, `drop table if exists mapped`, mapped)
	db, client := openLosing(t, "PREPARE", math.MaxInt32)
	for _, rows := range []int{20, 20, 30} {
		query, args := insertion(rows, ` on conflict do nothing`)
		if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	if n := client.sent.Load(); n != 1 {
		t.Errorf("the server was asked %d times, want once", n)
	}
}

// TestManyRowsPrepared runs one statement with different arguments, and in a
// transaction.
func TestManyRowsPrepared(t *testing.T) {
	exec(t, `drop table if exists mapped`, mapped)
	query, args := insertion(20, "")
	tx, err := cluster.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	statement, err := tx.PrepareContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		for k := 0; k < len(args); k += 7 {
			args[k] = fmt.Sprintf("00000000-0000-0000-%04d-%012d", i, k)
		}
		if _, err := statement.ExecContext(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if names := texts(t, `select distinct name from mapped`); len(names) != 20 || !slices.Contains(names, `row "7" \`) {
		t.Errorf("names %q", names)
	}
}
