package bun_test

import (
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun/migrate"
)

// migrations is a folder of them, one in a transaction.
var migrations = fstest.MapFS{
	"20240101000000_items.up.sql": {Data: []byte(`CREATE TABLE items (id int PRIMARY KEY, name varchar(50));
--bun:split
INSERT INTO items VALUES (1, 'a;:b'); -- one more
INSERT INTO items VALUES (2, '--');
`)},
	"20240101000000_items.down.sql":      {Data: []byte("DROP TABLE items;\n")},
	"20240102000000_pieces.tx.up.sql":    {Data: []byte("ALTER TABLE items ADD pieces int;\n--bun:split\nUPDATE items SET pieces = id;\n")},
	"20240102000000_pieces.tx.down.sql":  {Data: []byte("ALTER TABLE items DROP pieces;\n")},
	"20240103000000_failing.tx.up.sql":   {Data: []byte("INSERT INTO items VALUES (3, 'c', 3);\n--bun:split\nINSERT INTO nowhere VALUES (1);\n")},
	"20240103000000_failing.tx.down.sql": {Data: []byte("SELECT 1;\n")},
}

// TestMigrate applies migrations, with one that fails, and rolls them back.
func TestMigrate(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		found := migrate.NewMigrations()
		must(t, found.Discover(migrations))
		m := migrate.NewMigrator(d.bun, found, migrate.WithMarkAppliedOnSuccess(true))
		for range 2 {
			must(t, m.Init(ctx))
		}
		must(t, m.Lock(ctx))
		if err := m.Lock(ctx); err == nil {
			t.Error("the lock was taken twice")
		}
		group, err := m.Migrate(ctx)
		if err == nil {
			t.Error("the last migration is no error")
		}
		equal(t, group.ID, int64(1))
		must(t, m.Unlock(ctx))
		status, err := m.MigrationsWithStatus(ctx)
		must(t, err)
		equal(t, len(status.Applied()), 2)
		equal(t, items(t, d), map[string]int{"a;:b": 1, "--": 2})
		_, err = m.Rollback(ctx)
		must(t, err)
		status, err = m.MigrationsWithStatus(ctx)
		must(t, err)
		equal(t, len(status.Unapplied()), 3)
	})
}
