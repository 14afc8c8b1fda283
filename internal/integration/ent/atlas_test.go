package ent_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// atlasDriver opens a database by the Atlas SDK.
func atlasDriver(t *testing.T, d bothways.Database) migrate.Driver {
	t.Helper()
	open := mysql.Open
	if d.IsPostgreSQL() {
		open = postgres.Open
	}
	driver, err := open(d.DB)
	must(t, err)
	return driver
}

// revisions is the table of the migrations that were executed.
type revisions struct {
	db       *sql.DB
	replaces string // the statement that writes one
}

const revisionsTable = `create table if not exists revisions (version varchar(50) primary key, description varchar(100), kind int,
	applied int, total int, executed timestamp, millis int, problem text, hash varchar(100))`

// newRevisions makes the table.
func newRevisions(t *testing.T, d bothways.Database) *revisions {
	t.Helper()
	_, err := d.DB.ExecContext(t.Context(), revisionsTable)
	must(t, err)
	if d.IsPostgreSQL() {
		return &revisions{d.DB, `insert into revisions values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			on conflict (version) do update set applied = excluded.applied, problem = excluded.problem, hash = excluded.hash`}
	}
	return &revisions{d.DB, "replace into revisions values (?, ?, ?, ?, ?, ?, ?, ?, ?)"}
}

// Ident names the table.
func (r *revisions) Ident() *migrate.TableIdent { return &migrate.TableIdent{Name: "revisions"} }

// ReadRevisions returns all of them in order.
func (r *revisions) ReadRevisions(ctx context.Context) ([]*migrate.Revision, error) {
	rows, err := r.db.QueryContext(ctx, "select version, description, kind, applied, total, executed, millis, problem, hash from revisions order by version")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []*migrate.Revision
	for rows.Next() {
		var one migrate.Revision
		var millis int64
		if err := rows.Scan(&one.Version, &one.Description, &one.Type, &one.Applied, &one.Total, &one.ExecutedAt, &millis, &one.Error, &one.Hash); err != nil {
			return nil, err
		}
		one.ExecutionTime = time.Duration(millis) * time.Millisecond
		all = append(all, &one)
	}
	return all, rows.Err()
}

// ReadRevision returns one.
func (r *revisions) ReadRevision(ctx context.Context, version string) (*migrate.Revision, error) {
	all, err := r.ReadRevisions(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.Version == version {
			return one, nil
		}
	}
	return nil, migrate.ErrRevisionNotExist
}

// WriteRevision adds one, or replaces it.
func (r *revisions) WriteRevision(ctx context.Context, one *migrate.Revision) error {
	_, err := r.db.ExecContext(ctx, r.replaces, one.Version, one.Description, one.Type, one.Applied, one.Total,
		one.ExecutedAt.UTC(), one.ExecutionTime.Milliseconds(), one.Error, one.Hash)
	return err
}

// DeleteRevision removes one.
func (r *revisions) DeleteRevision(ctx context.Context, version string) error {
	_, err := r.db.ExecContext(ctx, "delete from revisions where version = '"+version+"'")
	return err
}

// executed executes the files that were not executed before.
func executed(t *testing.T, d bothways.Database, dir migrate.Dir) {
	t.Helper()
	executor, err := migrate.NewExecutor(atlasDriver(t, d), dir, newRevisions(t, d), migrate.WithAllowDirty(true))
	must(t, err)
	must(t, executor.ExecuteN(t.Context(), 0))
	if err := executor.ExecuteN(t.Context(), 0); !errors.Is(err, migrate.ErrNoPendingFiles) {
		t.Errorf("executed again: %v", err)
	}
}

// TestLock takes Atlas's lock, and has a second one wait in vain.
func TestLock(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		driver, name := atlasDriver(t, d), d.Config.Database
		unlock, err := driver.Lock(t.Context(), name, time.Second)
		must(t, err)
		if _, err := driver.Lock(t.Context(), name, 0); !errors.Is(err, schema.ErrLocked) {
			t.Errorf("locked twice: %v", err)
		}
		other, err := driver.Lock(t.Context(), name+" other", 0)
		must(t, err)
		must(t, other())
		must(t, unlock())
		again, err := driver.Lock(t.Context(), name, 0)
		must(t, err)
		must(t, again())
	})
}
