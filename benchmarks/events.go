package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
)

// An event is what the large scans read: six columns, 200 octets by the rule that
// the service measures results with, so that a million of them are 200 MB. Its
// number counts from 1.
const eventColumns = 6

// eventTypes are the types of the columns: number, customer, note, amount, time,
// whether it is paid.
var eventTypes = []string{"int8", "text", "text", "numeric", "timestamptz", "bool"}

// createEvents makes the table of a number of events in PostgreSQL.
const createEvents = `
	CREATE TABLE events (id int8 PRIMARY KEY, customer text, note text, amount numeric(12, 2), at timestamptz, paid bool);
	INSERT INTO events SELECT i, 'customer ' || i %% 100000 || ', Köln',
		CASE WHEN i %% 16 > 0 THEN repeat('Zürich "' || i || '" ', 5 + (i %% 3)::int) END,
		(i * 7919 %% 100000000) / 100.0, '2026-01-01Z'::timestamptz + i * interval '1.234567 s', i %% 2 = 0
	FROM generate_series(1::int8, %d) i;
	ANALYZE events`

// eventQuery reads the first events.
func eventQuery(rows int) string {
	return "SELECT id, customer, note, amount, at, paid FROM events ORDER BY id LIMIT " + strconv.Itoa(rows)
}

// distinctEvents is how many events of an eventTable differ in more than their
// number.
const distinctEvents = 4096

// eventTable is the stand-in's table of events: any number of them. Goroutines may
// share it.
type eventTable struct {
	head    []byte   // of an answer, up to its first row
	tails   [][]byte // of a row, behind the number
	octets  []int    // of the fields in a tail, as text
	buffers sync.Pool
}

func newEventTable() *eventTable {
	var head bytes.Buffer
	writeColumns(&head, eventTypes)
	t := &eventTable{head: head.Bytes()}
	t.buffers.New = func() any { return new(bytes.Buffer) }
	random := rand.New(rand.NewPCG(3, 4))
	for range distinctEvents {
		tail, octets := randomEvent(random)
		t.tails, t.octets = append(t.tails, tail), append(t.octets, octets)
	}
	return t
}

// randomEvent gives an event's fields behind its number as JSON, and their octets.
func randomEvent(random *rand.Rand) (tail []byte, octets int) {
	customer := fmt.Sprintf("customer %d, Köln", random.IntN(1e6))
	note := strings.Repeat(fmt.Sprintf("Zürich %q ", strconv.Itoa(random.IntN(1e6))), 5+random.IntN(3))
	amount := fmt.Sprintf("%d.%02d", random.IntN(1e6), random.IntN(100))
	at := fmt.Sprintf("2026-01-%02d %02d:%02d:%02d.%06d", 1+random.IntN(28), random.IntN(24), random.IntN(60),
		random.IntN(60), random.IntN(1e6))
	noteField := fmt.Sprintf(`{"stringValue":"%s"}`, strings.ReplaceAll(note, `"`, `\"`))
	if random.IntN(16) == 0 {
		note, noteField = "", `{"isNull":true}`
	}
	tail = fmt.Appendf(nil, `},{"stringValue":"%s"},%s,{"stringValue":"%s"},{"stringValue":"%s"},{"booleanValue":%t}]`,
		customer, noteField, amount, at, random.IntN(2) == 0)
	return tail, len(customer) + len(note) + len(amount) + len(at+"+00") + len("t")
}

// span is the events from a position up to another.
type span struct{ from, to int }

// size measures events as the service does. Of more than it would return at once
// it is not exact.
func (t *eventTable) size(of span) int {
	size := (of.to - of.from) * (2 + 4*eventColumns)
	for i := of.from; i < of.to && size <= pageSize; i++ {
		size += t.octets[i%distinctEvents] + len(strconv.Itoa(i+1))
	}
	return size
}

// write answers with events.
func (t *eventTable) write(w io.Writer, of span) {
	b := t.buffers.Get().(*bytes.Buffer)
	defer t.buffers.Put(b)
	b.Reset()
	b.Write(t.head)
	for i := of.from; i < of.to; i++ {
		if i > of.from {
			b.WriteByte(',')
		}
		b.WriteString(`[{"longValue":`)
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(i+1), 10))
		b.Write(t.tails[i%distinctEvents])
	}
	b.WriteString(`]}`)
	_, _ = w.Write(b.Bytes()) // a client that has gone needs no answer
}
