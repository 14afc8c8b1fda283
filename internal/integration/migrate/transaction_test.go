package migrate_test

import (
	"errors"
	"testing"

	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestOwnTransaction: what a migration leaves open is committed with the version, as
// natively on PostgreSQL, and what fails in it is undone. golang-migrate's own drivers
// cannot go on after that, and that for MySQL after neither.
func TestOwnTransaction(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		fails bool
		rows  int
	}{
		{name: "ended", text: "begin; insert into t values (1); commit;", rows: 1},
		{name: "left open", text: "begin; insert into t values (1);", rows: 1},
		{name: "taken back", text: "begin; insert into t values (1); rollback;"},
		{name: "failed", text: "begin; insert into t values (1); insert into nowhere values (1); commit;", fails: true},
	}
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		for _, test := range tests {
			t.Run(engine.String()+"/"+test.name, func(t *testing.T) {
				d := bothways.New(t, engine, false)
				f := files{"1_t.up.sql": "create table t (n int)", "2_t.up.sql": test.text}
				m := f.migrate(t, openOurs(t, d.DB, nil))
				err := m.Up()
				if _, failed := err.(database.Error); failed != test.fails || err != nil && !failed {
					t.Errorf("got %T %[1]v", err)
				}
				wantVersion(t, m, 2, test.fails)
				if err := m.Force(2); err != nil {
					t.Error(err)
				}
				if n := count(t, d.Open(t, true), "select count(*) from t"); n != test.rows {
					t.Errorf("%d rows, want %d", n, test.rows)
				}
			})
		}
	}
}

// TestOtherDatabase keeps the version where it is when a migration changes the database.
func TestOtherDatabase(t *testing.T) {
	d, other := bothways.New(t, auroradataapi.EngineMySQL, false), bothways.New(t, auroradataapi.EngineMySQL, false)
	f := files{"1_t.up.sql": "use " + other.Config.Database + "; create table t (n int)"}
	m := f.migrate(t, openOurs(t, d.DB, nil))
	if err := errors.Join(m.Up(), m.Force(3)); err != nil {
		t.Error(err)
	}
	wantVersion(t, m, 3, false)
	if n := countTables(t, other); n != 1 {
		t.Errorf("%d tables in the other database, want 1", n)
	}
}
