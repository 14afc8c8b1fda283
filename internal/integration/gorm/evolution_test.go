package gorm_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"
)

// evolutions are tables of which a later version of a program has another idea.
var evolutions = []struct {
	name          string
	before, after any
}{
	{name: "size", before: &struct {
		ID   uint
		Name string `gorm:"size:20"`
	}{}, after: &struct {
		ID   uint
		Name string `gorm:"size:40"`
	}{}},
	{name: "wider number", before: &struct {
		ID     uint32
		Number int16
	}{}, after: &struct {
		ID     uint64
		Number int64
	}{}},
	{name: "number to text", before: &struct {
		ID   uint
		Code int
	}{}, after: &struct {
		ID   uint
		Code string `gorm:"size:30"`
	}{}},
	{name: "precision", before: &struct {
		ID    uint
		Price float64 `gorm:"type:decimal(8,2)"`
	}{}, after: &struct {
		ID    uint
		Price float64 `gorm:"type:decimal(12,4)"`
	}{}},
	{name: "not null", before: &struct {
		ID   uint
		Name string `gorm:"size:20"`
	}{}, after: &struct {
		ID   uint
		Name string `gorm:"size:20;not null;default:x"`
	}{}},
	{name: "default", before: &struct {
		ID     uint
		State  string `gorm:"size:20;default:new"`
		Active bool   `gorm:"default:true"`
		Rank   int    `gorm:"default:1"`
	}{}, after: &struct {
		ID     uint
		State  string `gorm:"size:20;default:old"`
		Active bool   `gorm:"default:false"`
		Rank   int    `gorm:"default:null"`
	}{}},
	{name: "unique", before: &struct {
		ID   uint
		Name string `gorm:"size:20"`
		Mail string `gorm:"size:20;unique"`
	}{}, after: &struct {
		ID   uint
		Name string `gorm:"size:20;unique"`
		Mail string `gorm:"size:20"`
	}{}},
	{name: "indexes", before: &struct {
		ID   uint
		Name string `gorm:"size:20;index"`
		Mail string `gorm:"size:20"`
	}{}, after: &struct {
		ID   uint
		Name string `gorm:"size:20;index;index:idx_both,priority:2"`
		Mail string `gorm:"size:20;index:idx_both,priority:1,sort:desc"`
	}{}},
	{name: "comment", before: &struct {
		ID   uint
		Name string `gorm:"size:20;comment:old"`
	}{}, after: &struct {
		ID   uint
		Name string `gorm:"size:20;comment:it's new: \"quoted\" ? $1"`
	}{}},
	{name: "new columns", before: &struct {
		ID uint
	}{}, after: &struct {
		ID      uint
		Created time.Time `gorm:"not null;default:CURRENT_TIMESTAMP"`
		Bytes   []byte
		Select  string `gorm:"size:20;column:select"`
		Deleted gorm.DeletedAt
	}{}},
}

// TestEvolution migrates from each version to the next, and once more, and has the database
// see the same statements as natively.
func TestEvolution(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		for _, e := range evolutions {
			t.Run(e.name, func(t *testing.T) {
				name := strings.ReplaceAll(e.name, " ", "_") + "_evolution"
				for _, model := range []any{e.before, e.after, e.after} {
					s.recorder.note("migrate " + e.name)
					check(t, s.Table(name).AutoMigrate(model))
				}
				columns, err := s.Table(name).Migrator().ColumnTypes(name)
				check(t, err)
				for _, c := range columns {
					s.recorder.note(e.name + " " + describe(c))
				}
			})
		}
	})
}

// TestSchemas has tables in another schema or database than the current one.
func TestSchemas(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		schema := s.recorder.database
		if s.IsPostgreSQL() {
			schema = "elsewhere"
			check(t, s.Exec("CREATE SCHEMA elsewhere").Error)
		}
		name := schema + ".entries"
		elsewhere := func() *gorm.DB { return s.Table(name) }
		check(t, elsewhere().AutoMigrate(&entry{}))
		check(t, elsewhere().AutoMigrate(&entry{}))
		check(t, elsewhere().Create(&entry{Name: "a"}).Error)
		var row entry
		check(t, elsewhere().Where("name = ?", "a").Take(&row).Error)
		m := elsewhere().Migrator()
		s.recorder.note(fmt.Sprint(m.HasTable(name), m.HasColumn(name, "hits"))) // which GORM does not find on MySQL
		check(t, elsewhere().Migrator().DropTable(name))
	})
}
