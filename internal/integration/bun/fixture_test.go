package bun_test

import (
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun/dbfixture"
)

// fixtures are rows of two tables, one of which refers to the other.
var fixtures = fstest.MapFS{"fixture.yml": {Data: []byte(`
- model: Author
  rows:
    - _id: ann
      name: "Ann: $1 ?"
    - name: Bob
- model: Book
  rows:
    - title: A1
      author_id: "{{ $.Author.ann.ID }}"
`)}}

// TestFixture loads rows from a file, for which keys have to come back.
func TestFixture(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.bun.RegisterModel((*bookGenre)(nil), (*author)(nil), (*book)(nil))
		fixture := dbfixture.New(d.bun, dbfixture.WithRecreateTables())
		must(t, fixture.Load(ctx, fixtures, "fixture.yml"))
		ann, err := fixture.Row("Author.ann")
		must(t, err)
		equal(t, ann.(*author).ID, int64(1))
		var b book
		must(t, d.bun.NewSelect().Model(&b).Relation("Author").Limit(1).Scan(ctx))
		equal(t, b.Author.Name, "Ann: $1 ?")
	})
}
