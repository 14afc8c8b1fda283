package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"

	"github.com/jackc/pgx/v5"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// emulating asks PostgreSQL the small query by the emulator, by pgx, and sends a
// bare request to a service that answers from memory.
type emulating struct {
	server   *emulator.Server
	emulated *post
	plain    *post // emulated without the columns' metadata
	direct   *pgx.Conn
	memory   *httptest.Server
	bare     *post
}

const customers = `
	CREATE TABLE customers (id int8 PRIMARY KEY, name text NOT NULL, balance numeric(12, 2) NOT NULL);
	INSERT INTO customers SELECT i, 'customer ' || i || ', Köln', 1234.56 FROM generate_series(1, 1000) i;
	ANALYZE customers`

func newEmulating(ctx context.Context) (*emulating, error) {
	e := &emulating{server: &emulator.Server{}}
	if err := e.server.Start(ctx); err != nil {
		return nil, err
	}
	if err := e.connect(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *emulating) connect(ctx context.Context) (err error) {
	if e.direct, err = pgx.Connect(ctx, e.server.BackendDSN("local")); err != nil {
		return err
	}
	if _, err = e.direct.Exec(ctx, customers); err != nil {
		return err
	}
	if e.emulated, err = e.newPost(true); err != nil {
		return err
	}
	if e.plain, err = e.newPost(false); err != nil {
		return err
	}
	e.memory = httptest.NewServer(answering(smallAnswer()))
	e.bare = newPost(e.memory.URL+"/Execute", e.emulated.header, e.emulated.body)
	return nil
}

// newPost is the request of the small query to the emulator.
func (e *emulating) newPost(metadata bool) (*post, error) {
	body, err := json.Marshal(map[string]any{
		"resourceArn": e.server.ClusterARN("local"), "secretArn": e.server.SecretARN("rds-db-credentials/local"),
		"database": "postgres", "sql": smallQuerySDK, "includeResultMetadata": metadata,
		"parameters": []any{
			map[string]any{"name": "p1", "value": map[string]any{"longValue": smallID}},
			map[string]any{"name": "p2", "value": map[string]any{"stringValue": smallName}},
		},
	})
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return newPost(e.server.URL()+"/Execute", header, body), nil
}

func (e *emulating) close() error {
	for _, p := range []*post{e.emulated, e.plain, e.bare} {
		if p != nil {
			p.client.CloseIdleConnections()
		}
	}
	if e.memory != nil {
		e.memory.Close()
	}
	if e.direct != nil {
		_ = e.direct.Close(context.Background())
	}
	return e.server.Close()
}

// pgx asks by a connection of pgx, which prepares the statement once.
func (e *emulating) pgx() error {
	var id int64
	var name, balance string
	row := e.direct.QueryRow(context.Background(), smallQuery, smallID, smallName)
	if err := row.Scan(&id, &name, &balance); err != nil {
		return err
	}
	return checkSmall(id, name, balance)
}

// measureEmulator holds the time that the emulator takes for a small query to its
// budget.
func measureEmulator(ctx context.Context, p *program) error {
	e, err := newEmulating(ctx)
	if err != nil {
		return err
	}
	runs := p.runs(100)
	c, err := compare(p.rounds(30),
		variant{"query", runs, e.emulated.do}, variant{"query-without-metadata", runs, e.plain.do},
		variant{"pgx", runs, e.pgx}, variant{"bare", runs, e.bare.do})
	if err := errors.Join(err, e.close()); err != nil {
		return err
	}
	for _, name := range []string{"query", "query-without-metadata", "pgx", "bare"} {
		p.spread("emulator/"+name, c.of(name, wall).times(1e6), "us")
	}
	plain := c.ratios(wall, "query-without-metadata", "pgx", "bare")
	metadata := c.ratios(wall, "query", "pgx", "bare")
	p.spread("emulator/ratio", plain, "x")
	p.spread("emulator/ratio-with-metadata", metadata, "x")
	p.budget(budget{name: "emulator/overhead", measured: plain.median(), bound: 1.5, unit: "x"})
	p.budget(budget{name: "emulator/overhead-with-metadata", measured: metadata.median(), bound: 1.5, unit: "x"})
	return nil
}
