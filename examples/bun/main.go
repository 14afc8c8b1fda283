// Program bun maps structs to tables with Bun, on PostgreSQL or MySQL.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/mysqldialect"
	"github.com/uptrace/bun/dialect/pgdialect"

	_ "github.com/auroradataapi/auroradataapi"
)

type author struct {
	ID    int64 `bun:",pk,autoincrement"`
	Name  string
	Books []*book `bun:"rel:has-many,join:id=author_id"`
}

type book struct {
	ID       int64 `bun:",pk,autoincrement"`
	AuthorID int64
	Title    string
	Tags     []string  `bun:"type:json"`
	Deleted  time.Time `bun:",soft_delete,nullzero"`
}

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	sqlDB, err := sql.Open("auroradataapi", url)
	if err != nil {
		return err
	}
	defer sqlDB.Close()
	db := open(sqlDB, strings.HasPrefix(url, "mysql"))
	for _, model := range []any{(*author)(nil), (*book)(nil)} {
		if _, err := db.NewCreateTable().Model(model).Exec(ctx); err != nil {
			return err
		}
	}
	if err := db.RunInTx(ctx, nil, insert); err != nil {
		return err
	}
	if _, err := db.NewDelete().Model((*book)(nil)).Where("title = ?", "Kim").Exec(ctx); err != nil {
		return err
	}
	return report(ctx, db, w)
}

func open(db *sql.DB, mySQL bool) *bun.DB {
	if mySQL {
		return bun.NewDB(db, mysqldialect.New())
	}
	return bun.NewDB(db, pgdialect.New())
}

func insert(ctx context.Context, tx bun.Tx) error {
	for _, name := range []string{"Austen", "Kipling"} {
		a := &author{Name: name}
		if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
			return err
		}
		books := map[string][]book{
			"Austen":  {{AuthorID: a.ID, Title: "Emma", Tags: []string{"novel"}}, {AuthorID: a.ID, Title: "Persuasion: a novel", Tags: []string{"novel", "late"}}},
			"Kipling": {{AuthorID: a.ID, Title: "Kim"}},
		}[name]
		if _, err := tx.NewInsert().Model(&books).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func report(ctx context.Context, db *bun.DB, w io.Writer) error {
	var authors []author
	err := db.NewSelect().Model(&authors).Relation("Books", func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Order("title")
	}).Order("name").Scan(ctx)
	for _, a := range authors {
		fmt.Fprintln(w, a.ID, a.Name, len(a.Books))
		for _, b := range a.Books {
			fmt.Fprintf(w, "  %d %s %v\n", b.ID, b.Title, b.Tags)
		}
	}
	return err
}
