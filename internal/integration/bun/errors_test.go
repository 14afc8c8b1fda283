package bun_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// wantViolation wants an error as programs look for it: by its text, or as that of
// the native driver.
func wantViolation(t *testing.T, d database, err error, postgreSQL, mySQL string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	var pgError *pgconn.PgError
	var mysqlError *mysql.MySQLError
	text, found := "Error "+mySQL, errors.As(err, &mysqlError)
	if d.IsPostgreSQL() {
		text, found = "violates "+postgreSQL, errors.As(err, &pgError)
	}
	if !found || !strings.Contains(err.Error(), text) {
		t.Errorf("got %T: %v; want %q", err, err, text)
	}
}

// TestErrors has the errors that programs tell from one another.
func TestErrors(t *testing.T) {
	type account struct {
		ID    int64  `bun:",pk,autoincrement"`
		Email string `bun:"type:varchar(50),notnull,unique"`
	}
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*account)(nil))
		d.insert(t, &account{Email: "a@b"})
		_, err := d.bun.NewInsert().Model(&account{Email: "a@b"}).Exec(ctx)
		wantViolation(t, d, err, "unique constraint", "1062")
		_, err = d.bun.NewUpdate().Model(&account{ID: 1}).Set("email = NULL").WherePK().Exec(ctx)
		wantViolation(t, d, err, "not-null constraint", "1048")

		err = d.bun.NewSelect().Model(new(account)).Where("id = ?", 99).Scan(ctx)
		if !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("got %v", err)
		}
		if _, err = d.bun.Exec("select from from"); err == nil || !strings.Contains(err.Error(), "syntax") {
			t.Errorf("got %v", err)
		}
		if err = d.bun.NewSelect().ColumnExpr("1 AS nowhere").Scan(ctx, new(account)); err == nil || !strings.Contains(err.Error(), "does not have column") {
			t.Errorf("got %v", err)
		}
		if err := d.bun.NewSelect().ColumnExpr("1").Scan(ctx); err == nil {
			t.Error("no model, and no error")
		}
	})
}

// hook counts queries, and those that fail.
type hook struct{ queries, failed int }

func (h *hook) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (h *hook) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	h.queries++
	if e.Err != nil && !errors.Is(e.Err, sql.ErrNoRows) {
		h.failed++
	}
}

// TestQueryHook has each query go through a hook.
func TestQueryHook(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		h := new(hook)
		d.bun = d.bun.WithQueryHook(h)
		d.create(t, (*genre)(nil))
		d.insert(t, &genre{Name: "crime"})
		if _, err := d.bun.Exec("nonsense"); err == nil {
			t.Error("nonsense is no error")
		}
		equal(t, *h, hook{queries: 3, failed: 1})
	})
}
