package calls_test

import (
	"database/sql"
	"testing"

	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/auroradataapi/auroradataapi/auroragorm"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

type gormItem struct {
	ID     uint
	Name   string `gorm:"size:50"`
	Pieces int
	BoxID  *uint
}

type gormBox struct {
	ID    uint
	Name  string     `gorm:"size:50"`
	Items []gormItem `gorm:"foreignKey:BoxID"`
}

func gormAsItIs(t *testing.T, d bothways.Database, db *sql.DB) []operation {
	return gormOperations(t, d, db, &gorm.Config{})
}

func gormWithoutTransactions(t *testing.T, d bothways.Database, db *sql.DB) []operation {
	return gormOperations(t, d, db, &gorm.Config{SkipDefaultTransaction: true})
}

func gormOperations(t *testing.T, d bothways.Database, db *sql.DB, c *gorm.Config) []operation {
	c.Logger = logger.Discard
	g, err := gorm.Open(gormDialector(d, db), c)
	must(t, err)
	must(t, g.AutoMigrate(&gormBox{}, &gormItem{}))
	g = g.WithContext(t.Context())
	item := &gormItem{Name: "bolt", Pieces: 7}
	must(t, g.Create(&gormBox{Name: "first"}).Error)
	return []operation{
		{"Create", func(t *testing.T) {
			item = &gormItem{Name: "bolt", Pieces: 7}
			must(t, g.Create(item).Error)
		}},
		{"Create of 100 rows", func(t *testing.T) {
			must(t, g.Create(make([]gormItem, 100)).Error)
		}},
		{"First", func(t *testing.T) { must(t, g.First(new(gormItem), item.ID).Error) }},
		{"Find", func(t *testing.T) { must(t, g.Where("pieces > ?", 3).Find(new([]gormItem)).Error) }},
		{"Update", func(t *testing.T) { must(t, g.Model(item).Update("pieces", item.Pieces+1).Error) }},
		{"Save", func(t *testing.T) { must(t, g.Save(item).Error) }},
		{"Create with two associated rows", func(t *testing.T) {
			must(t, g.Create(&gormBox{Name: "b", Items: []gormItem{{Name: "x"}, {Name: "y"}}}).Error)
		}},
		{"Find with Preload", func(t *testing.T) { must(t, g.Preload("Items").Find(new([]gormBox)).Error) }},
		{"Transaction of two Creates", func(t *testing.T) {
			must(t, g.Transaction(func(tx *gorm.DB) error {
				must(t, tx.Create(&gormItem{Name: "a"}).Error)
				return tx.Create(&gormItem{Name: "b"}).Error
			}))
		}},
		{"Delete", func(t *testing.T) { must(t, g.Delete(item).Error) }},
		{"AutoMigrate that changes nothing", func(t *testing.T) { must(t, g.AutoMigrate(&gormBox{}, &gormItem{})) }},
	}
}

// gormDialector is GORM's own natively.
func gormDialector(d bothways.Database, db *sql.DB) gorm.Dialector {
	switch {
	case !d.Native:
		return auroragorm.New(auroragorm.Config{Conn: db})
	case d.IsPostgreSQL():
		return postgres.New(postgres.Config{Conn: db})
	default:
		return mysql.New(mysql.Config{Conn: db})
	}
}
