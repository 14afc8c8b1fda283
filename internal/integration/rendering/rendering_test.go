package rendering_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// TestRendering runs texts in three ways.
func TestRendering(t *testing.T) {
	author := author{Rand: rand.New(rand.NewPCG(*seed, 0))}
	failed, run := 0, 0
	for ; run < *cases && !t.Failed(); run++ {
		text := author.write()
		want := observe(cluster.Native, text)
		if want.err != "" {
			failed++
		}
		check(t, text, "rendered", want, observe(cluster.Native, rendered(t, text)))
		check(t, text, "through the driver", want, observe(cluster.DataAPI, text))
	}
	if failed > run/2 {
		t.Errorf("%d of %d texts fail, which shows little", failed, run)
	}
	t.Logf("%d texts, of which %d fail in each way", run, failed)
}

func check(t *testing.T, text text, how string, want, got observation) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n%q\ngave %s\n%+v\nwant\n%+v", text.sql, text.args, how, got, want)
	}
}

// rendered returns the text as the service receives it, with question marks.
func rendered(t *testing.T, source text) text {
	t.Helper()
	parsed, err := sqltext.Parse(sqltext.MySQL, source.sql)
	if err != nil || len(parsed.Statements()) != 1 {
		t.Fatalf("%s is not one statement: %v", source.sql, err)
	}
	sql, _ := parsed.Statements()[0].Render(func(sqltext.Placeholder) (string, bool) { return "?", true })
	return text{sql: sql, args: source.args}
}

// observation is what a text gives.
type observation struct {
	row string
	err string // MySQL's number of the error, or else its text
}

func observe(db *sql.DB, text text) observation {
	row, err := query(db, text)
	var e *mysql.MySQLError
	switch {
	case errors.As(err, &e):
		return observation{err: fmt.Sprint(e.Number)}
	case err != nil:
		return observation{err: err.Error()}
	}
	return observation{row: row}
}

// query returns the values of the only row.
func query(db *sql.DB, text text) (row string, err error) {
	rows, err := db.Query(text.sql, text.args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return "", err
		}
		for _, value := range values {
			row += fmt.Sprintf("%T %[1]q, ", *value.(*any))
		}
	}
	return row, rows.Err()
}
