package main

import (
	"context"
	"fmt"
	"strings"
)

// The tables of MySQL have the rows of PostgreSQL's.

const customersMySQL = `
	CREATE TABLE digits (d int PRIMARY KEY);
	INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
	CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(100) NOT NULL, balance decimal(12, 2) NOT NULL);
	INSERT INTO customers SELECT n.i, CONCAT('customer ', n.i, ', Köln'), 1234.56
	FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d AS i FROM digits a, digits b, digits c) n`

const createEventsMySQL = `
	CREATE TABLE events (id bigint PRIMARY KEY, customer varchar(100), note text, amount decimal(12, 2), at datetime(6), paid boolean);
	INSERT INTO events SELECT n.i, CONCAT('customer ', n.i %% 100000, ', Köln'),
		IF(n.i %% 16 > 0, REPEAT(CONCAT('Zürich "', n.i, '" '), 5 + n.i %% 3), NULL),
		(n.i * 7919 %% 100000000) / 100, TIMESTAMP('2026-01-01') + INTERVAL n.i * 1234567 MICROSECOND, n.i %% 2 = 0
	FROM (
		SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS i
		FROM digits a, digits b, digits c, digits e, digits f, digits g
	) n WHERE n.i <= %d ORDER BY n.i`

const createDeliveriesMySQL = `CREATE TABLE deliveries (id bigint, customer varchar(100), amount decimal(12, 2), at datetime(6), paid boolean)`

const deliverySumMySQL = `SELECT CONCAT(COUNT(*), ' rows, sum ', COALESCE(SUM(CRC32(CONCAT_WS('|', id, customer, amount, at, paid))), 0)) FROM deliveries`

// readByKey reads the events by the plain SDK as programs do that read MySQL page by
// page: those behind the last one of the page before. Some of the driver's answers may
// have rows that came again, with columns that it then had cast.
func readByKey(ctx context.Context, s *scanning) (t tally, err error) {
	for _, rows := range s.pages {
		if t.rows == s.rows {
			break
		}
		text := fmt.Sprintf("SELECT id, customer, note, amount, at, paid FROM events WHERE id > %d ORDER BY id LIMIT %d", t.rows, rows)
		page, err := s.sdk.ExecuteStatement(ctx, s.statement(text, ""))
		if err != nil {
			return t, err
		}
		t.rows += len(page.Records)
	}
	return t, checkRows(t.rows, s.rows)
}

// mySQLValues writes by INSERTs of many rows, natively.
func (w *inserting) mySQLValues(ctx context.Context, rows int) error {
	for first := 1; first <= rows; first += batchRows {
		var text strings.Builder
		var values []any
		text.WriteString(insertDelivery)
		for i := first; i <= min(rows, first+batchRows-1); i++ {
			if i > first {
				text.WriteByte(',')
			}
			text.WriteString(w.marks)
			values = append(values, deliveryNumber(i).values()...)
		}
		if _, err := w.native.ExecContext(ctx, text.String(), values...); err != nil {
			return err
		}
	}
	return nil
}
