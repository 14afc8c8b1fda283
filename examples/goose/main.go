// Program goose brings a database up to date with goose, from migrations of SQL and of Go
// that are part of the program, on PostgreSQL or MySQL.
package main

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	_ "github.com/auroradataapi/auroradataapi"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

//go:embed migrations
var migrations embed.FS

func run(ctx context.Context, url string, w io.Writer) error {
	db, err := sql.Open("auroradataapi", url)
	if err != nil {
		return err
	}
	defer db.Close()
	p, err := newProvider(db, url)
	if err != nil {
		return err
	}
	applied, err := p.Up(ctx)
	if err != nil {
		return err
	}
	for _, m := range applied {
		fmt.Fprintln(w, m.Direction, m.Source.Type, m.Source.Version)
	}
	if applied, err = p.Up(ctx); err != nil {
		return err
	}
	fmt.Fprintln(w, len(applied), "the second time")
	return nil
}

// newProvider returns goose's provider under a lock of goose's: of several programs that
// start at once one migrates the database, and the others wait for it.
func newProvider(db *sql.DB, url string) (*goose.Provider, error) {
	engine, _, _ := strings.Cut(url, "+")
	folder, err := fs.Sub(migrations, "migrations/"+engine)
	if err != nil {
		return nil, err
	}
	if engine == "mysql" {
		locker, err := lock.NewMySQLTableLocker() // goose has no GET_LOCK
		if err != nil {
			return nil, err
		}
		return goose.NewProvider(goose.DialectMySQL, db, folder, inGo, goose.WithLocker(locker))
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, folder, inGo, goose.WithSessionLocker(locker))
}

// inGo is a migration that is a function, which runs in a transaction.
var inGo = goose.WithGoMigrations(goose.NewGoMigration(4, &goose.GoFunc{
	RunTx: func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO items (name) SELECT concat(name, ', used') FROM items")
		return err
	},
}, nil))
