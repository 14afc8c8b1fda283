package auroramigrate_test

import (
	"database/sql"
	"embed"
	"errors"
	"log"
	"time"

	_ "github.com/auroradataapi/auroradataapi"
	"github.com/golang-migrate/migrate/v4"
	_ "github.com/golang-migrate/migrate/v4/source/file"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	"github.com/auroradataapi/auroradataapi/auroramigrate"
)

// A URL is all that golang-migrate needs.
func Example() {
	m, err := migrate.New("file://migrations", "postgresql+auroradataapi://:@/shop?x-migrations-table=versions")
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	if err := m.Up(); err != nil && !errors.Is(err, migrate.ErrNoChange) {
		log.Fatal(err)
	}
}

//go:embed example_test.go
var folder embed.FS // in a program, its folder of migrations

// A program that has a database open hands it over. It waits for other runners for up
// to five minutes: both timeouts say so.
func ExampleWithInstance() {
	db, err := sql.Open("mysql+auroradataapi", "mysql+auroradataapi://:@/shop")
	if err != nil {
		log.Fatal(err)
	}
	target, err := auroramigrate.WithInstance(db, &auroramigrate.Config{LockTimeout: 5 * time.Minute})
	if err != nil {
		log.Fatal(err)
	}
	source, err := iofs.New(folder, ".")
	if err != nil {
		log.Fatal(err)
	}
	m, err := migrate.NewWithInstance("iofs", source, "shop", target)
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close() // closes db too
	m.LockTimeout = 5*time.Minute + time.Second
	if err := m.Up(); err != nil && !errors.Is(err, migrate.ErrNoChange) {
		log.Fatal(err)
	}
}
