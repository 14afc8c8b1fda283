package calls_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/examples/sqlc/mysql"
	"github.com/auroradataapi/auroradataapi/examples/sqlc/postgresql"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func sqlcOperations(t *testing.T, d bothways.Database, db *sql.DB) []operation {
	schema, err := os.ReadFile("../../../examples/sqlc/" + d.Engine.String() + "/schema.sql")
	must(t, err)
	_, err = db.ExecContext(t.Context(), string(schema))
	must(t, err)
	if d.IsPostgreSQL() {
		return sqlcOnPostgreSQL(db)
	}
	return sqlcOnMySQL(db)
}

func sqlcOnPostgreSQL(db *sql.DB) []operation {
	q := postgresql.New(db)
	var customer postgresql.Customer
	return []operation{
		{":one, an INSERT with RETURNING", func(t *testing.T) {
			var err error
			customer, err = q.CreateCustomer(t.Context(), postgresql.CreateCustomerParams{Name: "Ada", Tags: []string{"a"}, Settings: json.RawMessage("{}")})
			must(t, err)
		}},
		{":many", func(t *testing.T) {
			_, err := q.CustomersTagged(t.Context(), postgresql.CustomersTaggedParams{Tags: []string{"a"}, Plan: "free"})
			must(t, err)
		}},
		{":execrows", func(t *testing.T) {
			_, err := q.SetStatus(t.Context(), postgresql.SetStatusParams{CustomerID: customer.ID, Status: "sent", Previous: "open"})
			must(t, err)
		}},
		{":one in a transaction", func(t *testing.T) {
			tx, err := db.BeginTx(t.Context(), nil)
			must(t, err)
			_, err = q.WithTx(tx).CreateCustomer(t.Context(), postgresql.CreateCustomerParams{Name: "Bob", Tags: []string{"b"}, Settings: json.RawMessage("{}")})
			must(t, err)
			must(t, tx.Commit())
		}},
	}
}

func sqlcOnMySQL(db *sql.DB) []operation {
	q := mysql.New(db)
	var id int64
	return []operation{
		{":execlastid", func(t *testing.T) {
			var err error
			id, err = q.CreateCustomer(t.Context(), mysql.CreateCustomerParams{Name: "Ada", Plan: "free", Settings: json.RawMessage("{}")})
			must(t, err)
		}},
		{":many", func(t *testing.T) {
			_, err := q.CustomersByID(t.Context(), mysql.CustomersByIDParams{Plan: "free", Ids: []int64{id}})
			must(t, err)
		}},
		{":execrows", func(t *testing.T) {
			_, err := q.SendOrders(t.Context(), id)
			must(t, err)
		}},
		{":execlastid in a transaction", func(t *testing.T) {
			tx, err := db.BeginTx(t.Context(), nil)
			must(t, err)
			_, err = q.WithTx(tx).CreateCustomer(t.Context(), mysql.CreateCustomerParams{Name: "Bob", Plan: "free", Settings: json.RawMessage("{}")})
			must(t, err)
			must(t, tx.Commit())
		}},
	}
}
