package main

import "testing"

// BenchmarkDecodePage reads a page of 1 MiB.
func BenchmarkDecodePage(b *testing.B) {
	d, err := newDecoding(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	run(b, "driver", d.driver)
	run(b, "sdk", d.sdk)
}

// BenchmarkSmallQuery asks a service in another process for one row.
func BenchmarkSmallQuery(b *testing.B) {
	near, err := startService(b.Context(), "stand-in")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = near.stop() })
	q, err := newQuerying(b.Context(), near.URL)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = q.close() })
	run(b, "driver", q.driver)
	run(b, "sdk", q.sdk)
	run(b, "bare", q.bare.do)
}

// BenchmarkEmulator asks PostgreSQL for one row.
func BenchmarkEmulator(b *testing.B) {
	e, err := newEmulating(b.Context(), "emulator")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.close() })
	run(b, "emulator", e.emulated.do)
	run(b, "emulator without metadata", e.plain.do)
	run(b, e.nativeName, e.direct.do)
	run(b, "bare", e.bare.do)
}

// run is a benchmark that says what the process's CPU time is, too.
func run(b *testing.B, name string, do func() error) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		start := processCPU()
		for b.Loop() {
			if err := do(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64((processCPU()-start).Nanoseconds())/float64(b.N), "cpu-ns/op")
	})
}
