package main

import (
	"fmt"
	"iter"
	"time"
)

// A delivery is what the bulk inserts write. Its number counts from 1.
type delivery struct {
	id       int64
	customer string
	amount   string
	at       time.Time
	paid     bool
}

const createDeliveries = `CREATE TABLE deliveries (id int8, customer text, amount numeric(12, 2), at timestamptz, paid bool)`

// deliveryColumns are in the order of the values.
var deliveryColumns = []string{"id", "customer", "amount", "at", "paid"}

// insertDelivery has the types that a plain client of the Data API has to name.
const insertDelivery = `INSERT INTO deliveries (id, customer, amount, at, paid) VALUES `

// deliveryNumber makes the delivery of a number, always the same.
func deliveryNumber(i int) delivery {
	return delivery{
		id:       int64(i),
		customer: fmt.Sprintf("customer %d, \"Köln\"", i%1000),
		amount:   fmt.Sprintf("%d.%02d", i*7919%1_000_000, i%100),
		at:       time.Unix(1_767_225_600+int64(i), int64(i%1000)*1_000_000).UTC(),
		paid:     i%3 == 0,
	}
}

func (d delivery) values() []any { return []any{d.id, d.customer, d.amount, d.at, d.paid} }

// timeText is the time as the service's hint TIMESTAMP has it.
func (d delivery) timeText() string { return d.at.Format("2006-01-02 15:04:05.000") }

// deliveries gives the values of the first n.
func deliveries(n int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := 1; i <= n; i++ {
			if !yield(deliveryNumber(i).values()) {
				return
			}
		}
	}
}

// deliverySum asks what the table of deliveries holds.
const deliverySum = `SELECT count(*) || ' rows, sum ' || coalesce(sum(hashtextextended(d::text, 0)::numeric), 0) FROM deliveries d`
