package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	auroradataapi "github.com/auroradataapi/auroradataapi"
)

// place is where the same work is measured: the stand-in, which answers from
// memory, or the emulator with a database server behind it.
type place struct {
	*service
	*database        // that of PostgreSQL for the stand-in
	where     string // its name
	mode      auroradataapi.QueryExecMode
}

// placeNames are in the order of the measurements.
var placeNames = []string{"stand-in", "emulator", "mysql"}

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
	started := &place{service: service, database: databases[name], where: name}
	if started.database == nil {
		started.database = databases["emulator"]
		// It knows no types: the driver would ask for them in vain.
		started.mode = auroradataapi.QueryExecModeExec
	}
	p.places[name] = started
	return started, p.fill(ctx, started)
}

// create makes the database that the tables are in, unless the server has it from
// its start. It is the driver that does it: a native connection is in a database.
func (at *place) create(ctx context.Context) error {
	if at.name == "postgres" {
		return nil
	}
	config := awsConfig(at.URL, nil)
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		Engine: at.engine, ClusterARN: at.ClusterARN, SecretARN: at.SecretARN, AWSConfig: &config,
	})
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+at.name+" CHARACTER SET utf8mb4")
	return err
}

// fill makes the tables of a place with a database.
func (p *program) fill(ctx context.Context, at *place) error {
	if at.DSN == "" {
		return nil
	}
	if err := at.create(ctx); err != nil {
		return err
	}
	native, err := at.connectDirectly(0)
	if err != nil {
		return err
	}
	defer native.Close()
	for _, text := range at.tables {
		if strings.Contains(text, "%d") {
			text = fmt.Sprintf(text, p.rows(million))
		}
		if _, err := native.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("fill %s: %w", at.where, err)
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
	native   *sql.DB // the native driver; nil without a database
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
	if c.native, err = at.connectDirectly(distance); err != nil {
		return nil, errors.Join(err, driver.Close())
	}
	return c, nil
}

// connect opens the driver with an HTTP client. Nil means its own.
func (at *place) connect(distance time.Duration, client aws.HTTPClient) (*sql.DB, error) {
	config := awsConfig(atDistance(at.URL, distance), client)
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		ClusterARN: at.ClusterARN, SecretARN: at.SecretARN, Engine: at.engine, Database: at.name, AWSConfig: &config,
		DefaultQueryExecMode: at.mode,
	})
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// connectDirectly opens the native driver on the database, through the relay if it is
// away.
func (at *place) connectDirectly(distance time.Duration) (*sql.DB, error) {
	relay, ok := at.Relays[distance.String()]
	if !ok {
		return at.database.open(at.DSN, nil)
	}
	return at.database.open(at.DSN, func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", relay)
	})
}

// callers tells the pools of database/sql how many callers there are, so that none
// of them has to connect again.
func (c *clients) callers(n int) {
	c.driver.SetMaxIdleConns(n)
	if c.native != nil {
		c.native.SetMaxOpenConns(min(n, directConnections))
		c.native.SetMaxIdleConns(min(n, directConnections))
	}
}

// directConnections is the most that the native driver opens: the server has 200, of which the
// emulator needs some.
const directConnections = 64

func (c *clients) close() error {
	if c.native == nil {
		return c.driver.Close()
	}
	return errors.Join(c.driver.Close(), c.native.Close())
}

// at names a measurement at a place and distance.
func (c *clients) at(kind string) string {
	return kind + "/" + c.where + "/" + distanceName(c.distance)
}

func distanceName(d time.Duration) string { return fmt.Sprintf("%dms", d.Milliseconds()) }

// budgetName puts MySQL in front of the name of a budget that is its own.
func (at *place) budgetName(name string) string {
	if at.where == "mysql" {
		return "mysql/" + name
	}
	return name
}
