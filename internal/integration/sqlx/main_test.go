package sqlx_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }

// The names of the drivers, of which sqlx knows only the native ones.
func init() {
	sqlx.BindDriver("postgresql+auroradataapi", sqlx.DOLLAR)
	sqlx.BindDriver("mysql+auroradataapi", sqlx.QUESTION)
}

// database is a database with sqlx on it.
type database struct {
	bothways.Database
	x *sqlx.DB
}

// run runs a test on each engine, natively and through the driver.
func run(t *testing.T, test func(t *testing.T, d database)) {
	t.Parallel()
	bothways.Run(t, func(t *testing.T, d bothways.Database) { test(t, database{d, sqlx.NewDb(d.DB, d.Driver)}) })
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
