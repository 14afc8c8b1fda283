package main

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/auroradataapi/auroradataapi/examples/sqlc/mysql"
)

//go:embed mysql/schema.sql
var mySQLSchema string

func onMySQL(ctx context.Context, db *sql.DB, w io.Writer) error {
	if _, err := db.ExecContext(ctx, mySQLSchema); err != nil {
		return err
	}
	queries := mysql.New(db)
	ada, err := queries.CreateCustomer(ctx, mysql.CreateCustomerParams{
		Name: "Ada", Email: sql.NullString{String: "ada@example.org", Valid: true},
		Plan: mysql.CustomersPlanPaid, Settings: json.RawMessage(`{"colour": "blue"}`),
	})
	if err != nil {
		return err
	}
	customers, err := queries.CustomersByID(ctx, mysql.CustomersByIDParams{Plan: mysql.CustomersPlanPaid, Ids: []int64{ada, 99}})
	if err != nil {
		return err
	}
	for _, c := range customers {
		fmt.Fprintln(w, c.ID, c.Name, c.Email.String, c.Plan, string(c.Settings))
	}
	if err := orderMySQL(ctx, db, queries, ada); err != nil {
		return err
	}
	return reportMySQL(ctx, queries, ada, w)
}

// orderMySQL writes two orders in one transaction.
func orderMySQL(ctx context.Context, db *sql.DB, queries *mysql.Queries, customer int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	inTx := queries.WithTx(tx)
	for _, total := range []string{"12.50", "1000000.01"} {
		id, err := inTx.CreateOrder(ctx, mysql.CreateOrderParams{CustomerID: customer, Total: total})
		if err != nil {
			return err
		}
		note := sql.NullString{String: fmt.Sprintf("order %d", id), Valid: true}
		if err := inTx.Annotate(ctx, mysql.AnnotateParams{ID: id, Note: note}); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func reportMySQL(ctx context.Context, queries *mysql.Queries, customer int64, w io.Writer) error {
	sent, err := queries.SendOrders(ctx, customer)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, sent, "sent")
	rows, err := queries.OrdersWithCustomers(ctx)
	if err != nil {
		return err
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.Order.ID)
		fmt.Fprintln(w, r.Customer.Name, r.Order.ID, r.Order.Sent, r.Order.Total, r.Order.Note.String)
	}
	result, err := queries.DeleteOrders(ctx, ids)
	if err != nil {
		return err
	}
	deleted, err := result.RowsAffected()
	fmt.Fprintln(w, deleted, "deleted")
	return err
}
