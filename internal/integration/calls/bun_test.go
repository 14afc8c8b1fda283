package calls_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/mysqldialect"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/schema"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

type bunItem struct {
	bun.BaseModel `bun:"table:items"`

	ID     int64  `bun:",pk,autoincrement"`
	Name   string `bun:"type:varchar(50)"`
	Pieces int
}

func bunOperations(t *testing.T, d bothways.Database, db *sql.DB) []operation {
	var dialect schema.Dialect = mysqldialect.New()
	if d.IsPostgreSQL() {
		dialect = pgdialect.New()
	}
	b := bun.NewDB(db, dialect)
	_, err := b.NewCreateTable().Model((*bunItem)(nil)).Exec(t.Context())
	must(t, err)
	item := new(bunItem)
	insert := func(t *testing.T, db bun.IDB) {
		item = &bunItem{Name: "bolt", Pieces: 7}
		_, err := db.NewInsert().Model(item).Exec(t.Context())
		must(t, err)
	}
	return []operation{
		{"Insert", func(t *testing.T) { insert(t, b) }},
		{"Select", func(t *testing.T) {
			must(t, b.NewSelect().Model(new([]bunItem)).Where("pieces > ?", item.ID).Scan(t.Context()))
		}},
		{"Update", func(t *testing.T) {
			item.Pieces++
			_, err := b.NewUpdate().Model(item).WherePK().Exec(t.Context())
			must(t, err)
		}},
		{"RunInTx with an insert", func(t *testing.T) {
			must(t, b.RunInTx(t.Context(), nil, func(_ context.Context, tx bun.Tx) error { insert(t, tx); return nil }))
		}},
		{"Delete", func(t *testing.T) {
			_, err := b.NewDelete().Model(item).WherePK().Exec(t.Context())
			must(t, err)
		}},
	}
}
