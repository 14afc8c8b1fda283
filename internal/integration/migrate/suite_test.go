package migrate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golang-migrate/migrate/v4/database"

	suite "github.com/golang-migrate/migrate/v4/database/testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestSuite runs the suite that golang-migrate has for its drivers.
func TestSuite(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		suite.Test(t, open(t, d, d.DB), []byte("create table t (n int)"))
	})
}

// TestSuiteOfMigrate runs the part of it that goes through migrate.Migrate.
func TestSuiteOfMigrate(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		suite.TestMigrate(t, shop(d).migrate(t, open(t, d, d.DB)))
	})
}

// TestTheirDrivers runs the suite with golang-migrate's own drivers on the driver's
// connections.
func TestTheirDrivers(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Run("drivers", func(t *testing.T) {
			suite.Test(t, openTheirs(t, d, d.Open(t, d.Native)), []byte("create table t (n int); create table u (n int)"))
		})
		t.Run("migrate", func(t *testing.T) {
			suite.TestMigrate(t, shop(d).migrate(t, openTheirs(t, d, d.Open(t, d.Native))))
		})
	})
}

// TestTheirErrors tells what golang-migrate's own driver for PostgreSQL does not see in
// the driver's errors, since it looks for the type of its own: the place of an error.
func TestTheirErrors(t *testing.T) {
	bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
		theirs := openTheirs(t, d, d.DB)
		var failed database.Error
		if err := theirs.Run(strings.NewReader("select 1;\nselect bogus")); !errors.As(err, &failed) || (failed.Line == 2) != d.Native {
			t.Errorf("got %v", err)
		}
	})
}
