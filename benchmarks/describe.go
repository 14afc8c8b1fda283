package main

import (
	"context"
	"database/sql"
	"net/http"
	"sync/atomic"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// counter is an HTTP client that counts the requests.
type counter struct {
	requests atomic.Int64
	client   http.Client
}

func (c *counter) Do(request *http.Request) (*http.Response, error) {
	c.requests.Add(1)
	return c.client.Do(request)
}

// asking is what a *sql.DB and a *sql.Tx have in common here.
type asking interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// extra counts the requests for a query beyond the one that it needs.
func (c *counter) extra(ctx context.Context, on asking, query string) (float64, error) {
	before := c.requests.Load()
	var text string
	err := on.QueryRowContext(ctx, query, "6ba7b810-9dad-11d1-80b4-00c04fd430c8").Scan(&text)
	return float64(c.requests.Load() - before - 1), err
}

// measureDescribe counts the calls that finding out the types of arguments takes on
// PostgreSQL.
func measureDescribe(ctx context.Context, p *program) error {
	return countCalls(ctx, p, "emulator", []counted{
		{"outside", false, "SELECT $1::uuid::text", 1},
		{"after", false, "SELECT $1::uuid::text", 0},
		{"inside", true, "SELECT $1::uuid::text AS id", 2},
		{"after-inside", true, "SELECT $1::uuid::text AS id", 0},
	})
}

// measureDescribeMySQL counts them on MySQL, which converts arguments by itself.
func measureDescribeMySQL(ctx context.Context, p *program) error {
	return countCalls(ctx, p, "mysql", []counted{
		{"outside", false, "SELECT CONCAT(?, '')", 0},
		{"inside", true, "SELECT CONCAT(?, '') AS id", 0},
	})
}

// counted is a query that takes so many calls more than the one that it needs.
type counted struct {
	name   string
	inside bool // a transaction
	query  string
	bound  float64
}

func countCalls(ctx context.Context, p *program, where string, queries []counted) error {
	behind := databases[where]
	server := &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", Engine: behind.emulated}}}
	if err := server.Start(ctx); err != nil {
		return err
	}
	defer server.Close()
	c := new(counter)
	defer c.client.CloseIdleConnections()
	at := &place{database: behind, where: where, service: &service{serviceAddress: serviceAddress{
		URL: server.URL(), ClusterARN: server.ClusterARN("local"), SecretARN: server.SecretARN("rds-db-credentials/local"),
	}}}
	if err := at.create(ctx); err != nil {
		return err
	}
	db, err := at.connect(0, c)
	if err != nil {
		return err
	}
	defer db.Close()
	return c.measure(ctx, p, db, at.budgetName("describe"), queries)
}

func (c *counter) measure(ctx context.Context, p *program, db *sql.DB, kind string, queries []counted) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, q := range queries {
		var on asking = db
		if q.inside {
			on = tx
		}
		extra, err := c.extra(ctx, on, q.query)
		if err != nil {
			return err
		}
		p.budget(budget{name: kind + "/" + q.name, measured: extra, bound: q.bound})
	}
	return nil
}
