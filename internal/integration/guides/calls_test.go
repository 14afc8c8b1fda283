package guides_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// counted is something that takes calls. It runs on a connection of its own, once
// before the calls are counted unless the first time is what counts.
type counted struct {
	name  string
	run   func(ctx context.Context, conn *sql.Conn, placeholder string) error
	first bool
	set   bool // settings are in force
}

var countedCalls = []counted{
	{name: "a statement outside a transaction", run: statements("update orders set pieces = 2 where id = 1")},
	{name: "a statement with arguments, the first time on a pool", run: withArgument, first: true},
	{name: "a statement with arguments, later", run: withArgument},
	{name: "a transaction with one statement", run: transaction(nil, "update orders set pieces = 2 where id = 1")},
	{name: "a transaction with three statements", run: transaction(nil, "select 1", "select 2", "select 3")},
	{name: "a transaction with one statement, at SERIALIZABLE", run: transaction(&sql.TxOptions{Isolation: sql.LevelSerializable}, "select 1")},
	{name: "a transaction with one statement, read only", run: transaction(&sql.TxOptions{ReadOnly: true}, "select 1")},
	{name: "a savepoint, and back to it, in a transaction", run: transaction(nil, "savepoint s", "rollback to savepoint s")},
	{name: "a text of three statements", run: statements("select 1; select 2; select 3")},
	{name: "a statement, after SET on its connection", run: statements("select 1"), set: true},
	{name: "a transaction with one statement, after SET", run: transaction(nil, "select 1"), set: true},
}

// settings are what SET sets, on each engine.
var settings = map[auroradataapi.Engine]string{
	auroradataapi.EnginePostgreSQL: "set timezone to 'Europe/Berlin'",
	auroradataapi.EngineMySQL:      "set time_zone = '+01:00'",
}

// statements runs texts.
func statements(texts ...string) func(context.Context, *sql.Conn, string) error {
	return func(ctx context.Context, conn *sql.Conn, _ string) error {
		for _, text := range texts {
			if _, err := conn.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}
}

func withArgument(ctx context.Context, conn *sql.Conn, placeholder string) error {
	var n int
	return conn.QueryRowContext(ctx, "select count(*) from orders where item = "+placeholder, "apple").Scan(&n)
}

// transaction runs texts in a transaction.
func transaction(options *sql.TxOptions, texts ...string) func(context.Context, *sql.Conn, string) error {
	return func(ctx context.Context, conn *sql.Conn, _ string) error {
		tx, err := conn.BeginTx(ctx, options)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		for _, text := range texts {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return tx.Commit()
	}
}

// TestCalls counts what the table of transactions.md says.
func TestCalls(t *testing.T) {
	counts := make(map[auroradataapi.Engine][]int)
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		d := bothways.New(t, engine, false)
		if _, err := d.DB.Exec(schemas[engine]); err != nil {
			t.Fatal(err)
		}
		for _, c := range countedCalls {
			counts[engine] = append(counts[engine], c.count(t, d))
		}
	}
	var table strings.Builder
	table.WriteString("| calls of the Data API | PostgreSQL | MySQL |\n|---|---|---|\n")
	for i, c := range countedCalls {
		fmt.Fprintf(&table, "| %s | %d | %d |\n", c.name, counts[auroradataapi.EnginePostgreSQL][i], counts[auroradataapi.EngineMySQL][i])
	}
	wantTable(t, "transactions.md", "<!-- calls -->\n", table.String())
}

func (c counted) count(t *testing.T, d bothways.Database) (calls int) {
	t.Helper()
	conn, err := d.DB.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	placeholder := map[bool]string{true: "$1", false: "?"}[d.IsPostgreSQL()]
	run := func() {
		if err := c.run(t.Context(), conn, placeholder); err != nil {
			t.Fatalf("%s: %s: %v", d.Engine, c.name, err)
		}
	}
	if c.set {
		if _, err := conn.ExecContext(t.Context(), settings[d.Engine]); err != nil {
			t.Fatal(err)
		}
	}
	if !c.first {
		run()
	}
	return d.Calls(run)
}

// wantTable checks that a page has a table between two marks, or writes it there.
func wantTable(t *testing.T, name, mark, table string) {
	t.Helper()
	parts := strings.Split(readPage(t, name), mark)
	if len(parts) != 3 {
		t.Fatalf("%s has no table between two lines %s", name, mark)
	}
	if *update {
		parts[1] = table
		if err := os.WriteFile(filepath.Join(docs, name), []byte(strings.Join(parts, mark)), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if parts[1] != table {
		t.Errorf("%s says\n%sgot\n%s", name, parts[1], table)
	}
}
