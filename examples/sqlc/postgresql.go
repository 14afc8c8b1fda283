package main

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/google/uuid"

	"github.com/auroradataapi/auroradataapi/examples/sqlc/postgresql"
)

//go:embed postgresql/schema.sql
var postgreSQLSchema string

func onPostgreSQL(ctx context.Context, db *sql.DB, w io.Writer) error {
	if _, err := db.ExecContext(ctx, postgreSQLSchema); err != nil {
		return err
	}
	queries := postgresql.New(db)
	ada, err := queries.CreateCustomer(ctx, postgresql.CreateCustomerParams{
		Name: "Ada", Email: sql.NullString{String: "ada@example.org", Valid: true},
		Tags: []string{"early", `says "hi"`}, Settings: json.RawMessage(`{"plan": "paid"}`),
	})
	if err != nil {
		return err
	}
	if _, err := queries.CreateCustomer(ctx, postgresql.CreateCustomerParams{Name: "Bob", Tags: []string{}, Settings: json.RawMessage("{}")}); err != nil {
		return err
	}
	if err := tagged(ctx, queries, ada.ID, w); err != nil {
		return err
	}
	if err := order(ctx, db, queries, ada.ID); err != nil {
		return err
	}
	return report(ctx, queries, ada.ID, w)
}

// tagged finds customers by arrays and by JSON.
func tagged(ctx context.Context, queries *postgresql.Queries, id uuid.UUID, w io.Writer) error {
	names, err := queries.CustomersTagged(ctx, postgresql.CustomersTaggedParams{Tags: []string{"early"}, Plan: "paid"})
	if err != nil {
		return err
	}
	customers, err := queries.CustomersByID(ctx, []uuid.UUID{id, uuid.Nil})
	if err != nil {
		return err
	}
	for _, c := range customers {
		fmt.Fprintf(w, "%v: %s %q\n", names, c.Name, c.Tags)
	}
	return nil
}

// order writes two orders in one transaction.
func order(ctx context.Context, db *sql.DB, queries *postgresql.Queries, customer uuid.UUID) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	inTx := queries.WithTx(tx)
	for _, total := range []string{"12.50", "1000000.01"} {
		pieces := []uuid.UUID{uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")}
		id, err := inTx.CreateOrder(ctx, postgresql.CreateOrderParams{CustomerID: customer, Pieces: pieces, Total: total})
		if err != nil {
			return err
		}
		note := sql.NullString{String: fmt.Sprintf("order %d", id), Valid: true}
		if err := inTx.Annotate(ctx, postgresql.AnnotateParams{ID: id, Note: note}); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func report(ctx context.Context, queries *postgresql.Queries, customer uuid.UUID, w io.Writer) error {
	paid, err := queries.SetStatus(ctx, postgresql.SetStatusParams{Status: postgresql.StatusPaid, CustomerID: customer, Previous: postgresql.StatusOpen})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, paid, "paid")
	rows, err := queries.OrdersWithCustomers(ctx)
	if err != nil {
		return err
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.Order.ID)
		fmt.Fprintln(w, r.Customer.Name, r.Order.ID, r.Order.Status, r.Order.Total, r.Order.Note.String, len(r.Order.Pieces))
	}
	result, err := queries.DeleteOrders(ctx, ids)
	if err != nil {
		return err
	}
	deleted, err := result.RowsAffected()
	fmt.Fprintln(w, deleted, "deleted")
	return err
}
