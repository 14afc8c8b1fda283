package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
	"github.com/auroradataapi/auroradataapi/examples/sqlc/mysql"
	"github.com/auroradataapi/auroradataapi/examples/sqlc/postgresql"
)

// want checks a number of calls.
func want(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %d calls, want %d", what, got, want)
	}
}

// TestCallsOnPostgreSQL: a query takes two calls the first time and one later;
// Prepare makes the first of these two for each query, unless another process has
// saved what it was told.
func TestCallsOnPostgreSQL(t *testing.T) {
	c, ctx := exampletest.NewCounter(t, emulator.PostgreSQL), t.Context()
	connector, db := c.Open(t)
	want(t, "schema", c.Calls(t, func() error { _, err := db.ExecContext(ctx, postgreSQLSchema); return err }), 5)
	byEmail := func(queries *postgresql.Queries) func() error {
		return func() error { _, err := queries.CustomerByEmail(ctx, sql.NullString{}); return ignoreNoRows(err) }
	}
	queries := postgresql.New(db)
	want(t, "query, first", c.Calls(t, byEmail(queries)), 2)
	want(t, "query, later", c.Calls(t, byEmail(queries)), 1)
	insert := func() error {
		_, err := queries.CreateCustomer(ctx, postgresql.CreateCustomerParams{Tags: []string{}, Settings: json.RawMessage("{}")})
		return err
	}
	want(t, "insert, first", c.Calls(t, insert), 3)
	want(t, "insert, later", c.Calls(t, insert), 1)

	var saved bytes.Buffer
	if _, err := postgresql.Prepare(ctx, db); err != nil {
		t.Fatal(err)
	}
	if err := connector.SaveDescriptions(&saved); err != nil {
		t.Fatal(err)
	}
	var prepared *postgresql.Queries
	prepare := func(db *sql.DB) func() error {
		return func() (err error) { prepared, err = postgresql.Prepare(ctx, db); return err }
	}
	_, db = c.Open(t)
	want(t, "Prepare of nine queries", c.Calls(t, prepare(db)), 9)
	want(t, "prepared query", c.Calls(t, byEmail(prepared)), 1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	want(t, "prepared query in a transaction", c.Calls(t, byEmail(prepared.WithTx(tx))), 1)

	connector, db = c.Open(t)
	if err := connector.LoadDescriptions(&saved); err != nil {
		t.Fatal(err)
	}
	want(t, "Prepare of nine queries whose types were saved", c.Calls(t, prepare(db)), 0)
	want(t, "prepared query whose types were saved", c.Calls(t, byEmail(prepared)), 1)
}

// TestCallsOnMySQL: a query takes one call, and Prepare one for each query.
func TestCallsOnMySQL(t *testing.T) {
	c, ctx := exampletest.NewCounter(t, emulator.MySQL), t.Context()
	_, db := c.Open(t)
	want(t, "schema", c.Calls(t, func() error { _, err := db.ExecContext(ctx, mySQLSchema); return err }), 2)
	byEmail := func(queries *mysql.Queries) func() error {
		return func() error { _, err := queries.CustomerByEmail(ctx, sql.NullString{}); return ignoreNoRows(err) }
	}
	queries := mysql.New(db)
	want(t, "query, first", c.Calls(t, byEmail(queries)), 1)
	want(t, "Prepare of eight queries", c.Calls(t, func() (err error) { queries, err = mysql.Prepare(ctx, db); return err }), 8)
	want(t, "prepared query", c.Calls(t, byEmail(queries)), 1)
}

func ignoreNoRows(err error) error {
	if err == sql.ErrNoRows {
		return nil
	}
	return err
}
