package main

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

var update = flag.Bool("update", false, "write descriptions.json")

//go:embed schema.sql
var schema string

// deployed is the function on an emulated cluster.
type deployed struct {
	server *emulator.Server
	config auroradataapi.Config
	db     *sql.DB
	calls  atomic.Int64
}

// Do counts the requests of the function.
func (d *deployed) Do(r *http.Request) (*http.Response, error) {
	d.calls.Add(1)
	return http.DefaultClient.Do(r)
}

func deploy(t *testing.T) *deployed {
	t.Helper()
	d := &deployed{server: emulator.StartT(t, &emulator.Server{})}
	d.config = auroradataapi.Config{
		ClusterARN: d.server.ClusterARN("local"),
		SecretARN:  d.server.SecretARN("rds-db-credentials/local"),
		Database:   "postgres",
		Endpoint:   d.server.URL(),
		AWSConfig: &aws.Config{
			Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
			HTTPClient:  d,
		},
	}
	// Not through the function's own: with CREATE it would forget the descriptions.
	if _, err := d.open(t).Exec(schema); err != nil {
		t.Fatal(err)
	}
	d.db = d.open(t)
	d.calls.Store(0)
	return d
}

func (d *deployed) open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := open(d.config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// message returns a message of the queue with an order.
func message(number int, item string, pieces int) events.SQSMessage {
	body, _ := json.Marshal(order{item, pieces})
	return events.SQSMessage{MessageId: fmt.Sprintf("00000000-0000-0000-0000-%012d", number), Body: string(body)}
}

// invoke invokes the function as Lambda does, with and for JSON, and returns the
// identifiers of the messages that the queue has to send again.
func (d *deployed) invoke(t *testing.T, ctx context.Context, messages ...events.SQSMessage) []string {
	t.Helper()
	payload, err := json.Marshal(events.SQSEvent{Records: messages})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := lambda.NewHandler((&shop{db: d.db}).handle).Invoke(ctx, payload)
	if err != nil {
		t.Fatal(err)
	}
	var response events.SQSEventResponse
	if err := json.Unmarshal(answer, &response); err != nil {
		t.Fatal(err)
	}
	again := []string{}
	for _, failure := range response.BatchItemFailures {
		again = append(again, failure.ItemIdentifier)
	}
	if open := d.server.ExpireTransactions(); open > 0 {
		t.Errorf("%d transactions are open between invocations", open)
	}
	return again
}

// wantApples checks how many apples are left of ten.
func (d *deployed) wantApples(t *testing.T, want int) {
	t.Helper()
	var pieces int
	if err := d.db.QueryRow("select pieces from stock where item = 'apple'").Scan(&pieces); err != nil || pieces != want {
		t.Errorf("%d apples are left, %v, want %d", pieces, err, want)
	}
}

// TestOrders takes orders that can be done, one that cannot, and one that makes no
// sense, which alone goes back.
func TestOrders(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	nonsense := events.SQSMessage{MessageId: "nonsense", Body: "apple"}
	again := d.invoke(t, t.Context(), message(1, "apple", 3), nonsense, message(2, "apple", 20), message(3, "apple", 2))
	if len(again) != 1 || again[0] != "nonsense" {
		t.Errorf("to be sent again: %q, want the nonsense", again)
	}
	d.wantApples(t, 5)
}

// TestCalls takes orders in a call each, also the first in a process: the server is
// not asked for types.
func TestCalls(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	d.invoke(t, t.Context(), message(1, "apple", 1), message(2, "bolt", 1))
	if calls := d.calls.Load(); calls != 2 {
		t.Errorf("%d calls for two orders, want 2; is descriptions.json out of date? go test . -update", calls)
	}
}

// TestTwice has the queue deliver a message twice.
func TestTwice(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	for range 2 {
		if again := d.invoke(t, t.Context(), message(1, "apple", 3)); len(again) > 0 {
			t.Errorf("to be sent again: %q", again)
		}
	}
	d.wantApples(t, 7)
}

// TestLostAnswer loses the answer to a statement that has run: the message goes
// back, and the second time nothing is done twice.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	if _, err := d.server.Inject(emulator.Fault{Kind: emulator.FaultDropAfter, Times: 1}); err != nil {
		t.Fatal(err)
	}
	if again := d.invoke(t, t.Context(), message(1, "apple", 3)); len(again) != 1 {
		t.Errorf("to be sent again: %q, want the message", again)
	}
	if again := d.invoke(t, t.Context(), message(1, "apple", 3)); len(again) != 0 {
		t.Errorf("to be sent again: %q", again)
	}
	d.wantApples(t, 7)
}

// TestPaused wakes a cluster that is paused.
func TestPaused(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	if _, err := d.server.Inject(emulator.Fault{Kind: emulator.FaultPause, Times: 1, Calls: 2}); err != nil {
		t.Fatal(err)
	}
	if again := d.invoke(t, t.Context(), message(1, "apple", 3)); len(again) != 0 {
		t.Errorf("to be sent again: %q", again)
	}
	d.wantApples(t, 7)
}

// TestNoTimeLeft has the function's time all but over: what cannot be done goes
// back, before Lambda ends the function.
func TestNoTimeLeft(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	ctx, cancel := context.WithTimeout(t.Context(), margin)
	defer cancel()
	if again := d.invoke(t, ctx, message(1, "apple", 3), message(2, "apple", 3)); len(again) != 2 {
		t.Errorf("to be sent again: %q, want both messages", again)
	}
	if ctx.Err() != nil {
		t.Error("no time was left")
	}
	d.wantApples(t, 10)
}

// TestDescriptions writes descriptions.json, or checks that it is what the server
// says.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	connector, err := auroradataapi.NewConnector(d.config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	order := message(1, "apple", 1)
	if err := (&shop{db: db}).take(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if err := connector.SaveDescriptions(&said); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("descriptions.json", said.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(said.Bytes(), descriptions) {
		t.Error("descriptions.json is out of date: go test . -update")
	}
}
