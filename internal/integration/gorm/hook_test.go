package gorm_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"
)

// hooked writes a journal of its hooks, into the same transaction.
type hooked struct {
	ID    uint
	Name  string
	calls []string
}

type journal struct {
	ID   uint
	Text string
}

func (h *hooked) note(tx *gorm.DB, hook string) error {
	h.calls = append(h.calls, hook)
	if h.Name == "refuse "+hook {
		return errGiveUp
	}
	return tx.Create(&journal{Text: hook + " " + h.Name}).Error
}

func (h *hooked) BeforeSave(tx *gorm.DB) error   { return h.note(tx, "BeforeSave") }
func (h *hooked) AfterSave(tx *gorm.DB) error    { return h.note(tx, "AfterSave") }
func (h *hooked) BeforeCreate(tx *gorm.DB) error { return h.note(tx, "BeforeCreate") }
func (h *hooked) AfterCreate(tx *gorm.DB) error  { return h.note(tx, "AfterCreate") }
func (h *hooked) BeforeUpdate(tx *gorm.DB) error { return h.note(tx, "BeforeUpdate") }
func (h *hooked) AfterUpdate(tx *gorm.DB) error  { return h.note(tx, "AfterUpdate") }
func (h *hooked) BeforeDelete(tx *gorm.DB) error { return h.note(tx, "BeforeDelete") }
func (h *hooked) AfterDelete(tx *gorm.DB) error  { return h.note(tx, "AfterDelete") }

func (h *hooked) AfterFind(*gorm.DB) error {
	h.calls = append(h.calls, "AfterFind")
	return nil
}

// TestHooks has all hooks run, write, and roll back what was done by an error.
func TestHooks(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &hooked{}, &journal{})
		row := hooked{Name: "a"}
		check(t, s.Create(&row).Error)
		check(t, s.Model(&row).Update("name", "b").Error)
		check(t, s.First(&row).Error)
		check(t, s.Delete(&row).Error)
		want := "BeforeSave BeforeCreate AfterCreate AfterSave BeforeSave BeforeUpdate AfterUpdate AfterSave AfterFind BeforeDelete AfterDelete"
		if got := strings.Join(row.calls, " "); got != want {
			t.Errorf("got %s", got)
		}
		var texts []string
		check(t, s.Model(&journal{}).Order("id").Pluck("text", &texts).Error)
		if len(texts) != 10 || !slices.Contains(texts, "AfterUpdate b") {
			t.Errorf("got %q", texts)
		}
		for _, hook := range []string{"BeforeCreate", "AfterCreate", "AfterSave"} {
			refuse(t, s, hook, int64(len(texts)))
		}
		check(t, s.Session(&gorm.Session{SkipHooks: true}).Create(&hooked{Name: "refuse BeforeCreate"}).Error)
	})
}

// refuse has a hook fail, which leaves nothing behind.
func refuse(t *testing.T, s subject, hook string, before int64) {
	t.Helper()
	if err := s.Create(&hooked{Name: "refuse " + hook}).Error; !errors.Is(err, errGiveUp) {
		t.Errorf("%s: got %v", hook, err)
	}
	var rows, texts int64
	check(t, s.Model(&hooked{}).Count(&rows).Error)
	check(t, s.Model(&journal{}).Count(&texts).Error)
	if rows != 0 || texts != before {
		t.Errorf("%s: %d rows and %d lines of the journal are left, want 0 and %d", hook, rows, texts, before)
	}
}
