package ent_test

import (
	"context"
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

// run runs a test on each engine, natively and through the driver, in a new club.
func run(t *testing.T, test func(t *testing.T, c clubhouse)) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		test(t, opened(t, d))
	})
}

// same has a test observe a new club natively and through the driver, on each engine,
// and wants the same of both.
func same(t *testing.T, observe func(t *testing.T, c clubhouse) map[string]any) {
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			native := observe(t, opened(t, bothways.New(t, engine, true)))
			ours := observe(t, opened(t, bothways.New(t, engine, false)))
			for name := range native {
				if !reflect.DeepEqual(ours[name], native[name]) {
					t.Errorf("%s: %#v, natively %#v", name, ours[name], native[name])
				}
			}
			if len(ours) != len(native) || len(native) == 0 {
				t.Errorf("observed %d things, natively %d", len(ours), len(native))
			}
		})
	}
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
