package sqltext_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestInsertedRows(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		rows int
		ok   bool
	}{
		{name: "one row", sql: "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING id", rows: 2, ok: true},
		{name: "no list of columns", sql: "insert into t values (1, f(2)), (3, (4)) returning *", rows: 2, ok: true},
		{name: "default values", sql: "INSERT INTO t DEFAULT VALUES RETURNING id, b + 1", ok: true},
		{name: "do nothing", sql: "INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING RETURNING a", rows: 2, ok: true},
		{name: "named like a word", sql: `INSERT INTO t ("select", updated_at) VALUES (1, 'select') RETURNING "update"`, rows: 2, ok: true},
		{name: "upsert", sql: "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1 RETURNING a"},
		{name: "query", sql: "INSERT INTO t SELECT * FROM u RETURNING a"},
		{name: "query in a value", sql: "INSERT INTO t VALUES ((SELECT b FROM u)) RETURNING a"},
		{name: "table", sql: "INSERT INTO t TABLE u RETURNING a"},
		{name: "common table expression", sql: "WITH u AS (SELECT 1) INSERT INTO t VALUES (1) RETURNING a"},
		{name: "function of a row", sql: "INSERT INTO t VALUES (1) RETURNING repeat(a, 1000000)", rows: 1},
		{name: "update", sql: "UPDATE t SET a = 1 RETURNING a"},
		{name: "values", sql: "VALUES (1), (2)", rows: 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, ok := parseOne(t, test.sql).InsertedRows()
			if ok != test.ok || ok && rows != test.rows {
				t.Errorf("got %d, %v, want %d, %v", rows, ok, test.rows, test.ok)
			}
		})
	}
}

func parseOne(t *testing.T, sql string) sqltext.Statement {
	t.Helper()
	text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
	if err != nil {
		t.Fatal(err)
	}
	return text.Statements()[0]
}
