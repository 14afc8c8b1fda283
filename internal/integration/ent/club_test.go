package ent_test

import (
	"context"
	"database/sql"
	"reflect"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/migrate"
)

// clubhouse is a club in a database of its own.
type clubhouse struct {
	bothways.Database
	*club.Client

	free []int // ids of pets, for a test that sets it
}

// dialectOf is Ent's name of an engine.
func dialectOf(d bothways.Database) string {
	if d.IsPostgreSQL() {
		return dialect.Postgres
	}
	return dialect.MySQL
}

// checks are the tests of what has a right answer.
var checks = map[string]func(t *testing.T, c clubhouse){
	"create": create, "update without a change": updateWithoutChange, "create in bulk": createBulk,
	"create in bulk, all or nothing": createBulkAllOrNothing, "upsert by a uuid": upsertUUID,
	"types found": typesFound, "one to one": oneToOne, "one to many": oneToMany, "many to many": manyToMany,
	"eager loading": eagerLoading, "order by edges": edgeOrder, "predicates": predicates, "order": order, "in many": inMany, "raw": raw,
	"transaction": transaction, "hooks": hooks, "cancellation": cancellation, "variables": variables, "connection": connection,
}

// comparisons are the tests of what has to be as natively, by names.
var comparisons = map[string]func(t *testing.T, c clubhouse) map[string]any{
	"types": types, "types left out": typesLeftOut, "types cleared": typesCleared, "unsigned": unsigned,
	"upsert": upsert, "upsert that does nothing": upsertDoNothing, "aggregates": aggregates, "modify": modify,
	"constraints": constraints, "isolation": isolation, "row locks": rowLocks,
}

// TestClub runs the tests on each engine, natively and then through the driver, in one
// database each, which is emptied before each test.
func TestClub(t *testing.T) {
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			observed := make(map[string]map[string]any)
			bothways.RunOn(t, engine, func(t *testing.T, d bothways.Database) {
				c := opened(t, d)
				broom := c.through(d.Open(t, true))
				for name, check := range checks {
					t.Run(name, func(t *testing.T) { check(t, c.emptied(t, broom)) })
				}
				for name, observe := range comparisons {
					t.Run(name, func(t *testing.T) {
						got := observe(t, c.emptied(t, broom))
						if !d.Native {
							compare(t, got, observed[name])
						}
						observed[name] = got
					})
				}
			})
		})
	}
}

// compare wants what was observed natively.
func compare(t *testing.T, got, native map[string]any) {
	t.Helper()
	for name := range native {
		if !reflect.DeepEqual(got[name], native[name]) {
			t.Errorf("%s: %#v, natively %#v", name, got[name], native[name])
		}
	}
	if len(got) != len(native) || len(native) == 0 {
		t.Errorf("observed %d things, natively %d", len(got), len(native))
	}
}

// through is the club by another pool.
func (c clubhouse) through(db *sql.DB) clubhouse {
	c.DB, c.Client = db, club.NewClient(club.Driver(entsql.OpenDB(dialectOf(c.Database), db)))
	return c
}

// emptied has a broom delete all rows. It returns the club with a client that has no
// hooks.
func (c clubhouse) emptied(t *testing.T, broom clubhouse) clubhouse {
	t.Helper()
	broom.Membership.Delete().ExecX(t.Context())
	broom.Group.Delete().ExecX(t.Context())
	broom.Pet.Delete().ExecX(t.Context())
	broom.Card.Delete().ExecX(t.Context())
	broom.Member.Delete().ExecX(t.Context())
	broom.Sample.Delete().ExecX(t.Context())
	return c.through(c.DB)
}

// opened migrates a database to the schema of the club.
func opened(t *testing.T, d bothways.Database) clubhouse {
	t.Helper()
	driver := entsql.OpenDB(dialectOf(d), d.DB)
	must(t, migrated(t.Context(), driver))
	return clubhouse{Database: d, Client: club.NewClient(club.Driver(driver))}
}

// migrated migrates a database to the schema of the club, as Schema.Create does it. Ent
// writes to the tables that it migrates to, so that tests at once need one copy each.
func migrated(ctx context.Context, driver dialect.Driver, options ...schema.MigrateOption) error {
	tables, err := schema.CopyTables(migrate.Tables)
	if err != nil {
		return err
	}
	return migrate.Create(ctx, migrate.NewSchema(driver), tables, options...)
}

// member adds a member that has nothing but a name.
func (c clubhouse) member(t *testing.T, name string) *club.Member {
	t.Helper()
	m, err := c.Member.Create().SetName(name).Save(t.Context())
	must(t, err)
	return m
}

// must ends a test at an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
