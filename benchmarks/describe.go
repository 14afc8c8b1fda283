package main

import (
	"context"
	"database/sql"
	"net/http"
	"sync/atomic"

	"github.com/auroradataapi/auroradataapi"
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

// measureDescribe counts the calls that finding out the types of arguments takes.
func measureDescribe(ctx context.Context, p *program) error {
	server := &emulator.Server{}
	if err := server.Start(ctx); err != nil {
		return err
	}
	defer server.Close()
	c := new(counter)
	defer c.client.CloseIdleConnections()
	aws := awsConfig(server.URL(), c)
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		ClusterARN: server.ClusterARN("local"), SecretARN: server.SecretARN("rds-db-credentials/local"), Database: "postgres", AWSConfig: &aws,
	})
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	return c.measure(ctx, p, db)
}

func (c *counter) measure(ctx context.Context, p *program, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, m := range []struct {
		name  string
		on    asking
		query string
		bound float64
	}{
		{"outside", db, "SELECT $1::uuid::text", 1},
		{"after", db, "SELECT $1::uuid::text", 0},
		{"inside", tx, "SELECT $1::uuid::text AS id", 2},
		{"after-inside", tx, "SELECT $1::uuid::text AS id", 0},
	} {
		extra, err := c.extra(ctx, m.on, m.query)
		if err != nil {
			return err
		}
		p.budget(budget{name: "describe/" + m.name, measured: extra, bound: m.bound})
	}
	return nil
}
