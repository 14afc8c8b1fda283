package bun_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/uptrace/bun"
)

// operation is something that takes calls, the first time and later.
type operation struct {
	name        string
	first, then int
	run         func()
}

// TestCalls counts the calls of the Data API that an operation takes, the first
// time and later. On PostgreSQL the first INSERT of a table with RETURNING asks
// for the columns; on MySQL NewDB asks for the version.
func TestCalls(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*item)(nil))
		names := 0
		insert := func(db bun.IDB) {
			names++
			_, err := db.NewInsert().Model(&item{Name: fmt.Sprint("item ", names)}).Exec(ctx)
			must(t, err)
		}
		operations := []operation{
			{"NewDB", 0, 0, func() { bun.NewDB(d.DB, dialect(d.Database)) }},
			{"insert", 1, 1, func() { insert(d.bun) }},
			{"insert in a transaction", 3, 3, func() {
				must(t, d.bun.RunInTx(ctx, nil, func(_ context.Context, tx bun.Tx) error { insert(tx); return nil }))
			}},
			{"select", 1, 1, func() { must(t, d.bun.NewSelect().Model(new(item)).Where("i.pieces > ?", -names).Limit(1).Scan(ctx)) }},
			{"update", 1, 1, func() {
				_, err := d.bun.NewUpdate().Model(&item{ID: 1, Name: "bolt", Pieces: names}).WherePK().Exec(ctx)
				must(t, err)
			}},
			{"delete", 1, 1, func() {
				_, err := d.bun.NewDelete().Model(&item{ID: int64(names)}).WherePK().Exec(ctx)
				must(t, err)
			}},
		}
		if d.IsPostgreSQL() {
			operations[1].first = 2
			operations = append(operations, operation{"select of a type that the service refuses", 3, 3, func() {
				var wait string
				must(t, d.bun.NewSelect().ColumnExpr("CAST(? AS interval)", fmt.Sprint(names, " days")).Scan(ctx, &wait))
			}})
		} else {
			operations[0].first, operations[0].then = 1, 1
		}
		for _, o := range operations {
			for _, want := range []int{o.first, o.then} {
				names++
				if calls := d.Calls(o.run); !d.Native && calls != want {
					t.Errorf("%s: %d calls, want %d", o.name, calls, want)
				}
			}
		}
	})
}
