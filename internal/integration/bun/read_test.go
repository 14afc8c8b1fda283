package bun_test

import (
	"testing"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/feature"
)

// TestScan reads rows into each thing that Bun reads them into.
func TestScan(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		ctx := t.Context()
		q := func() *bun.SelectQuery { return d.bun.NewSelect().Model((*item)(nil)).OrderExpr("i.id") }

		var name string
		var pieces int
		must(t, q().Column("name", "pieces").Limit(1).Scan(ctx, &name, &pieces))
		equal(t, name, "bolt")
		var names []string
		must(t, q().Column("name").Scan(ctx, &names))
		equal(t, names, []string{"bolt", "nut", "gear"})
		var one map[string]any
		must(t, q().Column("pieces").Limit(1).Scan(ctx, &one))
		equal(t, one, map[string]any{"pieces": int64(1)})
		var all []map[string]any
		must(t, q().Column("id", "name").Scan(ctx, &all))
		equal(t, []any{len(all), all[2]["id"]}, []any{3, int64(3)})
		var some []struct {
			Name  string
			Twice int
		}
		must(t, q().Column("name").ColumnExpr("pieces * 2 AS twice").Where("i.id > 1").Scan(ctx, &some))
		equal(t, some[1].Twice, 6)
		number := 42
		must(t, d.bun.NewSelect().ColumnExpr("NULL").Scan(ctx, &number))
		equal(t, number, 0)
		exists, err := q().Where("name = ?", "nut").Exists(ctx)
		must(t, err)
		equal(t, exists, true)
		page := []item{}
		count, err := q().Limit(2).Offset(1).ScanAndCount(ctx, &page)
		must(t, err)
		equal(t, []int{count, len(page)}, []int{3, 2})
	})
}

// TestRows reads rows one by one, and all of them.
func TestRows(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		ctx := t.Context()
		rows, err := d.bun.NewSelect().Model((*item)(nil)).OrderExpr("i.id DESC").Rows(ctx)
		must(t, err)
		var names []string
		for rows.Next() {
			i := new(item)
			must(t, d.bun.ScanRow(ctx, rows, i))
			names = append(names, i.Name)
		}
		must(t, rows.Err())
		must(t, rows.Close())
		equal(t, names, []string{"gear", "nut", "bolt"})

		rows, err = d.bun.QueryContext(ctx, "SELECT * FROM items ORDER BY id")
		must(t, err)
		var all []item
		must(t, d.bun.ScanRows(ctx, rows, &all))
		must(t, rows.Close())
		equal(t, len(all), 3)
	})
}

// TestQueries has what a query is made of: tables of values, common table expressions,
// subqueries, unions, groups, joins, lists, raw SQL.
func TestQueries(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		ctx := t.Context()
		var n int
		if d.bun.HasFeature(feature.WithValues) {
			values := d.bun.NewValues(&[]item{{ID: 1, Name: "x", Pieces: 5}, {ID: 9, Name: "y", Pieces: 6}})
			must(t, d.bun.NewSelect().With("v", values).ColumnExpr("sum(v.pieces)").TableExpr("v").
				Join("JOIN items AS i ON i.id = v.id").Scan(ctx, &n))
			equal(t, n, 5)
		}
		many := d.bun.NewSelect().Model((*item)(nil)).Column("id").Where("pieces >= ?", 2)
		must(t, d.bun.NewSelect().ColumnExpr("count(*)").TableExpr("(?) AS many", many).Scan(ctx, &n))
		equal(t, n, 2)
		must(t, d.bun.NewSelect().ColumnExpr("count(*)").TableExpr("items").Where("id IN (?)", many).Scan(ctx, &n))
		equal(t, n, 2)
		var names []string
		must(t, d.bun.NewSelect().Model((*item)(nil)).Column("name").Where("id IN (?)", bun.List([]int64{1, 3})).
			WhereOr("name LIKE ?", "%u%").OrderExpr("? DESC", bun.Ident("name")).Scan(ctx, &names))
		equal(t, names, []string{"nut", "gear", "bolt"})
		first := d.bun.NewSelect().Model((*item)(nil)).Column("name").Where("id = 1")
		second := d.bun.NewSelect().Model((*item)(nil)).Column("name").Where("id = 2")
		names = nil
		must(t, first.UnionAll(second).Scan(ctx, &names))
		equal(t, len(names), 2)
		must(t, d.bun.NewRaw("SELECT max(?) FROM ? WHERE pieces > ?", bun.Ident("pieces"), bun.Ident("items"), 1).Scan(ctx, &n))
		equal(t, n, 3)
	})
}

// TestPrepared prepares a statement by hand.
func TestPrepared(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		text := "SELECT name FROM items WHERE id = ?"
		if d.IsPostgreSQL() {
			text = "SELECT name FROM items WHERE id = $1"
		}
		stmt, err := d.bun.Prepare(text)
		must(t, err)
		defer stmt.Close()
		for id, want := range map[int]string{1: "bolt", 2: "nut"} {
			var name string
			must(t, stmt.QueryRow(id).Scan(&name))
			equal(t, name, want)
		}
	})
}
