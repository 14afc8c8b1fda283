package gorm_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi/auroragorm"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

var update = flag.Bool("update", false, "write docs/gorm.md anew")

// owner has things, for Preload.
type owner struct {
	ID     uint
	Name   string  `gorm:"size:40"`
	Things []thing `gorm:"constraint:OnDelete:CASCADE"`
}

type thing struct {
	ID      uint
	Name    string `gorm:"size:40"`
	OwnerID uint
}

// operations are what docs/gorm.md counts the calls of. Each is done twice.
var operations = []struct {
	name string
	do   func(tx *gorm.DB) error
}{
	{name: "`AutoMigrate` of two tables, again", do: func(tx *gorm.DB) error { return tx.AutoMigrate(&owner{}, &thing{}) }},
	{name: "`Create`", do: func(tx *gorm.DB) error { return tx.Create(&owner{Name: "a"}).Error }},
	{name: "`Create` with two associated rows", do: func(tx *gorm.DB) error {
		return tx.Create(&owner{Name: "a", Things: []thing{{Name: "b"}, {Name: "c"}}}).Error
	}},
	{name: "`Create` of 100 rows", do: func(tx *gorm.DB) error { return tx.Create(make([]owner, 100)).Error }},
	{name: "`CreateInBatches` of 1,000 rows, 500 at a time", do: func(tx *gorm.DB) error { return tx.CreateInBatches(make([]owner, 1000), 500).Error }},
	{name: "`First`, `Take`, `Find`, `Count`, `Pluck`, `Scan`", do: func(tx *gorm.DB) error { return tx.First(&owner{}, 1).Error }},
	{name: "`Find` with `Preload`", do: func(tx *gorm.DB) error { return tx.Preload("Things").Limit(10).Find(&[]owner{}).Error }},
	{name: "`Find` with `Joins`", do: func(tx *gorm.DB) error {
		return tx.Joins("JOIN things ON things.owner_id = owners.id").Where("owners.id = ?", 1).Find(&[]owner{}).Error
	}},
	{name: "`Save`, `Update`, `Updates`", do: func(tx *gorm.DB) error { return tx.Model(&owner{ID: 1}).Update("name", "b").Error }},
	{name: "`Delete`", do: func(tx *gorm.DB) error { return tx.Delete(&thing{}, 1).Error }},
	{name: "`FirstOrCreate`, there already", do: func(tx *gorm.DB) error { return tx.Where(owner{Name: "b"}).FirstOrCreate(&owner{}).Error }},
	{name: "`Transaction` with two `Create`", do: func(tx *gorm.DB) error {
		return tx.Transaction(func(tx *gorm.DB) error {
			if err := tx.Create(&owner{Name: "c"}).Error; err != nil {
				return err
			}
			return tx.Create(&thing{OwnerID: 1}).Error
		})
	}},
	{name: "the same, one of them in a nested `Transaction`", do: func(tx *gorm.DB) error {
		return tx.Transaction(func(tx *gorm.DB) error {
			if err := tx.Create(&owner{Name: "c"}).Error; err != nil {
				return err
			}
			return tx.Transaction(func(tx *gorm.DB) error { return tx.Create(&thing{OwnerID: 1}).Error })
		})
	}},
}

// TestCalls counts the calls of each operation, the first time and later, and
// compares them with the table in docs/gorm.md, which -update writes.
func TestCalls(t *testing.T) {
	t.Parallel()
	columns := make([][]string, 0, 4)
	for _, engine := range engines {
		for _, skip := range []bool{false, true} {
			columns = append(columns, countCalls(t, bothways.New(t, engine, false), &gorm.Config{SkipDefaultTransaction: skip, Logger: new(recorder)}))
		}
	}
	var b strings.Builder
	b.WriteString("| | PostgreSQL | PostgreSQL, `SkipDefaultTransaction` | MySQL | MySQL, `SkipDefaultTransaction` |\n|---|---|---|---|---|\n")
	names := []string{"`gorm.Open`", "`AutoMigrate` of two tables"}
	for _, o := range operations {
		names = append(names, o.name)
	}
	for i, name := range names {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", name, columns[0][i], columns[1][i], columns[2][i], columns[3][i])
	}
	wantTable(t, b.String())
}

// countCalls returns the calls of gorm.Open, of the first AutoMigrate and of each
// operation.
func countCalls(t *testing.T, d bothways.Database, config *gorm.Config) []string {
	t.Helper()
	var db *gorm.DB
	var err error
	counts := []string{fmt.Sprint(d.Calls(func() {
		db, err = gorm.Open(auroragorm.New(auroragorm.Config{Conn: d.DB, MySQL: mySQL8}), config)
	}))}
	check(t, err)
	counts = append(counts, fmt.Sprint(d.Calls(func() { err = db.AutoMigrate(&owner{}, &thing{}) })))
	check(t, err)
	for _, o := range operations {
		var calls [2]int
		for i := range calls {
			calls[i] = d.Calls(func() { err = o.do(db) })
			check(t, err)
		}
		text := fmt.Sprint(calls[1])
		if calls[0] != calls[1] {
			text = fmt.Sprintf("%d, later %d", calls[0], calls[1])
		}
		counts = append(counts, text)
	}
	return counts
}

// wantTable compares a table with the one in docs/gorm.md.
func wantTable(t *testing.T, want string) {
	t.Helper()
	const begin, end = "<!-- calls -->\n", "<!-- end of calls -->\n"
	text, err := os.ReadFile(page)
	check(t, err)
	before, rest, ok := strings.Cut(string(text), begin)
	got, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no table of calls", page)
	}
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date (go test ./internal/integration/gorm -run TestCalls -update):\n%s", page, want)
	}
	check(t, os.WriteFile(page, []byte(before+begin+want+end+after), 0o600))
}
