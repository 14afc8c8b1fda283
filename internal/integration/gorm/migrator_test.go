package gorm_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/utils/tests"

	"github.com/auroradataapi/auroradataapi"
)

// shelf and book are tables with all that the migrator knows.
type shelf struct {
	ID   uint
	Room string `gorm:"size:40;not null;default:cellar"`
}

type book struct {
	ID      uint
	Title   string `gorm:"size:100;index:idx_title;comment:as printed"`
	Pages   int    `gorm:"check:chk_pages,pages > 0"`
	ShelfID uint
	Shelf   shelf `gorm:"constraint:OnUpdate:CASCADE,OnDelete:CASCADE"`
}

// bookLater is the same table in a later version of a program.
type bookLater struct {
	ID      uint
	Title   string `gorm:"size:200;index:idx_title;comment:as printed"`
	Pages   int64  `gorm:"not null;default:1"`
	ShelfID uint
	ISBN    *string `gorm:"size:20;uniqueIndex"`
	Notes   *string
}

func (bookLater) TableName() string { return "books" }

// TestMigrator has each of the migrator's methods do its work.
func TestMigrator(t *testing.T) {
	steps := []struct {
		name string
		do   func(t *testing.T, s subject, m gorm.Migrator)
	}{
		{name: "tables", do: migrateTables},
		{name: "column types", do: columnTypes},
		{name: "columns", do: migrateColumns},
		{name: "indexes", do: migrateIndexes},
		{name: "constraints", do: migrateConstraints},
		{name: "later version", do: migrateLater},
		{name: "views", do: migrateViews},
		{name: "drop", do: dropTables},
	}
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &shelf{}, &book{})
		check(t, s.Create(&book{Title: "t", Pages: 3, Shelf: shelf{Room: "r"}}).Error)
		for _, step := range steps {
			t.Run(step.name, func(t *testing.T) { step.do(t, s, s.Migrator()) })
		}
	})
}

func migrateTables(t *testing.T, s subject, m gorm.Migrator) {
	if got := m.CurrentDatabase(); got != s.recorder.database {
		t.Errorf("got %q", got)
	}
	if !m.HasTable(&book{}) || m.HasTable("missing") {
		t.Error("HasTable")
	}
	check(t, m.RenameTable(&book{}, "volumes"))
	tables, err := m.GetTables()
	check(t, err)
	slices.Sort(tables)
	if want := []string{"shelves", "volumes"}; !slices.Equal(tables, want) {
		t.Errorf("got %q, want %q", tables, want)
	}
	check(t, m.RenameTable("volumes", &book{}))
	if s.IsPostgreSQL() {
		return // has TableType too, but no version of its own
	}
	kind, err := m.TableType(&book{})
	check(t, err)
	if kind.Name() != "books" || kind.Type() != "BASE TABLE" {
		t.Errorf("got %v", kind)
	}
}

// columnTypes has what AutoMigrate compares.
func columnTypes(t *testing.T, s subject, m gorm.Migrator) {
	columns, err := m.ColumnTypes(&book{})
	check(t, err)
	for _, c := range columns {
		s.recorder.note(describe(c))
	}
	length, ok := columns[1].Length()
	comment, _ := columns[1].Comment()
	if !ok || length != 100 || comment != "as printed" {
		t.Errorf("got %s", describe(columns[1]))
	}
}

func describe(c gorm.ColumnType) string {
	text := c.Name() + " " + c.DatabaseTypeName()
	if typ, ok := c.ColumnType(); ok {
		text += " " + typ
	}
	if key, ok := c.PrimaryKey(); ok && key {
		text += " key"
	}
	nullable, ok := c.Nullable()
	text += fmt.Sprintf(" nullable:%s", optional(nullable, ok))
	length, ok := c.Length()
	text += fmt.Sprintf(" length:%s", optional(length, ok))
	precision, scale, ok := c.DecimalSize()
	text += fmt.Sprintf(" precision:%s", optional(fmt.Sprint(precision, ",", scale), ok))
	value, ok := c.DefaultValue()
	text += fmt.Sprintf(" default:%s", optional(value, ok))
	comment, ok := c.Comment()
	return text + fmt.Sprintf(" comment:%s", optional(comment, ok))
}

func optional(v any, ok bool) string {
	if !ok {
		return "-"
	}
	return fmt.Sprint(v)
}

func migrateColumns(t *testing.T, _ subject, m gorm.Migrator) {
	check(t, m.AddColumn(&bookLater{}, "Notes"))
	check(t, m.RenameColumn(&bookLater{}, "notes", "remarks"))
	if m.HasColumn(&bookLater{}, "Notes") || !m.HasColumn(&bookLater{}, "remarks") {
		t.Error("HasColumn")
	}
	check(t, m.DropColumn(&bookLater{}, "remarks"))
	check(t, m.AlterColumn(&bookLater{}, "Title"))
	columns, err := m.ColumnTypes(&bookLater{})
	check(t, err)
	if length, ok := columns[1].Length(); !ok || length != 200 || len(columns) != 4 {
		t.Errorf("got the length %d of %d columns", length, len(columns))
	}
}

func migrateIndexes(t *testing.T, _ subject, m gorm.Migrator) {
	check(t, m.RenameIndex(&book{}, "idx_title", "idx_renamed"))
	if !m.HasIndex(&book{}, "idx_renamed") || m.HasIndex(&book{}, "idx_title") {
		t.Error("HasIndex")
	}
	check(t, m.DropIndex(&book{}, "idx_renamed"))
	check(t, m.CreateIndex(&book{}, "Title"))
	indexes, err := m.GetIndexes(&book{})
	check(t, err)
	if !slices.ContainsFunc(indexes, func(i gorm.Index) bool {
		return i.Name() == "idx_title" && slices.Equal(i.Columns(), []string{"title"})
	}) {
		t.Errorf("got %v", indexes)
	}
}

func migrateConstraints(t *testing.T, s subject, m gorm.Migrator) {
	for _, name := range []string{"Shelf", "chk_pages"} {
		if !m.HasConstraint(&book{}, name) {
			t.Errorf("%s is missing", name)
		}
		check(t, m.DropConstraint(&book{}, name))
		if m.HasConstraint(&book{}, name) {
			t.Errorf("%s is there still", name)
		}
		check(t, m.CreateConstraint(&book{}, name))
	}
	if s.Create(&book{Title: "no shelf", Pages: 1, ShelfID: 99}).Error == nil {
		t.Error("the reference is not checked")
	}
	if s.Create(&book{Title: "no pages", Shelf: shelf{Room: "r"}}).Error == nil {
		t.Error("the pages are not checked")
	}
}

// migrateLater alters types, and adds columns and indexes, and keeps the rows.
func migrateLater(t *testing.T, s subject, m gorm.Migrator) {
	check(t, m.AutoMigrate(&bookLater{}))
	before := len(s.recorder.changes())
	check(t, m.AutoMigrate(&bookLater{}))
	if after := s.recorder.changes()[before:]; len(after) != 0 {
		t.Errorf("the second time: %q", after)
	}
	check(t, s.Create(&bookLater{Title: "later", ShelfID: 1, ISBN: pointer("2")}).Error)
	var got bookLater
	check(t, s.Last(&got).Error)
	if got.Title != "later" || got.Pages != 1 {
		t.Errorf("got %+v", got)
	}
}

func migrateViews(t *testing.T, s subject, m gorm.Migrator) {
	query := s.Model(&bookLater{}).Where("pages > ?", 2)
	check(t, m.CreateView("long_books", gorm.ViewOption{Query: query}))
	check(t, m.CreateView("long_books", gorm.ViewOption{Query: query, Replace: true}))
	var n int64
	check(t, s.Table("long_books").Count(&n).Error)
	if n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
	check(t, m.DropView("long_books"))
}

// dropTables drops a table that another one refers to.
func dropTables(t *testing.T, s subject, m gorm.Migrator) {
	check(t, m.DropTable(&shelf{}))
	check(t, m.DropTable(&shelf{}, &book{}, "missing"))
	if m.HasTable(&book{}) {
		t.Error("the table is there still")
	}
	if s.IsPostgreSQL() {
		return
	}
	var checks int
	check(t, s.Raw("SELECT @@foreign_key_checks").Scan(&checks).Error)
	if checks != 1 {
		t.Error("the checks of references are off")
	}
}

// TestMigratorWays migrates and drops in each way, since the dialect of PostgreSQL
// has other arguments for the name of a driver than for a pool.
func TestMigratorWays(t *testing.T) {
	runEveryWay(t, func(t *testing.T, s subject) {
		s.migrate(t, &shelf{}, &book{})
		check(t, s.Create(&book{Title: "t", Pages: 3, Shelf: shelf{Room: "r"}}).Error)
		migrateLater(t, s, s.Migrator())
		dropTables(t, s, s.Migrator())
	})
}

// TestUserTables migrates what has references in a circle, twice, and drops it.
func TestUserTables(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, userTables...)
		before := len(s.recorder.changes())
		s.migrate(t, userTables...)
		if after := s.recorder.changes()[before:]; len(after) != 0 {
			t.Errorf("the second time: %q", after)
		}
		check(t, s.Migrator().DropTable(append([]any{"user_speaks", "user_friends"}, userTables...)...))
		if s.Migrator().HasTable(&tests.User{}) {
			t.Error("the table is there still")
		}
	})
}

// TestGenerated has columns that the database gives a value.
func TestGenerated(t *testing.T) {
	type line struct {
		ID    uint
		Price int
		Count int    `gorm:"default:2"`
		Total int    `gorm:"->;type:int GENERATED ALWAYS AS (price * count) STORED"`
		State string `gorm:"size:20;default:new"`
		Token string `gorm:"size:40;default:(md5('a'))"`
		At    sql.NullTime
	}
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &line{})
		row := line{Price: 7}
		check(t, s.Create(&row).Error)
		var got line
		check(t, s.First(&got, row.ID).Error)
		if got.Count != 2 || got.Total != 14 || got.State != "new" || got.Token != "0cc175b9c0f1b6a831c399e269772661" {
			t.Errorf("got %+v", got)
		}
		check(t, s.Model(&row).Update("count", 3).Error)
		check(t, s.First(&got, row.ID).Error)
		if got.Total != 21 {
			t.Errorf("got %+v", got)
		}
	})
}

// TestConcurrentIndex has AutoMigrate create an index that may not be created in a
// transaction.
func TestConcurrentIndex(t *testing.T) {
	type indexed struct {
		ID   uint
		Name string `gorm:"size:20;index:idx_concurrent,option:CONCURRENTLY"`
	}
	runOn(t, auroradataapi.EnginePostgreSQL, []way{native, ours}, func(t *testing.T, s subject) {
		s.migrate(t, &indexed{})
		s.migrate(t, &indexed{})
		if !s.Migrator().HasIndex(&indexed{}, "idx_concurrent") {
			t.Error("there is no index")
		}
	})
}
