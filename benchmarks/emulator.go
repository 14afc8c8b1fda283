package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// emulating asks a database the small query by the emulator, by the native driver,
// and sends a bare request to a service that answers from memory.
type emulating struct {
	*place
	server   *emulator.Server
	emulated *post
	plain    *post // emulated without the columns' metadata
	direct   *nativeQuery
	memory   *httptest.Server
	bare     *post
}

const customers = `
	CREATE TABLE customers (id int8 PRIMARY KEY, name text NOT NULL, balance numeric(12, 2) NOT NULL);
	INSERT INTO customers SELECT i, 'customer ' || i || ', Köln', 1234.56 FROM generate_series(1, 1000) i;
	ANALYZE customers`

func newEmulating(ctx context.Context, where string) (*emulating, error) {
	behind := databases[where]
	e := &emulating{server: &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", Engine: behind.emulated}}}}
	if err := e.server.Start(ctx); err != nil {
		return nil, err
	}
	e.place = &place{database: behind, where: where, service: &service{serviceAddress: serviceAddress{
		URL: e.server.URL(), ClusterARN: e.server.ClusterARN("local"),
		SecretARN: e.server.SecretARN("rds-db-credentials/local"), DSN: e.server.BackendDSN("local"),
	}}}
	if err := e.connect(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *emulating) connect(ctx context.Context) (err error) {
	if err := e.create(ctx); err != nil {
		return err
	}
	if e.direct, err = e.newNativeQuery(ctx); err != nil {
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
		"resourceArn": e.ClusterARN, "secretArn": e.SecretARN,
		"database": e.name, "sql": smallQuerySDK, "includeResultMetadata": metadata,
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
		e.direct.close()
	}
	return e.server.Close()
}

// nativeQuery is the small query, prepared on a connection of its own.
type nativeQuery struct {
	db        *sql.DB
	statement *sql.Stmt
}

// newNativeQuery makes the table that the query is about.
func (e *emulating) newNativeQuery(ctx context.Context) (*nativeQuery, error) {
	db, err := e.database.open(e.DSN, nil)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	q := &nativeQuery{db: db}
	if _, err = db.ExecContext(ctx, e.tables[0]); err == nil {
		q.statement, err = db.PrepareContext(ctx, e.small)
	}
	if err != nil {
		q.close()
		return nil, err
	}
	return q, nil
}

func (q *nativeQuery) close() {
	if q.statement != nil {
		_ = q.statement.Close() // so does the end of the connection
	}
	_ = q.db.Close()
}

func (q *nativeQuery) do() error {
	var id int64
	var name, balance string
	row := q.statement.QueryRowContext(context.Background(), smallID, smallName)
	if err := row.Scan(&id, &name, &balance); err != nil {
		return err
	}
	return checkSmall(id, name, balance)
}

// measureEmulator holds the time that the emulator takes for a small query of
// PostgreSQL to its budget.
func measureEmulator(ctx context.Context, p *program) error {
	return measureEmulating(ctx, p, "emulator")
}

// measureEmulatorMySQL does the same for one of MySQL.
func measureEmulatorMySQL(ctx context.Context, p *program) error {
	return measureEmulating(ctx, p, "mysql")
}

func measureEmulating(ctx context.Context, p *program, where string) error {
	e, err := newEmulating(ctx, where)
	if err != nil {
		return err
	}
	kind, native := e.budgetName("emulator"), e.nativeName
	runs := p.runs(100)
	c, err := compare(p.rounds(30),
		variant{"query", runs, e.emulated.do}, variant{"query-without-metadata", runs, e.plain.do},
		variant{native, runs, e.direct.do}, variant{"bare", runs, e.bare.do})
	if err := errors.Join(err, e.close()); err != nil {
		return err
	}
	for _, name := range []string{"query", "query-without-metadata", native, "bare"} {
		p.spread(kind+"/"+name, c.of(name, wall).times(1e6), "us")
	}
	plain := c.ratios(wall, "query-without-metadata", native, "bare")
	metadata := c.ratios(wall, "query", native, "bare")
	p.spread(kind+"/ratio", plain, "x")
	p.spread(kind+"/ratio-with-metadata", metadata, "x")
	p.budget(budget{name: kind + "/overhead", measured: plain.median(), bound: 1.5, unit: "x"})
	p.budget(budget{name: kind + "/overhead-with-metadata", measured: metadata.median(), bound: 1.5, unit: "x"})
	return nil
}
