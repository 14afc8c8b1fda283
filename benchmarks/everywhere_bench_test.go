package main

import (
	"context"
	"database/sql"
	"testing"
)

// benchmarkRows is how many rows the benchmarks of many rows take, which are there
// for profiles: enough for several requests.
const benchmarkRows = 20_000

// BenchmarkPage reads a page of nearly 1 MiB from the stand-in into variables.
func BenchmarkPage(b *testing.B) {
	c := openBenchmark(b, "stand-in")
	run(b, "driver", func() error { return readEvents(b.Context(), c.driver, pageRows) })
	run(b, "sdk", func() error { return askPageSDK(b.Context(), c) })
}

// BenchmarkScan reads several pages from the stand-in.
func BenchmarkScan(b *testing.B) {
	c := openBenchmark(b, "stand-in")
	said, err := c.record(b.Context(), 0, 1, func(ctx context.Context, db *sql.DB) error {
		return readEvents(ctx, db, benchmarkRows)
	})
	if err != nil {
		b.Fatal(err)
	}
	s := &scanning{clients: c, rows: benchmarkRows, said: said, pages: said.pages(), bare: bareClient()}
	b.Cleanup(s.bare.CloseIdleConnections)
	run(b, "driver", func() error { return readEvents(b.Context(), c.driver, benchmarkRows) })
	run(b, "sdk", func() error { _, err := readByCursor(b.Context(), s); return err })
	run(b, "bare", func() error { _, err := s.readBare(); return err })
}

// BenchmarkCopy writes many rows to the emulator.
func BenchmarkCopy(b *testing.B) {
	c := openBenchmark(b, "emulator")
	w := &inserting{clients: c, rows: benchmarkRows}
	for _, way := range []insertion{{"driver", w.copyFrom}, {"pgx", w.pgxCopy}} {
		run(b, way.name, func() error {
			if _, err := w.native.ExecContext(b.Context(), w.truncate); err != nil {
				return err
			}
			return way.do(b.Context(), w.rows)
		})
	}
}

func readEvents(ctx context.Context, db *sql.DB, rows int) error {
	_, err := scanEvents(ctx, db, rows)
	return err
}

// openBenchmark opens the ways to a place, which ends with the benchmark.
func openBenchmark(b *testing.B, name string) *clients {
	p := newProgram(b.Output())
	p.small = true
	at, err := p.place(b.Context(), name)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = at.stop() })
	c, err := at.open(0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.close() })
	return c
}
