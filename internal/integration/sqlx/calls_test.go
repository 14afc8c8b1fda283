package sqlx_test

import (
	"testing"

	"github.com/Masterminds/squirrel"
	"github.com/doug-martin/goqu/v9"
	"github.com/jmoiron/sqlx"
)

// TestCalls counts the calls of the Data API that an operation takes, the first
// time and later: on PostgreSQL the types of arguments are asked for once.
func TestCalls(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		d.x.MustExec("CREATE TABLE codes (city varchar(50), code int)")
		builder, dialect, asked := squirrel.StatementBuilder.RunWith(d.DB), "mysql", 0
		if d.IsPostgreSQL() {
			builder, dialect, asked = builder.PlaceholderFormat(squirrel.Dollar), "postgres", 1
		}
		g := goqu.New(dialect, d.DB)
		city, several := map[string]any{"city": "a", "code": 1}, make([]map[string]any, 100)
		for i := range several {
			several[i] = city
		}
		var code int
		var stmt *sqlx.Stmt
		for _, o := range []struct {
			name        string
			first, then int
			run         func() error
		}{
			{"NamedExec of one row", 1 + asked, 1, func() error {
				_, err := d.x.NamedExec("INSERT INTO codes (city, code) VALUES (:city, :code)", city)
				return err
			}},
			{"NamedExec of a hundred rows", 1, 1, func() error { // the types are those of one row, which were asked for
				_, err := d.x.NamedExec("INSERT INTO codes (city, code) VALUES (:city, :code)", several)
				return err
			}},
			{"Get", 1 + asked, 1, func() error { return d.x.Get(&code, d.x.Rebind("SELECT code FROM codes WHERE city = ? LIMIT 1"), "a") }},
			{"Preparex", 1, 0, func() (err error) {
				stmt, err = d.x.Preparex(d.x.Rebind("SELECT code FROM codes WHERE code = ? LIMIT 1"))
				return err
			}},
			{"Get of a prepared statement", 1, 1, func() error { return stmt.Get(&code, 1) }},
			{"squirrel", 1 + asked, 1, func() error { _, err := builder.Insert("codes").Values("b", 2).Exec(); return err }},
			{"goqu", 1, 1, func() error { _, err := g.Insert("codes").Rows(goqu.Record{"code": 3}).Executor().Exec(); return err }},
			{"goqu, prepared", 1 + asked, 1, func() error {
				_, err := g.Insert("codes").Rows(goqu.Record{"code": 3}).Prepared(true).Executor().Exec()
				return err
			}},
		} {
			for _, want := range []int{o.first, o.then} {
				calls := d.Calls(func() { must(t, o.run()) })
				if !d.Native && calls != want {
					t.Errorf("%s: %d calls, want %d", o.name, calls, want)
				}
			}
		}
	})
}
