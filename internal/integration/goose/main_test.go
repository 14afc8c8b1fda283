package goose_test

import (
	"database/sql"
	"io/fs"
	"os"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }

// files are migrations by the name of the file. They may be indented.
type files map[string]string

var indents = regexp.MustCompile(`(?m)^\t+`)

func (f files) folder() fs.FS {
	folder := fstest.MapFS{}
	for name, text := range f {
		folder[name] = &fstest.MapFile{Data: []byte(indents.ReplaceAllString(text, ""))}
	}
	return folder
}

func (f files) provider(t testing.TB, d bothways.Database, db *sql.DB, options ...goose.ProviderOption) *goose.Provider {
	t.Helper()
	dialect := goose.DialectPostgres
	if !d.IsPostgreSQL() {
		dialect = goose.DialectMySQL
	}
	p, err := goose.NewProvider(dialect, db, f.folder(), append(options, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wantVersion checks which migration was the last.
func wantVersion(t testing.TB, p *goose.Provider, want int64) {
	t.Helper()
	if got, err := p.GetDBVersion(t.Context()); got != want || err != nil {
		t.Errorf("version %d, %v; want %d", got, err, want)
	}
}

// count returns the number that a query gives.
func count(t testing.TB, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
