package main

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// pgxCopy writes by COPY.
func (w *inserting) pgxCopy(ctx context.Context, rows int) error {
	return w.natively(ctx, func(conn *pgx.Conn) error {
		next, stop := iter.Pull(deliveries(rows))
		defer stop()
		source := pgx.CopyFromFunc(func() ([]any, error) {
			values, _ := next() // nil at the end
			return values, nil
		})
		_, err := conn.CopyFrom(ctx, pgx.Identifier{"deliveries"}, deliveryColumns, source)
		return err
	})
}

// pgxBatch sends an INSERT for each row, without waiting for answers.
func (w *inserting) pgxBatch(ctx context.Context, rows int) error {
	return w.natively(ctx, func(conn *pgx.Conn) error {
		batch := new(pgx.Batch)
		for values := range deliveries(rows) {
			batch.Queue(insertDelivery+w.marks, values...)
		}
		return conn.SendBatch(ctx, batch).Close()
	})
}

// natively does something with a connection of pgx.
func (w *inserting) natively(ctx context.Context, do func(*pgx.Conn) error) error {
	conn, err := w.native.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error { return do(driver.(*stdlib.Conn).Conn()) })
}
