// Program migrate brings a database up to date with golang-migrate, from migrations that
// are part of the program, on PostgreSQL or MySQL.
package main

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	_ "github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroramigrate"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

//go:embed migrations
var migrations embed.FS

func run(ctx context.Context, url string, w io.Writer) error {
	m, err := open(ctx, url)
	if err != nil {
		return err
	}
	defer m.Close()
	m.Log = logger{w}
	if err := m.Up(); err != nil {
		return err
	}
	if err := m.Up(); !errors.Is(err, migrate.ErrNoChange) {
		return fmt.Errorf("the second time: %w", err)
	}
	if err := m.Steps(-1); err != nil {
		return err
	}
	version, dirty, err := m.Version()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "version %d, dirty: %t\n", version, dirty)
	return nil
}

// open waits for other runners, of which one may be at work, for a minute.
func open(ctx context.Context, url string) (*migrate.Migrate, error) {
	db, err := sql.Open("auroradataapi", url)
	if err != nil {
		return nil, err
	}
	target, err := auroramigrate.WithContext(ctx, db, &auroramigrate.Config{LockTimeout: time.Minute})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	engine, _, _ := strings.Cut(url, "+")
	source, err := iofs.New(migrations, "migrations/"+engine)
	if err != nil {
		return nil, errors.Join(err, target.Close())
	}
	m, err := migrate.NewWithInstance("migrations", source, engine, target)
	if err != nil {
		return nil, errors.Join(err, target.Close())
	}
	m.LockTimeout = 2 * time.Minute // longer than the target's own
	return m, nil
}

// logger prints what is done, without the times.
type logger struct{ io.Writer }

func (l logger) Printf(format string, v ...any) {
	what, _, _ := strings.Cut(fmt.Sprintf(format, v...), " (")
	fmt.Fprintln(l, strings.TrimSpace(what))
}

func (logger) Verbose() bool { return false }
