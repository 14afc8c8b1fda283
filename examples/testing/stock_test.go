package stock_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	stock "github.com/auroradataapi/auroradataapi/examples/testing"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// engines are those that the store is for.
var engines = []emulator.Engine{emulator.PostgreSQL, emulator.MySQL}

// schemas are made once, and copied for each test.
var schemas = map[emulator.Engine]*emulator.Fixture{
	emulator.PostgreSQL: {Engine: emulator.PostgreSQL, SQL: stock.Schema},
	emulator.MySQL:      {Engine: emulator.MySQL, SQL: stock.Schema},
}

// tenApples is what the tests begin with.
var tenApples = &emulator.Fixture{Setup: func(ctx context.Context, db *sql.DB) error {
	return stock.New(db).Add(ctx, "apple", 10)
}}

// newStore returns a store with ten apples, in a database of its own.
func newStore(t *testing.T, engine emulator.Engine, fixtures ...*emulator.Fixture) (*stock.Store, *emulator.Database) {
	t.Helper()
	d := emulator.RunT(t, append([]*emulator.Fixture{schemas[engine], tenApples}, fixtures...)...)
	return stock.New(d.DB), d
}

// inject breaks something.
func inject(t *testing.T, d *emulator.Database, fault emulator.Fault) {
	t.Helper()
	if _, err := d.Server.Inject(fault); err != nil {
		t.Fatal(err)
	}
}

// wantPieces checks how many apples there are.
func wantPieces(t *testing.T, store *stock.Store, want int) {
	t.Helper()
	if got, err := store.Pieces(t.Context(), "apple"); err != nil || got != want {
		t.Errorf("got %d apples, %v, want %d", got, err, want)
	}
}

// TestTake runs tests in parallel that have a database each, and so do not see one
// another.
func TestTake(t *testing.T) {
	tests := []struct {
		name   string
		pieces int
		err    error
		left   int
	}{
		{"some", 3, nil, 7},
		{"all", 10, nil, 0},
		{"too many", 11, stock.ErrSoldOut, 10},
	}
	for _, engine := range engines {
		for _, tt := range tests {
			t.Run(string(engine)+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				store, _ := newStore(t, engine)
				if err := store.Take(t.Context(), "order 1", "apple", tt.pieces); !errors.Is(err, tt.err) {
					t.Errorf("got %v, want %v", err, tt.err)
				}
				wantPieces(t, store, tt.left)
			})
		}
	}
}

// TestLostAnswer breaks the connection when the commit has run: the store cannot
// know, and says so. The program calls again, with the same id.
func TestLostAnswer(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			store, d := newStore(t, engine)
			inject(t, d, emulator.Fault{Kind: emulator.FaultDropAfter, Operations: []string{"CommitTransaction"}, Times: 1})
			if err := store.Take(t.Context(), "order 1", "apple", 3); !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("got %v, want an unknown outcome", err)
			}
			if err := store.Take(t.Context(), "order 1", "apple", 3); err != nil {
				t.Error(err)
			}
			wantPieces(t, store, 7)
			if n := d.Server.Injected()[emulator.FaultDropAfter]; n != 1 {
				t.Errorf("%d answers were lost, want 1", n)
			}
		})
	}
}

// TestThrottled has the service refuse two calls: the driver makes them again, since
// they have not run, and the store's user sees nothing of it.
func TestThrottled(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			store, d := newStore(t, engine)
			inject(t, d, emulator.Fault{Kind: emulator.FaultThrottle, Times: 2})
			if err := store.Take(t.Context(), "order 1", "apple", 3); err != nil {
				t.Error(err)
			}
			wantPieces(t, store, 7)
		})
	}
}

// TestInterrupted moves the emulator's clock on by what the service lets a
// transaction wait.
func TestInterrupted(t *testing.T) {
	tests := []struct {
		name string
		wait time.Duration
		err  error
		left int
	}{
		{"for a moment", 2 * time.Minute, nil, 8},
		{"for too long", 3 * time.Minute, stock.ErrTooLate, 10},
	}
	for _, engine := range engines {
		for _, tt := range tests {
			t.Run(string(engine)+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				clock := &emulator.ManualClock{}
				store, _ := newStore(t, engine, &emulator.Fixture{Server: &emulator.Server{Clock: clock}})
				count, err := store.Begin(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if err := count.Counted(t.Context(), "apple", 8); err != nil {
					t.Fatal(err)
				}
				clock.Advance(tt.wait)
				if err := count.Finish(); !errors.Is(err, tt.err) {
					t.Errorf("got %v, want %v", err, tt.err)
				}
				wantPieces(t, store, tt.left)
			})
		}
	}
}

// counter counts the calls of the Data API.
type counter struct{ atomic.Int64 }

func (c *counter) Do(r *http.Request) (*http.Response, error) {
	c.Add(1)
	return http.DefaultClient.Do(r)
}

// counted opens a database once more, with its calls counted.
func counted(t *testing.T, d *emulator.Database) (*sql.DB, *counter) {
	t.Helper()
	config, err := auroradataapi.ParseDSN(d.DSN)
	if err != nil {
		t.Fatal(err)
	}
	calls := &counter{}
	config.AWSConfig = &aws.Config{HTTPClient: calls}
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() })
	return db, calls
}

// TestCalls counts what the README says.
func TestCalls(t *testing.T) {
	tests := []struct {
		engine      emulator.Engine
		take, again int64
		pieces      int64
	}{
		{emulator.PostgreSQL, 11, 5, 2},
		{emulator.MySQL, 5, 5, 1},
	}
	for _, tt := range tests {
		t.Run(string(tt.engine), func(t *testing.T) {
			t.Parallel()
			_, d := newStore(t, tt.engine)
			db, calls := counted(t, d)
			store := stock.New(db)
			for i, want := range []int64{tt.take, tt.again} {
				before := calls.Load()
				if err := store.Take(t.Context(), fmt.Sprint("order ", i), "apple", 1); err != nil {
					t.Fatal(err)
				}
				if got := calls.Load() - before; got != want {
					t.Errorf("Take %d took %d calls, want %d", i+1, got, want)
				}
			}
			before := calls.Load()
			wantPieces(t, store, 8)
			if got := calls.Load() - before; got != tt.pieces {
				t.Errorf("Pieces took %d calls, want %d", got, tt.pieces)
			}
		})
	}
}
