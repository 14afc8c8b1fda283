package bun_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/mysqldialect"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/schema"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }

// database is a database with Bun on it.
type database struct {
	bothways.Database
	bun *bun.DB
}

// run runs a test on each engine, natively and through the driver.
func run(t *testing.T, test func(t *testing.T, d database)) {
	t.Parallel()
	bothways.Run(t, func(t *testing.T, d bothways.Database) { test(t, open(d)) })
}

// runOn runs a test on one engine, natively and through the driver.
func runOn(t *testing.T, engine auroradataapi.Engine, test func(t *testing.T, d database)) {
	t.Parallel()
	bothways.RunOn(t, engine, func(t *testing.T, d bothways.Database) { test(t, open(d)) })
}

func open(d bothways.Database) database {
	return database{d, bun.NewDB(d.DB, dialect(d))}
}

func dialect(d bothways.Database) schema.Dialect {
	if d.IsPostgreSQL() {
		return pgdialect.New()
	}
	return mysqldialect.New()
}

// create creates the tables of models.
func (d database) create(t *testing.T, models ...any) {
	t.Helper()
	for _, model := range models {
		_, err := d.bun.NewCreateTable().Model(model).Exec(t.Context())
		must(t, err)
	}
}

// insert inserts a model, or a slice of models.
func (d database) insert(t *testing.T, model any) {
	t.Helper()
	_, err := d.bun.NewInsert().Model(model).Exec(t.Context())
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
