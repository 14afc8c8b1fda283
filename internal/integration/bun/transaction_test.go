package bun_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/uptrace/bun"
)

var errChanged = errors.New("changed my mind")

func add(name string) func(ctx context.Context, tx bun.Tx) error {
	return func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&item{Name: name}).Exec(ctx)
		return err
	}
}

// TestRunInTx commits, rolls back, and rolls back to a savepoint.
func TestRunInTx(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*item)(nil))
		must(t, d.bun.RunInTx(ctx, nil, add("kept")))
		err := d.bun.RunInTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, func(ctx context.Context, tx bun.Tx) error {
			return errors.Join(add("lost")(ctx, tx), errChanged)
		})
		if !errors.Is(err, errChanged) {
			t.Errorf("got %v", err)
		}
		err = d.bun.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			if err := tx.RunInTx(ctx, nil, add("nested")); err != nil {
				return err
			}
			failed := tx.RunInTx(ctx, nil, add("nested"))
			if failed == nil {
				t.Error("a duplicate is no error")
			}
			return add("after")(ctx, tx)
		})
		must(t, err)
		equal(t, items(t, d), map[string]int{"kept": 0, "nested": 0, "after": 0})
	})
}

// TestConn has what is set on a connection hold there.
func TestConn(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		conn, err := d.bun.Conn(ctx)
		must(t, err)
		defer conn.Close()
		set, get, want := "SET sql_select_limit = 7", "SELECT @@sql_select_limit", "7"
		if d.IsPostgreSQL() {
			set, get, want = "SET statement_timeout = '7s'", "SHOW statement_timeout", "7s"
		}
		_, err = conn.ExecContext(ctx, set)
		must(t, err)
		var got string
		must(t, conn.NewRaw(get).Scan(ctx, &got))
		equal(t, got, want)
	})
}
