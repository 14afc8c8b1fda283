package bun_test

import (
	"testing"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/feature"
)

type item struct {
	bun.BaseModel `bun:"table:items,alias:i"`

	ID     int64  `bun:",pk,autoincrement"`
	Name   string `bun:"type:varchar(50),unique"`
	Pieces int
}

// stock makes a table of three items.
func stock(t *testing.T, d database) {
	t.Helper()
	d.create(t, (*item)(nil))
	d.insert(t, &[]item{{Name: "bolt", Pieces: 1}, {Name: "nut", Pieces: 2}, {Name: "gear", Pieces: 3}})
}

// items returns the names and pieces of all items.
func items(t *testing.T, d database) map[string]int {
	t.Helper()
	var names []string
	var pieces []int
	must(t, d.bun.NewSelect().Model((*item)(nil)).Column("name", "pieces").Scan(t.Context(), &names, &pieces))
	all := make(map[string]int)
	for i, name := range names {
		all[name] = pieces[i]
	}
	return all
}

// TestKeys has keys generated for one row and for several.
func TestKeys(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		d.create(t, (*item)(nil))
		one := &item{Name: "bolt"}
		d.insert(t, one)
		equal(t, one.ID, int64(1))
		several := []*item{{Name: "nut"}, {Name: "gear"}}
		result, err := d.bun.NewInsert().Model(&several).Exec(t.Context())
		must(t, err)
		affected, err := result.RowsAffected()
		must(t, err)
		equal(t, affected, int64(2))
		if d.bun.HasFeature(feature.InsertReturning) {
			equal(t, []int64{several[0].ID, several[1].ID}, []int64{2, 3})
		}
	})
}

// TestUpsert inserts what is there, with the clause of each engine.
func TestUpsert(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		again := &[]item{{Name: "bolt", Pieces: 10}, {Name: "cog", Pieces: 4}}
		q := d.bun.NewInsert().Model(again)
		if d.IsPostgreSQL() {
			q = q.On("CONFLICT (name) DO UPDATE").Set("pieces = i.pieces + EXCLUDED.pieces")
		} else {
			q = q.On("DUPLICATE KEY UPDATE").Set("pieces = pieces + VALUES(pieces)")
		}
		_, err := q.Exec(t.Context())
		must(t, err)
		equal(t, items(t, d), map[string]int{"bolt": 11, "nut": 2, "gear": 3, "cog": 4})

		_, err = d.bun.NewInsert().Model(&item{Name: "bolt", Pieces: 99}).Ignore().Exec(t.Context())
		must(t, err)
		equal(t, items(t, d)["bolt"], 11)
	})
}

// TestInsertOfNothing returns no row, and no error.
func TestInsertOfNothing(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		if !d.IsPostgreSQL() {
			return // has no such clause
		}
		stock(t, d)
		result, err := d.bun.NewInsert().Model(&item{Name: "nut"}).On("CONFLICT DO NOTHING").Returning("*").Exec(t.Context())
		must(t, err)
		n, err := result.RowsAffected()
		must(t, err)
		equal(t, n, int64(0))
	})
}

// TestUpdate updates one row, some columns of it, and what a condition finds.
func TestUpdate(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		ctx := t.Context()
		_, err := d.bun.NewUpdate().Model(&item{ID: 1, Name: "bolt", Pieces: 7}).WherePK().Exec(ctx)
		must(t, err)
		_, err = d.bun.NewUpdate().Model(&item{ID: 2, Name: "not this", Pieces: 8}).Column("pieces").WherePK().Exec(ctx)
		must(t, err)
		result, err := d.bun.NewUpdate().Model((*item)(nil)).Set("pieces = pieces + ?", 1).Where("pieces > ?", 5).Exec(ctx)
		must(t, err)
		affected, err := result.RowsAffected()
		must(t, err)
		equal(t, affected, int64(2))
		_, err = d.bun.NewUpdate().Model(&item{ID: 3, Name: "gear"}).OmitZero().WherePK().Exec(ctx)
		must(t, err)
		equal(t, items(t, d), map[string]int{"bolt": 8, "nut": 9, "gear": 3})
	})
}

// TestUpdateBulk updates several rows from a list of values.
func TestUpdateBulk(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		if !d.bun.HasFeature(feature.CTE) {
			return // mysqldialect has it with MySQL 8 alone
		}
		stock(t, d)
		changed := []item{{ID: 1, Name: "bolt", Pieces: 11}, {ID: 3, Name: "gear", Pieces: 33}}
		_, err := d.bun.NewUpdate().Model(&changed).Column("pieces").Bulk().Exec(t.Context())
		must(t, err)
		equal(t, items(t, d), map[string]int{"bolt": 11, "nut": 2, "gear": 33})
	})
}

// TestReturning reads what a statement has written.
func TestReturning(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		ctx := t.Context()
		if d.bun.HasFeature(feature.Returning) {
			var pieces []int
			_, err := d.bun.NewUpdate().Model((*item)(nil)).Set("pieces = pieces * 2").Where("id > 1").Returning("pieces").Exec(ctx, &pieces)
			must(t, err)
			equal(t, pieces, []int{4, 6})
		}
		if d.bun.HasFeature(feature.DeleteReturning) {
			var name string
			_, err := d.bun.NewDelete().Model((*item)(nil)).Where("id = 1").Returning("name").Exec(ctx, &name)
			must(t, err)
			equal(t, name, "bolt")
		}
		_, err := d.bun.NewDelete().Model(&[]item{{ID: 1}, {ID: 2}}).WherePK().Exec(ctx)
		must(t, err)
		equal(t, len(items(t, d)), 1)
	})
}

// TestSoftDelete marks rows instead of deleting them.
func TestSoftDelete(t *testing.T) {
	type video struct {
		ID        int64 `bun:",pk,autoincrement"`
		Name      string
		DeletedAt time.Time `bun:",soft_delete,nullzero"`
	}
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		count := func(q *bun.SelectQuery) int {
			t.Helper()
			n, err := q.Count(ctx)
			must(t, err)
			return n
		}
		d.create(t, (*video)(nil))
		d.insert(t, &[]video{{Name: "a"}, {Name: "b"}})
		_, err := d.bun.NewDelete().Model(&video{ID: 1}).WherePK().Exec(ctx)
		must(t, err)
		equal(t, count(d.bun.NewSelect().Model((*video)(nil))), 1)
		equal(t, count(d.bun.NewSelect().Model((*video)(nil)).WhereDeleted()), 1)
		equal(t, count(d.bun.NewSelect().Model((*video)(nil)).WhereAllWithDeleted()), 2)
		_, err = d.bun.NewDelete().Model(&video{ID: 1}).WherePK().ForceDelete().Exec(ctx)
		must(t, err)
		equal(t, count(d.bun.NewSelect().Model((*video)(nil)).WhereAllWithDeleted()), 1)
	})
}
