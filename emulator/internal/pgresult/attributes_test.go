package pgresult_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// TestFactsOfTables shows which questions are answered from memory: those from
// the moment at which the server was asked.
func TestFactsOfTables(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, `CREATE TABLE remembered (a int NOT NULL, b int)`)
	facts, asked := new(pgresult.Facts), 0
	catalog := pgresult.NewCatalog(func() (*pgconn.PgConn, error) {
		asked++
		return conn, nil
	}, facts)
	steps := []struct {
		name    string
		before  string
		columns string
		unknown bool // which snapshot it is
		asked   int
		table   string
	}{
		{name: "first", columns: "a", asked: 1, table: "remembered"},
		{name: "again", columns: "a", asked: 0, table: "remembered"},
		{name: "another column", columns: "a, b", asked: 1, table: "remembered"},
		{name: "both again", columns: "b, a", asked: 0, table: "remembered"},
		{name: "no snapshot", columns: "a", unknown: true, asked: 1, table: "remembered"},
		{name: "after a change elsewhere", before: "CREATE TABLE another ()", columns: "a", asked: 1, table: "remembered"},
		{name: "after a change that was undone", before: "BEGIN; DROP TABLE another; ROLLBACK", columns: "a", asked: 1, table: "remembered"},
		{name: "after a query", before: "SELECT * FROM remembered", columns: "a", asked: 0, table: "remembered"},
		{name: "after a change of name", before: "ALTER TABLE remembered RENAME TO renamed; CREATE VIEW remembered AS SELECT * FROM renamed", columns: "a", asked: 1, table: "remembered"},
	}
	var last pgresult.Snapshot
	for _, step := range steps {
		if step.before != "" {
			run(t, conn, step.before)
		}
		statement, err := conn.Prepare(t.Context(), "s", "SELECT "+step.columns+" FROM remembered", nil)
		if err != nil {
			t.Fatal(err)
		}
		now := snapshot(t, conn)
		catalog.Forget()
		if step.asked == 0 && now != last {
			step.asked = 1 // the server has been at work by itself, as autovacuum is
		}
		last = now
		if step.unknown {
			now = ""
		}
		asked = 0
		columns, err := catalog.Describe(t.Context(), statement.Fields, true, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := columns.Metadata()[0].TableName; got != step.table || asked != step.asked {
			t.Errorf("%s: the table is %q after %d questions, want %q after %d", step.name, got, asked, step.table, step.asked)
		}
		run(t, conn, "DEALLOCATE s")
	}
}

func snapshot(t *testing.T, conn *pgconn.PgConn) pgresult.Snapshot {
	t.Helper()
	results, err := conn.Exec(t.Context(), "SELECT pg_current_snapshot()").ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return pgresult.Snapshot(results[0].Rows[0][0])
}

func TestSnapshotIsComplete(t *testing.T) {
	tests := map[pgresult.Snapshot]bool{
		"725:725:":        true,
		"725:727:725":     true,
		"725:730:725,728": true,
		"725:727:":        false, // of a standby
		"":                false,
		"725":             false,
		"725:725":         false,
	}
	for text, want := range tests {
		if got := pgresult.IsComplete(text); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}
