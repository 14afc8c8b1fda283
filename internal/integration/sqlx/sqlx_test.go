package sqlx_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

type person struct {
	First string `db:"first_name"`
	Last  string `db:"last_name"`
	Email sql.NullString
	Home  place `db:"home"`
}

type place struct {
	City string
	Code *int
}

const schema = `
CREATE TABLE people (first_name varchar(50), last_name varchar(50) UNIQUE, email varchar(50), city varchar(50)); -- one;
CREATE TABLE codes (city varchar(50), code int);
INSERT INTO codes VALUES ('a;:b', 1), ('Paris', 75);`

// fill makes the tables with a text of several statements.
func fill(t *testing.T, d database) {
	t.Helper()
	d.x.MustExec(schema)
	people := []map[string]any{
		{"first": "Ada", "last": "Lovelace", "email": "ada@b", "city": "Paris"},
		{"first": "Bob", "last": "O'Hara", "email": nil, "city": "a;:b"},
	}
	result, err := d.x.NamedExec("INSERT INTO people (first_name, last_name, email, city) VALUES (:first, :last, :email, :city)", people)
	must(t, err)
	affected, err := result.RowsAffected()
	must(t, err)
	equal(t, affected, int64(2))
}

const withHome = `SELECT first_name, last_name, email, people.city AS "home.city", code AS "home.code" FROM people JOIN codes ON codes.city = people.city`

// quoted returns a query with names quoted as the engine has them.
func quoted(d database, query string) string {
	if d.IsPostgreSQL() {
		return query
	}
	return strings.ReplaceAll(query, `"`, "`")
}

// TestConnect connects by the driver's name, as programs do.
func TestConnect(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		db, err := sqlx.Connect(d.Driver, d.DSN)
		must(t, err)
		defer db.Close()
		var n int
		must(t, db.Get(&n, db.Rebind("SELECT 1 + ?"), 2))
		equal(t, n, 3)
	})
}

// TestStructs reads rows into structs, nested ones too, and into maps and slices.
func TestStructs(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		fill(t, d)
		var people []person
		must(t, d.x.Select(&people, quoted(d, withHome+" ORDER BY first_name")))
		equal(t, []any{people[0].Email.String, people[1].Email.Valid, people[0].Home.City, *people[1].Home.Code}, []any{"ada@b", false, "Paris", 1})
		var one person
		must(t, d.x.Get(&one, quoted(d, d.x.Rebind(withHome+" WHERE last_name = ?")), "O'Hara"))
		equal(t, one.First, "Bob")
		if err := d.x.Get(&one, "SELECT first_name FROM people WHERE 1 = 0"); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("got %v", err)
		}
		var names []string
		must(t, d.x.Select(&names, "SELECT first_name FROM people ORDER BY 1 DESC"))
		equal(t, names, []string{"Bob", "Ada"})
		row := make(map[string]any)
		must(t, d.x.QueryRowx("SELECT code FROM codes WHERE city = 'Paris'").MapScan(row))
		equal(t, row, map[string]any{"code": int64(75)})
		values, err := d.x.QueryRowx("SELECT code + 1, NULL FROM codes WHERE city = 'Paris'").SliceScan()
		must(t, err)
		equal(t, values, []any{int64(76), nil})
	})
}

// TestMissingField is an error of sqlx's own.
func TestMissingField(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		fill(t, d)
		var people []person
		if err := d.x.Select(&people, "SELECT *, 1 AS nowhere FROM people"); err == nil {
			t.Error("no error")
		}
		must(t, d.x.Unsafe().Select(&people, "SELECT first_name, 1 AS nowhere FROM people"))
		equal(t, len(people), 2)
	})
}

// TestNamed has arguments by name, from a struct, a map, and in a list.
func TestNamed(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		fill(t, d)
		rows, err := d.x.NamedQuery("SELECT first_name FROM people WHERE last_name = :last_name", person{Last: "Lovelace"})
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			var p person
			must(t, rows.StructScan(&p))
			equal(t, p.First, "Ada")
		}
		must(t, rows.Err())

		query, args, err := sqlx.Named("SELECT count(*) FROM people WHERE first_name IN (:names) AND last_name <> :no", map[string]any{"names": []string{"Ada", "Bob"}, "no": "x"})
		must(t, err)
		query, args, err = sqlx.In(query, args...)
		must(t, err)
		var n int
		must(t, d.x.Get(&n, d.x.Rebind(query), args...))
		equal(t, n, 2)
	})
}

// TestPrepareNamed prepares statements, and finds what is wrong with one before it
// runs.
func TestPrepareNamed(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		fill(t, d)
		stmt, err := d.x.PrepareNamed("SELECT last_name FROM people WHERE first_name = :first_name")
		must(t, err)
		defer stmt.Close()
		for first, want := range map[string]string{"Ada": "Lovelace", "Bob": "O'Hara"} {
			var last string
			must(t, stmt.Get(&last, person{First: first}))
			equal(t, last, want)
		}
		for _, bad := range []string{"SELECT * FROM nowhere WHERE a = :a", "SELEC :a", "INSERT INTO people (nothing) VALUES (:a)"} {
			if _, err := d.x.PrepareNamed(bad); err == nil {
				t.Errorf("%s: no error", bad)
			}
		}
		if _, err := d.x.Preparex("SELECT nope FROM people"); err == nil {
			t.Error("no error")
		}
	})
}

// TestTransaction has statements of a pool run in a transaction.
func TestTransaction(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		fill(t, d)
		insert, err := d.x.Preparex(d.x.Rebind("INSERT INTO codes VALUES (?, ?)"))
		must(t, err)
		defer insert.Close()
		for i, commit := range []bool{true, false} {
			tx := d.x.MustBegin()
			_, err := tx.Stmtx(insert).Exec("new", i)
			must(t, err)
			_, err = tx.NamedExec("INSERT INTO people (first_name, last_name, email, city) VALUES (:first_name, :last_name, NULL, 'new')", []person{{First: "x", Last: "1"}, {First: "y", Last: "2"}})
			if commit {
				must(t, errors.Join(err, tx.Commit()))
			} else if rollback := tx.Rollback(); err == nil || rollback != nil {
				t.Errorf("got %v, %v", err, rollback)
			}
		}
		var n []int
		must(t, d.x.Select(&n, "SELECT count(*) FROM codes UNION ALL SELECT count(*) FROM people"))
		equal(t, n, []int{3, 4})
	})
}

// TestNamedBatch inserts a thousand rows with one statement. That takes one call,
// and on PostgreSQL another one for the types.
func TestNamedBatch(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		d.x.MustExec("CREATE TABLE codes (city varchar(50), code int)")
		rows := make([]map[string]any, 1000)
		for i := range rows {
			rows[i] = map[string]any{"city": "c", "code": i}
		}
		calls := d.Calls(func() {
			_, err := d.x.NamedExec("INSERT INTO codes (city, code) VALUES (:city, :code)", rows)
			must(t, err)
		})
		if want := 2; !d.Native && calls > want {
			t.Errorf("%d calls, want at most %d", calls, want)
		}
		var sum int
		must(t, d.x.Get(&sum, "SELECT sum(code) FROM codes"))
		equal(t, sum, 999*1000/2)
	})
}
