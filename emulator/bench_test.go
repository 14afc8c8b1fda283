package emulator_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// The query by primary key that the benchmarks ask in every way, once with the
// service's placeholders and once with PostgreSQL's.
const (
	benchmarkQuery  = "SELECT id, name, balance FROM customers WHERE id = :id AND name = :name"
	benchmarkNative = "SELECT id, name, balance FROM customers WHERE id = $1 AND name = $2"
	benchmarkRest   = `"parameters": [{"name": "id", "value": {"longValue": 42}}, {"name": "name", "value": {"stringValue": "customer 42"}}]`
)

func customers(b *testing.B) {
	b.Helper()
	runStatements(b, shared.BackendDSN("local"), []string{
		"CREATE TABLE IF NOT EXISTS customers (id int8 PRIMARY KEY, name text NOT NULL, balance numeric(12, 2) NOT NULL)",
		"INSERT INTO customers SELECT i, 'customer ' || i, 1234.56 FROM generate_series(1, 1000) i ON CONFLICT DO NOTHING",
		"ANALYZE customers",
	})
}

// BenchmarkQuery is a small query through the emulator over HTTP.
func BenchmarkQuery(b *testing.B) {
	customers(b)
	id := begin(b, shared)
	tests := []struct{ name, rest string }{
		{name: "records", rest: ""},
		{name: "metadata", rest: `, "includeResultMetadata": true`},
		{name: "transaction", rest: `, "transactionId": "` + id + `"`},
		{name: "transaction with metadata", rest: `, "includeResultMetadata": true, "transactionId": "` + id + `"`},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			benchmarkPost(b, shared.URL()+"/Execute", executeBody(benchmarkQuery, benchmarkRest+test.rest))
		})
	}
}

// BenchmarkCallers is the small query from many callers at once.
func BenchmarkCallers(b *testing.B) {
	customers(b)
	body := executeBody(benchmarkQuery, benchmarkRest)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			response, err := client.Post(shared.URL()+"/Execute", "application/json", strings.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			io.Copy(io.Discard, response.Body)
			response.Body.Close()
		}
	})
}

// BenchmarkPage is a result of nearly 1 MiB.
func BenchmarkPage(b *testing.B) {
	const rows = "select n, 'row ' || n, true from generate_series(1, 25000) n"
	inside := `"transactionId": "` + begin(b, shared) + `"` // ends with the server
	b.Run("outside", func(b *testing.B) { benchmarkPost(b, shared.URL()+"/Execute", executeBody(rows, "")) })
	b.Run("transaction", func(b *testing.B) { benchmarkPost(b, shared.URL()+"/Execute", executeBody(rows, inside)) })
	b.Run("cursor", func(b *testing.B) {
		inside := `"transactionId": "` + begin(b, shared) + `"`
		const endless = "select n, 'row ' || n, true from (select generate_series(1000000, 2000000000) n) s"
		send(b, shared.URL()+"/Execute", executeBody("declare pages cursor for "+endless, inside))
		benchmarkPost(b, shared.URL()+"/Execute", executeBody("fetch 20000 from pages", inside))
	})
}

// BenchmarkBatch is a thousand parameter sets.
func BenchmarkBatch(b *testing.B) {
	runStatements(b, shared.BackendDSN("local"), []string{"CREATE TABLE IF NOT EXISTS loads (id int8, name text)"})
	sets := make([]string, 1000)
	for i := range sets {
		sets[i] = fmt.Sprintf(`[{"name": "id", "value": {"longValue": %d}}, {"name": "name", "value": {"stringValue": "customer %[1]d"}}]`, i)
	}
	rest := `"parameterSets": [` + strings.Join(sets, ",") + `]`
	const insert = "INSERT INTO loads VALUES (:id, :name)"
	b.Run("outside", func(b *testing.B) { benchmarkPost(b, shared.URL()+"/BatchExecute", executeBody(insert, rest)) })
	rest += `, "transactionId": "` + begin(b, shared) + `"`
	b.Run("transaction", func(b *testing.B) { benchmarkPost(b, shared.URL()+"/BatchExecute", executeBody(insert, rest)) })
}

func benchmarkPost(b *testing.B, url, body string) {
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(send(b, url, body))
	}
}

// send sends a request and gives the length of the answer.
func send(b *testing.B, url, body string) int64 {
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	n, err := io.Copy(io.Discard, response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatal(response.Status, err)
	}
	return n
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

// BenchmarkDirect is the query of BenchmarkQuery without the emulator: prepared
// once, as pgx does, and then what no emulator of a service can do without that
// has no prepared statements and resets its sessions.
func BenchmarkDirect(b *testing.B) {
	customers(b)
	conn, err := pgconn.Connect(b.Context(), shared.BackendDSN("local"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	tests := []struct {
		name string
		once bool // the statement is prepared once
		tail []pgproto3.FrontendMessage
	}{
		{name: "prepared", once: true},
		{name: "parsed"},
		{name: "parsed and reset", tail: []pgproto3.FrontendMessage{&pgproto3.Query{String: "DISCARD ALL"}}},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			d := &direct{conn: conn}
			for b.Loop() {
				if err := d.query(test.once, test.tail); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFloor is the same behind an HTTP server that does nothing else: no
// emulator of sessions that are reset can be faster.
func BenchmarkFloor(b *testing.B) {
	customers(b)
	conn, err := pgconn.Connect(b.Context(), shared.BackendDSN("local"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	d := &direct{conn: conn}
	floor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if err := d.query(false, []pgproto3.FrontendMessage{&pgproto3.Query{String: "DISCARD ALL"}}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	defer floor.Close()
	benchmarkPost(b, floor.URL, executeBody(benchmarkQuery, benchmarkRest))
}

// direct asks a server with nothing in between.
type direct struct {
	conn     *pgconn.PgConn
	prepared bool
}

func (d *direct) query(once bool, tail []pgproto3.FrontendMessage) error {
	f := d.conn.Frontend()
	if !d.prepared {
		f.SendParse(&pgproto3.Parse{Query: benchmarkNative, ParameterOIDs: []uint32{20, 25}})
		f.SendDescribe(&pgproto3.Describe{ObjectType: 'S'})
		d.prepared = once
	}
	f.SendBind(&pgproto3.Bind{Parameters: [][]byte{[]byte("42"), []byte("customer 42")}})
	f.SendExecute(&pgproto3.Execute{})
	f.SendSync(&pgproto3.Sync{})
	for _, message := range tail {
		f.Send(message)
	}
	if err := f.Flush(); err != nil {
		return err
	}
	return d.awaitReady(1 + len(tail))
}

// awaitReady reads until the server has been ready n times.
func (d *direct) awaitReady(n int) error {
	for n > 0 {
		message, err := d.conn.ReceiveMessage(context.Background())
		if err != nil {
			return err
		}
		switch m := message.(type) {
		case *pgproto3.ErrorResponse:
			return pgconn.ErrorResponseToPgError(m)
		case *pgproto3.ReadyForQuery:
			n--
		}
	}
	return nil
}
