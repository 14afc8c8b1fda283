package emulator_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// BenchmarkSmallQuery is a query through the emulator over HTTP.
func BenchmarkSmallQuery(b *testing.B) {
	benchmarkExecute(b, "select 1")
}

// BenchmarkPage is a result of nearly 1 MiB.
func BenchmarkPage(b *testing.B) {
	benchmarkExecute(b, "select n, 'row ' || n, true from generate_series(1, 25000) n")
}

func benchmarkExecute(b *testing.B, sql string) {
	body := []byte(executeBody(sql, ""))
	for b.Loop() {
		response, err := http.Post(shared.URL()+"/Execute", "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			b.Fatal(response.Status, err)
		}
		b.SetBytes(n)
	}
}

// BenchmarkDirectQuery is the same query by pgx alone, for comparison.
func BenchmarkDirectQuery(b *testing.B) {
	conn, err := pgconn.Connect(b.Context(), shared.BackendDSN("local"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(b.Context())
	for b.Loop() {
		if result := conn.ExecParams(b.Context(), "select 1", nil, nil, nil, nil).Read(); result.Err != nil {
			b.Fatal(result.Err)
		}
	}
}

// BenchmarkRoundTrip is a request that goes no further than the emulator.
func BenchmarkRoundTrip(b *testing.B) {
	for b.Loop() {
		response, err := http.Post(shared.URL()+"/Nothing", "application/json", bytes.NewReader([]byte("{}")))
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
}
