package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	auroradataapi "github.com/auroradataapi/auroradataapi"
)

// place is where the same work is measured: the stand-in, which answers from
// memory, or the emulator with a PostgreSQL server behind it.
type place struct {
	*service
	name string
	mode auroradataapi.QueryExecMode
}

// placeNames are in the order of the measurements.
var placeNames = []string{"stand-in", "emulator"}

// distances are the simulated round trips.
var distances = []time.Duration{0, 10 * time.Millisecond}

// place gives the place of that name. The first time it starts it.
func (p *program) place(ctx context.Context, name string) (*place, error) {
	if found := p.places[name]; found != nil {
		return found, nil
	}
	service, err := startService(ctx, name)
	if err != nil {
		return nil, err
	}
	started := &place{service: service, name: name}
	if name == "stand-in" {
		// It knows no types: the driver would ask for them in vain.
		started.mode = auroradataapi.QueryExecModeExec
	}
	p.places[name] = started
	return started, p.fill(ctx, started)
}

// fill makes the tables of a place with a database.
func (p *program) fill(ctx context.Context, at *place) error {
	if at.DSN == "" {
		return nil
	}
	conn, err := pgx.Connect(ctx, at.DSN)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, text := range []string{customers, fmt.Sprintf(createEvents, p.rows(million)), createDeliveries} {
		if _, err := conn.Exec(ctx, text); err != nil {
			return fmt.Errorf("fill %s: %w", at.name, err)
		}
	}
	return nil
}

// clients reach one place at one distance in every way but by a bare HTTP client,
// which posts what another way has sent.
type clients struct {
	*place
	distance time.Duration
	driver   *sql.DB
	sdk      *rdsdata.Client
	pgx      *sql.DB // nil without a database
}

// open opens the ways to a place. The caller closes them.
func (at *place) open(distance time.Duration) (*clients, error) {
	driver, err := at.connect(distance, nil)
	if err != nil {
		return nil, err
	}
	sdk := rdsdata.NewFromConfig(awsConfig(atDistance(at.URL, distance), steady{awshttp.NewBuildableClient()}))
	c := &clients{place: at, distance: distance, driver: driver, sdk: sdk}
	if at.DSN == "" {
		return c, nil
	}
	if c.pgx, err = at.connectDirectly(distance); err != nil {
		return nil, errors.Join(err, driver.Close())
	}
	return c, nil
}

// connect opens the driver with an HTTP client. Nil means its own.
func (at *place) connect(distance time.Duration, client aws.HTTPClient) (*sql.DB, error) {
	config := awsConfig(atDistance(at.URL, distance), client)
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		ClusterARN: at.ClusterARN, SecretARN: at.SecretARN, Database: "postgres", AWSConfig: &config,
		DefaultQueryExecMode: at.mode,
	})
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// connectDirectly opens pgx on the database, through the relay if it is away.
func (at *place) connectDirectly(distance time.Duration) (*sql.DB, error) {
	config, err := pgx.ParseConfig(at.DSN)
	if err != nil {
		return nil, err
	}
	if relay, ok := at.Relays[distance.String()]; ok {
		config.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", relay)
		}
	}
	return stdlib.OpenDB(*config), nil
}

// callers tells the pools of database/sql how many callers there are, so that none
// of them has to connect again.
func (c *clients) callers(n int) {
	c.driver.SetMaxIdleConns(n)
	if c.pgx != nil {
		c.pgx.SetMaxOpenConns(min(n, directConnections))
		c.pgx.SetMaxIdleConns(min(n, directConnections))
	}
}

// directConnections is the most that pgx opens: the server has 200, of which the
// emulator needs some.
const directConnections = 64

func (c *clients) close() error {
	if c.pgx == nil {
		return c.driver.Close()
	}
	return errors.Join(c.driver.Close(), c.pgx.Close())
}

// at names a measurement at a place and distance.
func (c *clients) at(kind string) string { return kind + "/" + c.name + "/" + distanceName(c.distance) }

func distanceName(d time.Duration) string { return fmt.Sprintf("%dms", d.Milliseconds()) }
