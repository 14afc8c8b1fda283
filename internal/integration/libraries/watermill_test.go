package libraries_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	watermill "github.com/ThreeDotsLabs/watermill-sql/v3/pkg/sql"
	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// gated is the database of a subscriber, which begins a transaction for each poll.
// It waits there until its gate is closed.
type gated struct {
	*sql.DB
	gates chan chan struct{}
}

func (g gated) BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error) {
	gate := make(chan struct{})
	select {
	case g.gates <- gate:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-gate:
		return g.DB.BeginTx(ctx, options)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// TestWatermill has messages published and received, one of them again.
func TestWatermill(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		p := startWatermill(t, d)
		p.publish(0)
		m, _ := p.receive(0)
		m.Nack()
		m = <-p.messages
		m.Ack()
		p.gate = <-p.gates
		p.poll()

		var got costs
		got.poll = d.Calls(p.poll)
		got.publish = d.Calls(func() { p.publish(1) })
		got.receive = d.Calls(func() {
			m, polls := p.receive(1)
			m.Ack()
			p.gate = <-p.gates
			got.receive -= polls * got.poll
		}) + got.receive
		want := map[bool]costs{true: {publish: 1, poll: 4, receive: 5}, false: {publish: 1, poll: 6, receive: 8}}[d.IsPostgreSQL()]
		if !d.Native && got != want {
			t.Errorf("costs %+v, want %+v", got, want)
		}
	})
}

// costs are in calls.
type costs struct{ publish, poll, receive int }

// pubSub is a publisher with a subscriber that is waiting at a gate.
type pubSub struct {
	t         *testing.T
	publisher *watermill.Publisher
	messages  <-chan *message.Message
	gates     chan chan struct{}
	gate      chan struct{}
}

func startWatermill(t *testing.T, d bothways.Database) *pubSub {
	t.Helper()
	var schema watermill.SchemaAdapter = watermill.DefaultMySQLSchema{}
	var offsets watermill.OffsetsAdapter = watermill.DefaultMySQLOffsetsAdapter{}
	if d.IsPostgreSQL() {
		schema, offsets = watermill.DefaultPostgreSQLSchema{}, watermill.DefaultPostgreSQLOffsetsAdapter{}
	}
	publisher, err := watermill.NewPublisher(d.DB, watermill.PublisherConfig{SchemaAdapter: schema, AutoInitializeSchema: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	db := gated{d.DB, make(chan chan struct{})}
	subscriber, err := watermill.NewSubscriber(db, watermill.SubscriberConfig{
		ConsumerGroup: "test", SchemaAdapter: schema, OffsetsAdapter: offsets, InitializeSchema: true,
		PollInterval: time.Millisecond, ResendInterval: time.Millisecond, RetryInterval: time.Millisecond,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	t.Cleanup(func() {
		cancel()
		if err := subscriber.Close(); err != nil {
			t.Error(err)
		}
	})
	go func() { close(<-db.gates) }() // a subscription begins with a transaction
	messages, err := subscriber.Subscribe(ctx, "topic")
	if err != nil {
		t.Fatal(err)
	}
	return &pubSub{t: t, publisher: publisher, messages: messages, gates: db.gates, gate: <-db.gates}
}

func (p *pubSub) publish(i int) {
	p.t.Helper()
	if err := p.publisher.Publish("topic", message.NewMessage(fmt.Sprint("id ", i), []byte(fmt.Sprintf(`{"n":%d}`, i)))); err != nil {
		p.t.Fatal(err)
	}
}

// poll lets the subscriber poll once.
func (p *pubSub) poll() {
	close(p.gate)
	p.gate = <-p.gates
}

// receive returns a message, and how many polls before have not found it: to
// PostgreSQL's subscribers it is there when all older transactions have ended.
func (p *pubSub) receive(i int) (m *message.Message, polls int) {
	p.t.Helper()
	for {
		close(p.gate)
		select {
		case m := <-p.messages:
			var n int
			if _, err := fmt.Sscanf(string(m.Payload), `{"n":%d}`, &n); err != nil || m.UUID != fmt.Sprint("id ", i) || n != i {
				p.t.Errorf("got %s with %s", m.UUID, m.Payload)
			}
			return m, polls
		case p.gate = <-p.gates:
			polls++
		case <-time.After(30 * time.Second):
			p.t.Fatal("no message")
		}
	}
}
