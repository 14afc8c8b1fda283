package main

import (
	"context"
	"database/sql"
	"fmt"
	"hash/maphash"
	"time"
)

// tally is what a scan has read.
type tally struct {
	rows     int
	checksum uint64 // of all values, in their order
}

// scanEvents reads the first events by database/sql into variables.
func scanEvents(ctx context.Context, db *sql.DB, rows int) (tally, error) {
	var t tally
	found, err := db.QueryContext(ctx, eventQuery(rows))
	if err != nil {
		return t, err
	}
	defer found.Close()
	for found.Next() {
		var e event
		if err := found.Scan(&e.id, &e.customer, &e.note, &e.amount, &e.at, &e.paid); err != nil {
			return t, err
		}
		t.rows++
		t.checksum = t.checksum*31 + e.checksum()
	}
	if err := found.Err(); err != nil {
		return t, err
	}
	return t, checkRows(t.rows, rows)
}

// event is one of events.
type event struct {
	id       int64
	customer string
	note     sql.NullString
	amount   string
	at       time.Time
	paid     bool
}

// checksums begin with a seed of the process.
var checksumSeed = maphash.MakeSeed()

// checksum is the same for the same values, in one process.
func (e *event) checksum() uint64 {
	sum := uint64(e.id)
	for _, text := range []string{e.customer, e.note.String, e.amount} {
		sum = sum*31 + maphash.String(checksumSeed, text)
	}
	sum = sum*31 + uint64(e.at.UnixMicro())
	if e.paid {
		sum++
	}
	return sum
}

func checkRows(got, want int) error {
	if got != want {
		return fmt.Errorf("read %d rows of %d", got, want)
	}
	return nil
}
