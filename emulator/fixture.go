package emulator

import (
	"context"
	"database/sql"
	"errors"
)

// Fixture says what the database of a test has in it, and how it is served. Of a
// fixture in a variable of the package one template is made, of which each test gets
// a copy. Goroutines may share one that nobody changes.
type Fixture struct {
	// Engine is the database engine. Empty means PostgreSQL, or that of the
	// fixtures in front.
	Engine Engine
	// SQL is a text of statements, run through the driver and the Data API, of
	// which those rules hold. Fixtures of the same text share a template.
	SQL string
	// Setup does what is more than a text, such as migrations, after the SQL. It
	// must not keep db. A template is made for each Fixture that has one.
	Setup func(ctx context.Context, db *sql.DB) error
	// Server has settings for the emulator, such as Clock, Faults and
	// TransactionIdleTimeout; its clusters and secrets are made by RunT. As a
	// server is started once, such a fixture is for one test.
	Server *Server
}

// layer is what a fixture adds to a template. Functions cannot be compared, so that
// one with a Setup stands for itself.
type layer struct {
	sql   string
	setup *Fixture
}

// plan is what fixtures say together.
type plan struct {
	engine Engine
	layers []layer
	server *Server
}

func newPlan(fixtures []*Fixture) (plan, error) {
	var p plan
	for _, f := range fixtures {
		if f == nil {
			continue
		}
		if err := p.add(f); err != nil {
			return plan{}, err
		}
	}
	if p.engine == "" {
		p.engine = PostgreSQL
	}
	if p.server == nil {
		p.server = &Server{}
	}
	return p, nil
}

func (p *plan) add(f *Fixture) error {
	switch {
	case f.Engine != "" && f.Engine != PostgreSQL && f.Engine != MySQL:
		return unknownEngine(f.Engine)
	case f.Engine != "" && p.engine != "" && f.Engine != p.engine:
		return errors.New("the fixtures are of different engines")
	case f.Server != nil && p.server != nil:
		return errors.New("two fixtures have a Server")
	case f.Server != nil && len(f.Server.Clusters)+len(f.Server.Secrets) > 0:
		return errors.New("the Server of a fixture has clusters or secrets of its own: start it with StartT instead")
	}
	if f.Engine != "" {
		p.engine = f.Engine
	}
	if f.Server != nil {
		p.server = f.Server
	}
	switch {
	case f.Setup != nil:
		p.layers = append(p.layers, layer{sql: f.SQL, setup: f})
	case f.SQL != "":
		p.layers = append(p.layers, layer{sql: f.SQL})
	}
	return nil
}

// apply runs what a layer adds.
func (l layer) apply(ctx context.Context, db *sql.DB) error {
	if l.sql != "" {
		if _, err := db.ExecContext(ctx, l.sql); err != nil {
			return err
		}
	}
	if l.setup != nil {
		return l.setup.Setup(ctx, db)
	}
	return nil
}
