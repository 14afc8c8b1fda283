package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"net/http"
)

// inserting writes deliveries in several ways.
type inserting struct {
	*clients
	rows int
	bare *http.Client
	said conversation
}

// insertion is one way to write the first rows.
type insertion struct {
	name string
	do   func(ctx context.Context, rows int) error
}

// measureInsert writes a hundred thousand deliveries each way that the driver and
// the API offer, and natively. The driver has to be ten times as fast as the plain
// SDK that sends a batch of 1000 rows after the other.
func measureInsert(ctx context.Context, p *program, c *clients) error {
	w := &inserting{clients: c, rows: p.rows(hundredThousand), bare: bareClient()}
	defer w.bare.CloseIdleConnections()
	var err error
	w.said, err = c.record(ctx, c.distance, 1, func(ctx context.Context, db *sql.DB) error {
		return copyDeliveries(ctx, db, w.rows, nil)
	})
	if err != nil {
		return err
	}
	compared, err := w.compare(ctx, p.rounds(3))
	if err != nil {
		return err
	}
	w.report(p, compared)
	return nil
}

// ways are all of them.
func (w *inserting) ways() []insertion {
	ways := []insertion{
		{"driver-copy", w.copyFrom},
		{"driver-copy-at-once", w.copyFromAtOnce},
		{"driver-batch", w.execBatch},
		{"driver-batch-in-loop", w.execBatchLoop},
		{"bare-copy", w.bareCopy},
		{"sdk-batches", w.sdkBatches},
		{"sdk-batches-in-transaction", w.sdkBatchesInTransaction},
		{"sdk-values", w.sdkValues},
	}
	return append(ways, w.database.ways(w)...)
}

// compare writes in turns, each time into the empty table.
func (w *inserting) compare(ctx context.Context, rounds int) (comparison, error) {
	c, want := comparison{}, ""
	for range rounds {
		for _, way := range w.ways() {
			if _, err := w.native.ExecContext(ctx, w.truncate); err != nil {
				return nil, err
			}
			v := variant{way.name, 1, func() error { return way.do(ctx, w.rows) }}
			if err := c.round([]variant{v}); err != nil {
				return nil, err
			}
			got, err := w.total(ctx)
			if err != nil {
				return nil, err
			}
			want = cmp.Or(want, got)
			if got != want {
				return nil, fmt.Errorf("%s wrote %s where others wrote %s", way.name, got, want)
			}
		}
	}
	return c, nil
}

func (w *inserting) report(p *program, c comparison) {
	name := w.at("insert")
	for _, way := range w.ways() {
		p.spread(name+"/"+way.name, c.of(way.name, wall).rates(float64(w.rows)), "rows/s")
	}
	p.measure(name+"/calls", float64(len(w.said)), "")
	others := []string{"sdk-batches", "sdk-batches-in-transaction", "sdk-values", "bare-copy", w.database.ways(w)[0].name}
	for _, other := range others {
		p.spread(name+"/copy-over-"+other, c.ratios(wall, other, "driver-copy"), "x")
		p.spread(name+"/copy-at-once-over-"+other, c.ratios(wall, other, "driver-copy-at-once"), "x")
	}
	if w.distance > 0 {
		speed := c.ratio(wall, "sdk-batches", "driver-copy-at-once")
		p.budget(budget{name: w.budgetName("insert/speed"), measured: speed, bound: 10, least: true, unit: "x"})
	}
}

// total is what the table of deliveries holds.
func (w *inserting) total(ctx context.Context) (sum string, err error) {
	err = w.native.QueryRowContext(ctx, w.sum).Scan(&sum)
	return sum, err
}
