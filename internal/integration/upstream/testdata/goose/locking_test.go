package locktesting_test

import (
	"database/sql"
	"fmt"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
	"github.com/pressly/goose/v3/lock/locktesting"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
)

var isMySQL = os.Getenv("UPSTREAM_NATIVE_DRIVER") == "mysql"

// migrations have what goose splits and what it does not, and one that may not be
// in a transaction.
func migrations() fstest.MapFS {
	files := fstest.MapFS{
		"00001_one.sql": {Data: []byte("-- +goose Up\nCREATE TABLE one (id INT PRIMARY KEY);\nINSERT INTO one VALUES (1), (2);\n-- +goose Down\nDROP TABLE one;\n")},
		"00002_two.sql": {Data: []byte("-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX two ON one (id);\n-- +goose Down\nDROP INDEX two ON one;\n")},
	}
	if !isMySQL {
		files["00002_two.sql"] = &fstest.MapFile{Data: []byte("-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY two ON one (id);\n-- +goose Down\nDROP INDEX CONCURRENTLY two;\n")}
		files["00003_three.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION three() RETURNS int AS $$ BEGIN RETURN 3; END $$ LANGUAGE plpgsql;\n-- +goose StatementEnd\n-- +goose Down\nDROP FUNCTION three();\n")}
	}
	return files
}

func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := openDatabase(t)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func openDatabase(t *testing.T) (*sql.DB, error) {
	if os.Getenv("UPSTREAM_DRIVER") == "" {
		return sql.Open(os.Getenv("UPSTREAM_NATIVE_DRIVER"), os.Getenv("UPSTREAM_NATIVE_DSN"))
	}
	t.Log("upstream: opened through the driver")
	c, err := auroradataapi.ParseDSN(os.Getenv("UPSTREAM_DSN"))
	if err != nil {
		return nil, err
	}
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

func dialect() goose.Dialect {
	if isMySQL {
		return goose.DialectMySQL
	}
	return goose.DialectPostgres
}

// provider has a table of versions of its own.
func provider(t *testing.T, table string, options ...goose.ProviderOption) *goose.Provider {
	t.Helper()
	store, err := database.NewStore(dialect(), table)
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider("", open(t), migrations(), append(options, goose.WithStore(store))...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSessionLocking has concurrent providers wait for each other by a lock of the
// session.
func TestSessionLocking(t *testing.T) {
	if isMySQL {
		t.Skip("goose has session locks for PostgreSQL alone")
	}
	locktesting.TestProviderLocking(t, func(t *testing.T) *goose.Provider {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			t.Fatal(err)
		}
		return provider(t, "session_versions", goose.WithSessionLocker(locker))
	})
	downAndUp(t, provider(t, "session_versions"))
}

func tableLocker(t *testing.T, name string) lock.Locker {
	t.Helper()
	options := []lock.TableLockerOption{lock.WithTableName(name), lock.WithTableLockTimeout(100*time.Millisecond, 300)}
	newLocker := lock.NewPostgresTableLocker
	if isMySQL {
		newLocker = lock.NewMySQLTableLocker
	}
	locker, err := newLocker(options...)
	if err != nil {
		t.Fatal(err)
	}
	return locker
}

// TestTableLocking has them wait by a row of a table.
func TestTableLocking(t *testing.T) {
	locktesting.TestProviderLocking(t, func(t *testing.T) *goose.Provider {
		return provider(t, "table_versions", goose.WithLocker(tableLocker(t, "provider_lock")))
	})
	downAndUp(t, provider(t, "table_versions"))
}

func TestConcurrentTableLocking(t *testing.T) {
	locktesting.TestConcurrentLocking(t, open(t), func(t *testing.T) lock.Locker {
		return tableLocker(t, "concurrent_lock")
	}, 2*time.Second)
}

// downAndUp goes down to nothing, up by one, and up to the last.
func downAndUp(t *testing.T, p *goose.Provider) {
	t.Helper()
	ctx := t.Context()
	if _, err := p.DownTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpByOne(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	version, err := p.GetDBVersion(ctx)
	if err != nil || version != 0 {
		t.Fatal(fmt.Errorf("version %d, %w", version, err))
	}
}
