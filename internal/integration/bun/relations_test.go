package bun_test

import (
	"fmt"
	"testing"

	"github.com/uptrace/bun"
)

type author struct {
	bun.BaseModel `bun:"table:authors,alias:a"`

	ID      int64 `bun:",pk,autoincrement"`
	Name    string
	Profile *profile `bun:"rel:has-one,join:id=author_id"`
	Books   []*book  `bun:"rel:has-many,join:id=author_id"`
}

type profile struct {
	bun.BaseModel `bun:"table:profiles"`

	AuthorID int64 `bun:",pk"`
	Language string
}

type book struct {
	bun.BaseModel `bun:"table:books,alias:b"`

	ID       int64 `bun:",pk,autoincrement"`
	AuthorID int64
	Title    string
	Author   *author  `bun:"rel:belongs-to,join:author_id=id"`
	Genres   []genre  `bun:"m2m:book_genres,join:Book=Genre"`
	Notes    []*note  `bun:"rel:has-many,join:id=about_id,join:type=about_type,polymorphic"`
	Related  []string `bun:"-"`
}

type genre struct {
	bun.BaseModel `bun:"table:genres,alias:g"`

	ID   int64 `bun:",pk,autoincrement"`
	Name string
}

type bookGenre struct {
	bun.BaseModel `bun:"table:book_genres"`

	BookID  int64  `bun:",pk"`
	Book    *book  `bun:"rel:belongs-to,join:book_id=id"`
	GenreID int64  `bun:",pk"`
	Genre   *genre `bun:"rel:belongs-to,join:genre_id=id"`
}

type note struct {
	bun.BaseModel `bun:"table:notes"`

	ID        int64 `bun:",pk,autoincrement"`
	AboutID   int64
	AboutType string `bun:"type:varchar(20)"`
	Text      string
}

// library fills the tables of the models.
func library(t *testing.T, d database) {
	t.Helper()
	d.bun.RegisterModel((*bookGenre)(nil))
	d.create(t, (*author)(nil), (*profile)(nil), (*book)(nil), (*genre)(nil), (*bookGenre)(nil), (*note)(nil))
	d.insert(t, &[]author{{Name: "Ann"}, {Name: "Bob"}})
	d.insert(t, &[]profile{{AuthorID: 1, Language: "en"}, {AuthorID: 2, Language: "de"}})
	d.insert(t, &[]book{{AuthorID: 1, Title: "A1"}, {AuthorID: 1, Title: "A2"}, {AuthorID: 2, Title: "B1"}})
	d.insert(t, &[]genre{{Name: "crime"}, {Name: "poetry"}})
	d.insert(t, &[]bookGenre{{BookID: 1, GenreID: 1}, {BookID: 1, GenreID: 2}, {BookID: 3, GenreID: 2}})
	d.insert(t, &[]note{{AboutID: 1, AboutType: "book", Text: "good"}, {AboutID: 1, AboutType: "shelf", Text: "full"}})
}

// TestRelations reads relations of each kind, and counts the calls: one for the
// query with what it joins, one for each relation to many.
func TestRelations(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		library(t, d)
		var authors []author
		calls := d.Calls(func() {
			must(t, d.bun.NewSelect().Model(&authors).Relation("Profile").Relation("Books").Relation("Books.Genres").
				OrderExpr("a.id").Scan(t.Context()))
		})
		equal(t, outline(authors), []string{"Ann en A1[crime poetry] A2[]", "Bob de B1[poetry]"})
		if want := 3; !d.Native && calls != want {
			t.Errorf("%d calls, want %d", calls, want)
		}
	})
}

func outline(authors []author) (lines []string) {
	for _, a := range authors {
		line := a.Name + " " + a.Profile.Language
		for _, b := range a.Books {
			var names []string
			for _, g := range b.Genres {
				names = append(names, g.Name)
			}
			line += fmt.Sprintf(" %s%v", b.Title, names)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestRelationWithApply narrows a relation.
func TestRelationWithApply(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		library(t, d)
		var a author
		must(t, d.bun.NewSelect().Model(&a).Relation("Books", func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("title <> ?", "A1").OrderExpr("id DESC")
		}).Where("a.id = ?", 1).Scan(t.Context()))
		if len(a.Books) != 1 || a.Books[0].Title != "A2" {
			t.Errorf("got %+v", a.Books)
		}
		var b book
		must(t, d.bun.NewSelect().Model(&b).Relation("Author").Relation("Author.Profile").Relation("Notes").
			Where("b.id = 1").Scan(t.Context()))
		if b.Author.Name != "Ann" || b.Author.Profile.Language != "en" || len(b.Notes) != 1 || b.Notes[0].Text != "good" {
			t.Errorf("got %+v, %+v", b, b.Notes)
		}
	})
}

// TestForeignKeys has Bun make foreign keys, and their violation.
func TestForeignKeys(t *testing.T) {
	type owner struct {
		ID int64 `bun:",pk"`
	}
	type thing struct {
		ID      int64 `bun:",pk"`
		OwnerID int64
		Owner   *owner `bun:"rel:belongs-to,join:owner_id=id,on_delete:cascade"`
	}
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*owner)(nil))
		_, err := d.bun.NewCreateTable().Model((*thing)(nil)).WithForeignKeys().Exec(ctx)
		must(t, err)
		d.insert(t, &owner{ID: 1})
		d.insert(t, &thing{ID: 1, OwnerID: 1})
		_, err = d.bun.NewInsert().Model(&thing{ID: 2, OwnerID: 2}).Exec(ctx)
		wantViolation(t, d, err, "foreign key constraint", "1452")
		_, err = d.bun.NewDelete().Model(&owner{ID: 1}).WherePK().Exec(ctx)
		must(t, err)
		n, err := d.bun.NewSelect().Model((*thing)(nil)).Count(ctx)
		must(t, err)
		equal(t, n, 0)
	})
}
