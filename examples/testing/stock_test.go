package stock_test

import (
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
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// engines are those that the store is for.
var engines = []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL}

// start starts an emulator with a cluster of each engine, which ends with the test.
func start(t *testing.T, server *emulator.Server) *emulator.Server {
	t.Helper()
	server.Clusters = []emulator.Cluster{{ID: "postgresql", Engine: emulator.PostgreSQL}, {ID: "mysql", Engine: emulator.MySQL}}
	return emulator.StartT(t, server)
}

// calls counts the calls of the Data API.
var calls counter

type counter struct{ atomic.Int64 }

func (c *counter) Do(r *http.Request) (*http.Response, error) {
	c.Add(1)
	return http.DefaultClient.Do(r)
}

// databases counts those that were made.
var databases atomic.Int64

// newStore returns a store with ten apples, in a database of its own.
func newStore(t *testing.T, server *emulator.Server, engine auroradataapi.Engine) *stock.Store {
	t.Helper()
	config := auroradataapi.Config{
		Engine:     engine,
		ClusterARN: server.ClusterARN(engine.String()),
		SecretARN:  server.SecretARN("rds-db-credentials/" + engine.String()),
		Endpoint:   server.URL(),
		AWSConfig: &aws.Config{
			Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
			HTTPClient:  &calls,
		},
	}
	name := fmt.Sprintf("stock_%d", databases.Add(1))
	if _, err := open(t, config).ExecContext(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	config.Database = name
	db := open(t, config)
	if _, err := db.ExecContext(t.Context(), stock.Schema); err != nil {
		t.Fatal(err)
	}
	store := stock.New(db)
	if err := store.Add(t.Context(), "apple", 10); err != nil {
		t.Fatal(err)
	}
	return store
}

func open(t *testing.T, config auroradataapi.Config) *sql.DB {
	t.Helper()
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() })
	return db
}

// wantPieces checks how many apples there are.
func wantPieces(t *testing.T, store *stock.Store, want int) {
	t.Helper()
	if got, err := store.Pieces(t.Context(), "apple"); err != nil || got != want {
		t.Errorf("got %d apples, %v, want %d", got, err, want)
	}
}

// TestTake shares a server among tests that have a database each, and so do not see
// one another.
func TestTake(t *testing.T) {
	server := start(t, &emulator.Server{})
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
			t.Run(engine.String()+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				store := newStore(t, server, engine)
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
	server := start(t, &emulator.Server{})
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) {
			store := newStore(t, server, engine)
			remove, err := server.Inject(emulator.Fault{Kind: emulator.FaultDropAfter, Operations: []string{"CommitTransaction"}, Times: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer remove()
			if err := store.Take(t.Context(), "order 1", "apple", 3); !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("got %v, want an unknown outcome", err)
			}
			if err := store.Take(t.Context(), "order 1", "apple", 3); err != nil {
				t.Error(err)
			}
			wantPieces(t, store, 7)
		})
	}
	if n := server.Injected()[emulator.FaultDropAfter]; n != len(engines) {
		t.Errorf("%d answers were lost, want %d", n, len(engines))
	}
}

// TestThrottled has the service refuse two calls: the driver makes them again, since
// they have not run, and the store's user sees nothing of it.
func TestThrottled(t *testing.T) {
	server := start(t, &emulator.Server{})
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) {
			store := newStore(t, server, engine)
			remove, err := server.Inject(emulator.Fault{Kind: emulator.FaultThrottle, Times: 2})
			if err != nil {
				t.Fatal(err)
			}
			defer remove()
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
	clock := &emulator.ManualClock{}
	server := start(t, &emulator.Server{Clock: clock})
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
			t.Run(engine.String()+"/"+tt.name, func(t *testing.T) {
				store := newStore(t, server, engine)
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

// TestCalls counts what the README says.
func TestCalls(t *testing.T) {
	server := start(t, &emulator.Server{})
	tests := []struct {
		engine      auroradataapi.Engine
		take, again int64
		pieces      int64
	}{
		{auroradataapi.EnginePostgreSQL, 11, 5, 2},
		{auroradataapi.EngineMySQL, 5, 5, 1},
	}
	for _, tt := range tests {
		t.Run(tt.engine.String(), func(t *testing.T) {
			store := newStore(t, server, tt.engine)
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
