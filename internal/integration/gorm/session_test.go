package gorm_test

import (
	"strings"
	"testing"

	"gorm.io/gorm"
)

// TestPrepareStmt has statements prepared, used again, in transactions too, and
// outlive a change of their table.
func TestPrepareStmt(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		prepared := subject{DB: s.again(t, &gorm.Config{PrepareStmt: true}), Database: s.Database, way: s.way, recorder: s.recorder}
		prepared.migrate(t, &entry{})
		for _, name := range []string{"a", "b", "c"} {
			check(t, prepared.Create(&entry{Name: name}).Error)
		}
		check(t, prepared.Transaction(func(tx *gorm.DB) error {
			check(t, tx.Create(&entry{Name: "d"}).Error)
			var row entry
			return tx.Where("name = ?", "d").First(&row).Error
		}))
		wantNames(t, prepared, "a", "b", "c", "d")
		if prepared.Exec("SELECT missing FROM entries WHERE id = ?", 1).Error == nil {
			t.Error("a column that is missing")
		}
		check(t, prepared.Migrator().AddColumn(&entryLater{}, "Extra"))
		check(t, prepared.Create(&entryLater{Name: "e", Extra: "x"}).Error)
		wantNames(t, prepared, "a", "b", "c", "d", "e")
	})
}

type entryLater struct {
	ID    uint
	Name  string
	Extra string `gorm:"size:10;not null;default:none"`
}

func (entryLater) TableName() string { return "entries" }

// TestConnection has what is set on a connection hold for it.
func TestConnection(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		set, get := "SET SESSION TRANSACTION READ ONLY", "SELECT @@tx_read_only"
		if s.IsPostgreSQL() {
			set, get = "SET application_name = 'gorm'", "SELECT current_setting('application_name')"
		}
		check(t, s.Connection(func(tx *gorm.DB) error {
			var before, after string
			check(t, tx.Raw(get).Scan(&before).Error)
			check(t, tx.Exec(set).Error)
			check(t, tx.Raw(get).Scan(&after).Error)
			if before == after {
				t.Errorf("it was %q, and is %q", before, after)
			}
			return nil
		}))
	})
}

// TestDryRun makes texts, and no calls.
func TestDryRun(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		calls := s.Calls(func() {
			statement := s.Session(&gorm.Session{DryRun: true}).First(&entry{}, "name = ?", "a").Statement
			s.recorder.note(statement.SQL.String())
			s.recorder.note(s.ToSQL(func(tx *gorm.DB) *gorm.DB {
				return tx.Model(&entry{}).Where("name IN ?", []string{"it's", `back\slash`}).Limit(3).Find(&[]entry{})
			}))
			text := s.ToSQL(func(tx *gorm.DB) *gorm.DB { return tx.Model(&entry{}).Where("id = ?", 5).Update("hits", 7) })
			if !strings.Contains(text, "7") || !strings.Contains(text, "5") {
				t.Errorf("got %s", text)
			}
			s.recorder.note(text)
			s.recorder.note(s.Dialector.Explain(s.ToSQL(func(tx *gorm.DB) *gorm.DB { return tx.Exec("SELECT ?", moment) })))
		})
		if calls != 0 {
			t.Errorf("%d calls", calls)
		}
	})
}
