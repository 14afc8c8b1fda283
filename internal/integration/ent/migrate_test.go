package ent_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	atlas "ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/migrate"
)

// changes returns the statements by which a migration changes the database.
func changes(t *testing.T, d bothways.Database, migrate func(options ...schema.MigrateOption) error) []string {
	t.Helper()
	var statements []string
	must(t, migrate(schema.WithApplyHook(func(next schema.Applier) schema.Applier {
		return schema.ApplyFunc(func(ctx context.Context, conn dialect.ExecQuerier, plan *atlas.Plan) error {
			for _, c := range plan.Changes {
				statements = append(statements, strings.ReplaceAll(c.Cmd, d.Config.Database, "club"))
			}
			return next.Apply(ctx, conn, plan)
		})
	})))
	return statements
}

// TestMigrateTwice changes nothing the second time, and what natively is changed the first.
func TestMigrateTwice(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		driver := sql.OpenDB(dialectOf(d), d.DB)
		create := func(options ...schema.MigrateOption) error { return migrated(t.Context(), driver, options...) }
		if first := changes(t, d, create); len(first) < 7 {
			t.Errorf("changed by %q", first)
		}
		if second := changes(t, d, create); len(second) > 0 {
			t.Errorf("changed again by %q", second)
		}
		past := sql.OpenDB(dialectOf(d), d.Open(t, !d.Native))
		if other := changes(t, d, func(options ...schema.MigrateOption) error {
			return migrated(t.Context(), past, options...)
		}); len(other) > 0 {
			t.Errorf("changed in the other way by %q", other)
		}
	})
}

// versions returns a table as it is at first, and as it is later: a column more, a column
// less, one of another type, one that may be null, an index more and one less.
func versions() (first, later []*schema.Table) {
	id := &schema.Column{Name: "id", Type: field.TypeInt, Increment: true}
	stays := &schema.Column{Name: "stays", Type: field.TypeString, Size: 50}
	goes := &schema.Column{Name: "goes", Type: field.TypeInt}
	grows := &schema.Column{Name: "grows", Type: field.TypeInt32}
	kind := &schema.Column{Name: "kind", Type: field.TypeEnum, Enums: []string{"a", "b"}}
	wide := &schema.Column{Name: "grows", Type: field.TypeInt64, Nullable: true}
	comes := &schema.Column{Name: "comes", Type: field.TypeString, Default: "it's"}
	kinds := &schema.Column{Name: "kind", Type: field.TypeEnum, Enums: []string{"a", "b", "c"}}
	long := &schema.Column{Name: "stays", Type: field.TypeString, Size: 100, Comment: "how long: it's 100"}

	before := schema.NewTable("things").AddPrimary(id).AddColumn(stays).AddColumn(goes).AddColumn(grows).AddColumn(kind)
	before.AddIndex("things_goes", false, []string{"goes"})
	after := schema.NewTable("things").AddPrimary(id).AddColumn(long).AddColumn(wide).AddColumn(comes).AddColumn(kinds)
	after.AddIndex("things_stays", true, []string{"stays"})
	part := schema.NewTable("parts").AddPrimary(&schema.Column{Name: "id", Type: field.TypeUUID})
	of := &schema.Column{Name: "thing", Type: field.TypeInt, Nullable: true}
	part.AddColumn(of).AddForeignKey(&schema.ForeignKey{
		Symbol: "parts_things", Columns: []*schema.Column{of}, RefTable: after, RefColumns: []*schema.Column{id}, OnDelete: schema.Cascade,
	})
	part.SetAnnotation(&entsql.Annotation{Checks: map[string]string{"thing_positive": "thing > 0"}})
	return []*schema.Table{before}, []*schema.Table{after, part}
}

// TestMigrateChange alters a table with rows in it, by the same statements as natively.
func TestMigrateChange(t *testing.T) {
	statements := make(map[string][][]string)
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		driver := sql.OpenDB(dialectOf(d), d.DB)
		first, later := versions()
		to := func(tables []*schema.Table) func(...schema.MigrateOption) error {
			return func(options ...schema.MigrateOption) error {
				m, err := schema.NewMigrate(driver, append(options, schema.WithDropColumn(true), schema.WithDropIndex(true))...)
				if err != nil {
					return err
				}
				return m.Create(t.Context(), tables...)
			}
		}
		done := [][]string{changes(t, d, to(first))}
		_, err := d.DB.ExecContext(t.Context(), "insert into things (stays, goes, grows, kind) values ('x', 1, 2, 'b')")
		must(t, err)
		done = append(done, changes(t, d, to(later)), changes(t, d, to(later)))
		if len(done[1]) == 0 || len(done[2]) > 0 {
			t.Errorf("changed by %q, and then by %q", done[1], done[2])
		}
		var comes string
		must(t, d.DB.QueryRowContext(t.Context(), "select comes from things").Scan(&comes))
		if comes != "it's" {
			t.Errorf("the new column is %q", comes)
		}
		if native, ok := statements[d.Engine.String()]; ok && !slices.EqualFunc(done, native, slices.Equal[[]string]) {
			t.Errorf("changed by %q, natively by %q", done, native)
		}
		statements[d.Engine.String()] = done
	})
}

// TestMigrateFailure leaves nothing of a migration that fails on PostgreSQL, and on MySQL
// what was done before.
func TestMigrateFailure(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		driver := sql.OpenDB(dialectOf(d), d.DB)
		first, later := versions()
		m, err := schema.NewMigrate(driver)
		must(t, err)
		must(t, m.Create(t.Context(), first...))
		for range 2 {
			_, err := d.DB.ExecContext(t.Context(), "insert into things (stays, goes, grows, kind) values ('x', 1, 2, 'b')")
			must(t, err)
		}
		if err := m.Create(t.Context(), later...); err == nil { // stays is to be unique
			t.Error("no error")
		}
		var comes int
		must(t, d.DB.QueryRowContext(t.Context(), "select count(*) from information_schema.columns where table_name = 'things' and column_name = 'comes' and table_catalog in ('def', '"+d.Config.Database+"') and table_schema in ('public', '"+d.Config.Database+"')").Scan(&comes))
		if d.IsPostgreSQL() && comes != 0 {
			t.Error("the transaction was not rolled back")
		}
	})
}

// TestGlobalID gives the ids of each table a range of their own.
func TestGlobalID(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		driver := sql.OpenDB(dialectOf(d), d.DB)
		for range 2 {
			must(t, migrated(t.Context(), driver, schema.WithGlobalUniqueID(true)))
		}
		c := club.NewClient(club.Driver(driver))
		pet := c.Pet.Create().SetName("Rex").SaveX(t.Context()).ID
		group := c.Group.Create().SetName("chess").SaveX(t.Context()).ID
		if pet>>32 == group>>32 {
			t.Errorf("got the ids %d and %d", pet, group)
		}
	})
}

// TestVersionedMigrations writes the changes as files, the same ones as natively, by the
// help of an empty database; the files make a database that needs no further change.
func TestVersionedMigrations(t *testing.T) {
	written := make(map[string]string)
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		folder := t.TempDir()
		dir, err := atlas.NewLocalDir(folder)
		must(t, err)
		dev := sql.OpenDB(dialectOf(d), d.DB)
		diff := func(name string) []atlas.File {
			must(t, diffed(t.Context(), dev, name, schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay), schema.WithFormatter(atlas.DefaultFormatter)))
			files, err := dir.Files()
			must(t, err)
			return files
		}
		if files := diff("first"); len(files) != 1 {
			t.Fatalf("%d files", len(files))
		}
		files := diff("second")
		if len(files) != 1 {
			t.Errorf("%d files after the second time", len(files))
		}
		must(t, atlas.Validate(dir))
		text := string(files[0].Bytes())
		if native, ok := written[d.Engine.String()]; ok && native != text {
			t.Errorf("wrote %s\nnatively %s", text, native)
		}
		written[d.Engine.String()] = text

		target := bothways.New(t, d.Engine, d.Native)
		executed(t, target, dir)
		if more := changes(t, target, func(options ...schema.MigrateOption) error {
			return migrated(t.Context(), sql.OpenDB(dialectOf(target), target.DB), options...)
		}); len(more) > 0 {
			t.Errorf("changed by %q behind the files", more)
		}
	})
}

// diffed writes the files of a migration, as Schema.NamedDiff does it.
func diffed(ctx context.Context, dev dialect.Driver, name string, options ...schema.MigrateOption) error {
	tables, err := schema.CopyTables(migrate.Tables)
	if err != nil {
		return err
	}
	m, err := schema.NewMigrate(dev, options...)
	if err != nil {
		return err
	}
	return m.NamedDiff(ctx, name, tables...)
}

// TestMigrateAtOnce has programs migrate one database at once, each with Atlas's lock.
func TestMigrateAtOnce(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		locker := atlasDriver(t, d)
		var wait sync.WaitGroup
		var changed atomic.Int64
		for range 3 {
			wait.Go(func() {
				unlock, err := locker.Lock(t.Context(), d.Config.Database, time.Minute)
				if err != nil {
					t.Error(err)
					return
				}
				count := schema.WithApplyHook(func(next schema.Applier) schema.Applier {
					changed.Add(1)
					return next
				})
				if err := migrated(t.Context(), sql.OpenDB(dialectOf(d), d.DB), count); err != nil {
					t.Error(err)
				}
				if err := unlock(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if changed.Load() != 1 {
			t.Errorf("%d programs have changed the database, want 1", changed.Load())
		}
	})
}
