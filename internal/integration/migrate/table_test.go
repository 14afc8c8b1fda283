package migrate_test

import (
	"errors"
	"testing"

	pgx "github.com/golang-migrate/migrate/v4/database/pgx/v5"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroramigrate"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestTableInSchema keeps the version in a schema of its own, which golang-migrate's own
// driver finds there.
func TestTableInSchema(t *testing.T) {
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	const table = `"the ""schema"."versions"`
	if _, err := d.DB.Exec(`create schema "the ""schema"`); err != nil {
		t.Fatal(err)
	}
	ours := openOurs(t, d.DB, &auroramigrate.Config{MigrationsTable: table, MigrationsTableQuoted: true})
	if err := errors.Join(ours.SetVersion(7, true), ours.SetVersion(8, false)); err != nil {
		t.Error(err)
	}
	if n := count(t, d.Open(t, true), "select version from "+table); n != 8 {
		t.Errorf("version %d, want 8", n)
	}

	const plain = `"s"."versions"`
	if _, err := d.DB.Exec(`create schema s`); err != nil {
		t.Fatal(err)
	}
	theirs := opened(t)(pgx.WithInstance(d.Open(t, true), &pgx.Config{MigrationsTable: plain, MigrationsTableQuoted: true}))
	ours = openOurs(t, d.Open(t, false), &auroramigrate.Config{MigrationsTable: plain, MigrationsTableQuoted: true})
	if err := theirs.SetVersion(9, false); err != nil {
		t.Error(err)
	}
	if version, dirty, err := ours.Version(); version != 9 || dirty || err != nil {
		t.Errorf("version %d, %t, %v; want 9", version, dirty, err)
	}
}
