package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// scanning reads the first events in several ways.
type scanning struct {
	*clients
	rows  int
	said  conversation
	pages []int // rows of each
	bare  *http.Client

	tallies map[string]tally
	heap    map[string]sample // growth in bytes
	fetched sample            // seconds that the pages take a bare client
}

// measureScan reads events by the driver; by the plain SDK, from a cursor and in
// the same pages; by a bare client that sends the driver's requests; and by the native driver.
func measureScan(ctx context.Context, p *program, c *clients, kind string, rows int) error {
	s := &scanning{clients: c, rows: p.rows(rows), bare: bareClient(), tallies: map[string]tally{}, heap: map[string]sample{}}
	defer s.bare.CloseIdleConnections()
	var err error
	s.said, err = c.record(ctx, c.distance, 1, func(ctx context.Context, db *sql.DB) error {
		_, err := scanEvents(ctx, db, s.rows)
		return err
	})
	if err != nil {
		return err
	}
	s.pages = s.said.pages()
	variants := s.variants(ctx)
	compared, err := compareCold(p.rounds(3), variants...)
	if err != nil {
		return err
	}
	s.report(p, kind, compared, variants)
	if rows == million && c.distance > 0 && (c.native == nil || c.where == "mysql") {
		s.budgets(p, compared)
	}
	return s.check()
}

func (s *scanning) variants(ctx context.Context) []variant {
	ways := []struct {
		name string
		do   func() (tally, error)
	}{
		{"driver", func() (tally, error) { return scanEvents(ctx, s.driver, s.rows) }},
		{"sdk", func() (tally, error) { return s.read(ctx, s) }},
		{"bare", s.readBare},
		{s.nativeName, func() (tally, error) { return scanEvents(ctx, s.native, s.rows) }},
	}
	if s.native == nil {
		ways = ways[:3]
	}
	var variants []variant
	for _, way := range ways {
		variants = append(variants, variant{way.name, 1, func() error { return s.run(way.name, way.do) }})
	}
	return variants
}

// run reads once and notes what came of it.
func (s *scanning) run(name string, do func() (tally, error)) error {
	growth, err := heapGrowth(func() (err error) {
		s.tallies[name], err = do()
		return err
	})
	s.heap[name] = append(s.heap[name], growth)
	return err
}

func (s *scanning) readBare() (tally, error) {
	fetched, err := s.said.repeat(s.bare)
	s.fetched = append(s.fetched, fetched.Seconds())
	return tally{rows: s.rows}, err
}

// readByCursor reads from a cursor, page after page.
func readByCursor(ctx context.Context, s *scanning) (t tally, err error) {
	begun, err := s.sdk.BeginTransaction(ctx, &rdsdata.BeginTransactionInput{
		ResourceArn: &s.ClusterARN, SecretArn: &s.SecretARN, Database: &s.name,
	})
	if err != nil {
		return t, err
	}
	if _, err := s.sdk.ExecuteStatement(ctx, s.statement("DECLARE e CURSOR FOR "+eventQuery(s.rows), *begun.TransactionId)); err != nil {
		return t, err
	}
	for _, rows := range s.pages {
		page, err := s.sdk.ExecuteStatement(ctx, s.statement("FETCH "+strconv.Itoa(rows)+" FROM e", *begun.TransactionId))
		if err != nil {
			return t, err
		}
		t.rows += len(page.Records)
	}
	_, err = s.sdk.CommitTransaction(ctx, &rdsdata.CommitTransactionInput{
		ResourceArn: &s.ClusterARN, SecretArn: &s.SecretARN, TransactionId: begun.TransactionId,
	})
	return t, errors.Join(err, checkRows(t.rows, s.rows))
}

// check compares what the driver has read with what the native driver has.
func (s *scanning) check() error {
	if s.native != nil && s.tallies["driver"] != s.tallies[s.nativeName] {
		return fmt.Errorf("driver read %+v where %s read %+v", s.tallies["driver"], s.nativeName, s.tallies[s.nativeName])
	}
	return nil
}

func (s *scanning) report(p *program, kind string, c comparison, variants []variant) {
	name := s.at(kind)
	p.measure(name+"/pages", float64(len(s.pages)), "")
	p.measure(name+"/calls", float64(len(s.said)), "")
	p.times(name, c, variants, 1, "s")
	for _, v := range variants {
		p.spread(name+"/"+v.name+"-cpu", c.of(v.name, cpu), "s")
		p.spread(name+"/"+v.name+"-heap", s.heap[v.name].times(1.0/(1<<20)), "MiB")
	}
	p.spread(name+"/round-trips", s.fetched, "s")
	p.spread(name+"/driver-over-round-trips", c.of("driver", wall).over(s.fetched), "x")
}

// budgets hold the driver to what the same pages take one after the other, and to
// the memory that they take. For MySQL the pages are those of the emulator.
func (s *scanning) budgets(p *program, c comparison) {
	over := c.of("driver", wall).over(s.fetched)
	p.budget(budget{name: s.budgetName("scan/time"), measured: over.median(), bound: 1.25, unit: "x"})
	p.budget(budget{name: s.budgetName("scan/heap"), measured: s.heap["driver"].median() / (1 << 20), bound: 16, unit: "MiB"})
}
