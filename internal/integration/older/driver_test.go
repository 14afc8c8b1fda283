package older_test

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi"
)

func TestStatements(t *testing.T) {
	onEach(t, "statements", func(ctx context.Context, t *testing.T, d database, db *sql.DB) {
		for id, name := range []string{"it's", "é; b", ""} {
			result, err := db.ExecContext(ctx, d.text("insert into statements values ($1, $2)"), id, name)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := result.RowsAffected(); n != 1 || err != nil {
				t.Errorf("%d rows are affected, %v", n, err)
			}
		}
		rows, err := db.QueryContext(ctx, d.text("select name from statements where id >= $1 order by id"), 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(t, rows); !slices.Equal(got, []string{"é; b", ""}) {
			t.Errorf("got %q", got)
		}
		run(ctx, t, db, "update statements set name = 'x'; delete from statements where id = 0")
		if n := count(ctx, t, db, "statements"); n != 2 {
			t.Errorf("%d rows are left", n)
		}
	})
}

// text is a statement with the engine's placeholders.
func (d database) text(statement string) string {
	if d.name == "MySQL" {
		return strings.NewReplacer("$1", "?", "$2", "?").Replace(statement)
	}
	return statement
}

func names(t *testing.T, rows *sql.Rows) (names []string) {
	t.Helper()
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

func TestBatch(t *testing.T) {
	onEach(t, "batch", func(ctx context.Context, t *testing.T, d database, db *sql.DB) {
		args := func(yield func([]any) bool) {
			for id := range 300 {
				if !yield([]any{id, "x"}) {
					return
				}
			}
		}
		if _, err := auroradataapi.ExecBatch(ctx, db, d.text("insert into batch values ($1, $2)"), args, nil); err != nil {
			t.Fatal(err)
		}
		if n := count(ctx, t, db, "batch"); n != 300 {
			t.Errorf("%d rows are there", n)
		}
	})
}

func TestTransactions(t *testing.T) {
	onEach(t, "transactions", func(ctx context.Context, t *testing.T, _ database, db *sql.DB) {
		for _, end := range []func(*sql.Tx) error{(*sql.Tx).Rollback, (*sql.Tx).Commit} {
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.ExecContext(ctx, "insert into transactions values (1, 'x')"); err != nil {
				t.Fatal(err)
			}
			if err := end(tx); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(ctx, t, db, "transactions"); n != 1 {
			t.Errorf("%d rows are there", n)
		}
	})
}

func TestErrors(t *testing.T) {
	onEach(t, "errors", func(ctx context.Context, t *testing.T, d database, db *sql.DB) {
		run(ctx, t, db, "insert into errors values (1, 'x')")
		_, err := db.ExecContext(ctx, d.text("insert into errors values ($1, $2)"), 1, "x")
		var e *auroradataapi.Error
		if !errors.As(err, &e) || e.Exception != "BadRequestException" || e.HTTPStatus != 400 {
			t.Fatalf("got %v", err)
		}
		if d.name == "MySQL" {
			var native *mysql.MySQLError
			if !errors.As(err, &native) || native.Number != 1062 || e.SQLState() != "23000" {
				t.Errorf("got %v", err)
			}
			return
		}
		var native *pgconn.PgError
		if !errors.As(err, &native) || native.Code != "23505" || native.ConstraintName != "errors_key" || native.Detail != "Key (id)=(1) already exists." {
			t.Errorf("got %#v", native)
		}
		_, err = db.ExecContext(ctx, "select id, nothing from errors where id = $1", 1)
		if !errors.As(err, &native) || native.Code != "42703" || native.Position != 12 {
			t.Errorf("got %#v", native)
		}
	})
}

// TestLargeResult: a result above 1 MiB is not read page by page, and its
// transaction has ended.
func TestLargeResult(t *testing.T) {
	onEach(t, "large", func(ctx context.Context, t *testing.T, d database, db *sql.DB) {
		query := "select repeat('x', 60000) from generate_series(1, 20)"
		if d.name == "MySQL" {
			query = "select repeat('x', 60000) from information_schema.collations limit 20"
		}
		if _, err := db.QueryContext(ctx, query); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
			t.Errorf("got %v", err)
		}
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		if _, err := tx.ExecContext(ctx, "insert into large values (1, 'x')"); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.QueryContext(ctx, query); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
			t.Errorf("got %v", err)
		}
		if _, err := tx.ExecContext(ctx, "insert into large values (2, 'x')"); !errors.Is(err, auroradataapi.ErrTransactionNotFound) {
			t.Errorf("got %v", err)
		}
		if err := tx.Commit(); err == nil {
			t.Error("the commit succeeds")
		}
		if n := count(ctx, t, db, "large"); n != 0 {
			t.Errorf("%d rows are there", n)
		}
	})
}

// TestResume: the driver waits for a cluster that wakes up.
func TestResume(t *testing.T) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			ctx := within(t)
			patient, impatient := d.open(t), d.open(t, func(c *auroradataapi.Config) { c.ResumeTimeout = -1 })
			cluster.Server.Pause()
			err := impatient.PingContext(ctx)
			cluster.Server.Resume()
			if !errors.Is(err, auroradataapi.ErrResuming) {
				t.Errorf("got %v", err)
			}
			pauseFor(t, 2)
			var n int
			if err := patient.QueryRowContext(ctx, "select 42").Scan(&n); err != nil || n != 42 {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
}

// TestValues: what is not as on the current generation, and what is.
func TestValues(t *testing.T) {
	tests := []struct {
		name, engine, query string
		want                any
	}{
		{"float4", "PostgreSQL", "select 0.1::float4", 0.1},
		{"interval", "PostgreSQL", "select interval '1 day'", "1 day"},
		{"array of arrays", "PostgreSQL", "select array[[1,2],[3,null]]", "{{1,2},{3,NULL}}"},
		{"timestamptz", "PostgreSQL", "select '2024-01-15 12:34:56.85+09'::timestamptz", time.Date(2024, 1, 15, 3, 34, 56, 85e7, time.UTC)},
		{"datetime", "MySQL", "select cast('2024-01-15 12:34:56.85' as datetime(3))", time.Date(2024, 1, 15, 12, 34, 56, 85e7, time.UTC)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := databases[slices.IndexFunc(databases, func(d database) bool { return d.name == test.engine })]
			var got any
			if err := d.open(t).QueryRowContext(within(t), test.query).Scan(&got); err != nil || got != test.want {
				t.Errorf("got %T %v, %v, want %v", got, got, err, test.want)
			}
		})
	}
}

// TestYear: a YEAR is a number, whatever the service makes of it.
func TestYear(t *testing.T) {
	ctx, db := within(t), databases[1].open(t)
	run(ctx, t, db, "create table years (y year)")
	defer run(ctx, t, db, "drop table years")
	run(ctx, t, db, "insert into years values (2020)")
	var got any
	if err := db.QueryRowContext(ctx, "select y from years").Scan(&got); err != nil || got != int64(2020) {
		t.Errorf("got %T %v, %v", got, got, err)
	}
}

// TestStreaming reads a large result in pages from the start.
func TestStreaming(t *testing.T) {
	db := databases[0].open(t, func(c *auroradataapi.Config) { c.Streaming = auroradataapi.StreamingAlways })
	rows, err := db.QueryContext(within(t), "select repeat('x', 1000) from generate_series(1, 5000)")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(names(t, rows)); n != 5000 {
		t.Errorf("%d rows have come", n)
	}
}
