package auroradataapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// largeTable is a service with a table of rows that are all alike, as it answers
// SELECT, and statements about one cursor.
type largeTable struct {
	*service
	rows, width int

	position int                      // of the cursor
	ends     func(now time.Time) bool // the transaction
	touched  chan struct{}
}

const largeQuery = "select n, t from large"

func newLargeTable(t *testing.T, rows, width int) *largeTable {
	l := &largeTable{service: newService(t), rows: rows, width: width, touched: make(chan struct{}, 1)}
	l.ends = func(time.Time) bool { return false }
	l.answers = l.reply
	return l
}

// reply is called with the service's lock held.
func (l *largeTable) reply(r request) step {
	if r.Operation != "/Execute" {
		return map[string]step{"/BeginTransaction": began("T1"), "/CommitTransaction": committed(), "/RollbackTransaction": rolledBack()}[r.Operation]
	}
	if r.TransactionID != "" && l.ends(l.now) {
		return notFound()
	}
	words := strings.Fields(r.SQL)
	switch words[0] {
	case "FETCH":
		var n int
		if _, err := fmt.Sscan(words[2], &n); err != nil {
			l.t.Error(err)
		}
		return l.fetch(n)
	case "MOVE":
		if _, err := fmt.Sscan(words[2], &l.position); err != nil {
			l.t.Error(err)
		}
	case "DECLARE":
		l.position = 0
	case "select":
		return tooLarge()
	case "SHOW":
		return func(w http.ResponseWriter, r *http.Request) {
			updated("0")(w, r)
			l.touched <- struct{}{}
		}
	}
	return updated("0")
}

func tooLarge() step {
	return failure(http.StatusBadRequest, "UnsupportedResultException", "The result exceeds the size limit 1 MB.")
}

// fetch returns the next n rows.
func (l *largeTable) fetch(n int) step {
	from := l.position
	n = min(n, l.rows-from)
	l.position += n
	if n*(2+4*2+6+l.width) > 1<<20 {
		return tooLarge()
	}
	return func(w http.ResponseWriter, r *http.Request) {
		var b strings.Builder
		b.WriteString(`{"numberOfRecordsUpdated":0,"columnMetadata":[{"name":"n","typeName":"int8"},{"name":"t","typeName":"text"}],"records":[`)
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `[{"longValue":%d},{"stringValue":"%0*d"}]`, from+i+1, l.width, from+i+1)
		}
		b.WriteString("]}")
		answer(b.String())(w, r)
	}
}

// sql returns the statements that the service got, one word of each.
func (l *largeTable) sql() string {
	var words []string
	for _, r := range l.got() {
		word := strings.TrimPrefix(r.Operation, "/")
		if r.SQL != "" {
			word = strings.Fields(r.SQL)[0]
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// TestLargeResult: a page that turns out too large is asked for again with fewer
// rows, and every row comes once.
func TestLargeResult(t *testing.T) {
	for _, width := range []int{10, 1000, 5000, 100_000, 1_000_000} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			l := newLargeTable(t, 3_000_000/width+1, width)
			rows, err := l.open().Query(largeQuery)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			want := 1
			for ; rows.Next(); want++ {
				var n int
				var text string
				if err := rows.Scan(&n, &text); err != nil || n != want || text != fmt.Sprintf("%0*d", width, n) {
					t.Fatalf("row %d is %d, %v", want, n, err)
				}
			}
			if rows.Err() != nil || want-1 != l.rows {
				t.Errorf("%d rows of %d, %v", want-1, l.rows, rows.Err())
			}
		})
	}
}

// TestLargeResultKeptAlive: rows outside of a transaction do not end when they are
// read slowly.
func TestLargeResultKeptAlive(t *testing.T) {
	l := newLargeTable(t, 3000, 1000)
	rows, err := l.open().Query(largeQuery)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	l.advance(2 * time.Minute)
	<-l.touched
	n := 1
	for rows.Next() {
		n++
	}
	if rows.Err() != nil || n != 3000 {
		t.Errorf("%d rows, %v", n, rows.Err())
	}
}

// TestLargeResultOfLostTransaction: rows in a transaction that the service has ended
// say so.
func TestLargeResultOfLostTransaction(t *testing.T) {
	l := newLargeTable(t, 3000, 1000)
	l.ends = func(now time.Time) bool { return now.Sub(time.Unix(0, 0)) > 3*time.Minute }
	tx, err := l.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	rows, err := tx.Query(largeQuery)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	l.pass(4 * time.Minute)
	for rows.Next() {
	}
	if err := rows.Err(); !errors.Is(err, auroradataapi.ErrTransactionNotFound) || !strings.Contains(err.Error(), "idle for 4m0s") {
		t.Errorf("got %v", err)
	}
}

// TestLargeResultOfFunction: a query that may do something is not run again.
func TestLargeResultOfFunction(t *testing.T) {
	for _, query := range []string{"select n, f(n) from large", "update large set n = 1 returning n"} {
		l := newLargeTable(t, 3000, 1000)
		l.answers = func(r request) step {
			if r.Operation == "/Execute" {
				return tooLarge()
			}
			return l.reply(r)
		}
		db := l.open()
		for range 2 {
			if _, err := db.Query(query); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
				t.Errorf("%s: %v", query, err)
			}
		}
		if strings.Contains(l.sql(), "DECLARE") {
			t.Errorf("%s: calls are %s", query, l.sql())
		}
	}
}

// TestLargeResultReadAhead: one page is fetched ahead, and none for one row.
func TestLargeResultReadAhead(t *testing.T) {
	l := newLargeTable(t, 30_000, 1000)
	db := l.open()
	if err := db.QueryRow(largeQuery).Scan(new(int), new(string)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(l.sql(), "FETCH"); got != 1 {
		t.Errorf("%d pages were fetched for a row", got)
	}
	rows, err := db.Query(largeQuery)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		rows.Next()
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.Count(l.sql(), "FETCH"); got > 3 {
		t.Errorf("%d pages were fetched for ten rows", got-1)
	}
}

// TestLargeResultCanceled: the error of rows whose context has ended is that of the
// context, and their transaction is rolled back.
func TestLargeResultCanceled(t *testing.T) {
	l := newLargeTable(t, 30_000, 1000)
	db := l.open()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	rows, err := db.QueryContext(ctx, largeQuery)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	cancel()
	for rows.Next() {
	}
	if !errors.Is(rows.Err(), context.Canceled) {
		t.Errorf("got %v", rows.Err())
	}
	if err := errors.Join(rows.Close(), db.Close()); err != nil {
		t.Error(err)
	}
	if !strings.HasSuffix(l.sql(), "RollbackTransaction") {
		t.Errorf("calls are %s", l.sql())
	}
}

// TestLargeResultMemory: what is held does not grow with the result.
func TestLargeResultMemory(t *testing.T) {
	l := newLargeTable(t, 200_000, 200)
	rows, err := l.open().Query(largeQuery)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var text string
	var before, now runtime.MemStats
	for n := 0; rows.Next(); n++ {
		if err := rows.Scan(new(int), &text); err != nil {
			t.Fatal(err)
		}
		if n%40_000 != 20_000 {
			continue
		}
		runtime.GC()
		runtime.ReadMemStats(&now)
		if before.HeapAlloc == 0 {
			before = now
		}
		if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > 20<<20 { // pages here and at the service; all rows would be 50 MB
			t.Errorf("the heap has grown by %d bytes after %d rows", grown, n)
		}
	}
	if rows.Err() != nil {
		t.Error(rows.Err())
	}
}

func TestUnknownStreaming(t *testing.T) {
	config := newService(t).config
	config.Streaming = 7
	if _, err := auroradataapi.NewConnector(config); err == nil || !strings.Contains(err.Error(), "unknown Streaming 7") {
		t.Errorf("got %v", err)
	}
}
