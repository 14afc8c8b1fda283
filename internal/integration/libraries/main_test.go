package libraries_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }

// exec runs statements.
func exec(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, sql := range statements {
		if _, err := db.ExecContext(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// texts returns the rows of a query of one text column.
func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text sql.NullString
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
