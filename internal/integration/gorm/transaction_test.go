package gorm_test

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"testing"

	"gorm.io/gorm"
)

type entry struct {
	ID   uint
	Name string `gorm:"size:100;uniqueIndex"`
	Hits int    `gorm:"not null;default:0"`
}

// wantNames checks what is in the table, in order.
func wantNames(t *testing.T, s subject, want ...string) {
	t.Helper()
	var got []string
	check(t, s.Model(&entry{}).Order("id").Pluck("name", &got).Error)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

var errGiveUp = errors.New("give up")

// transactions end in each of the ways, and leave names.
var transactions = []struct {
	name string
	do   func(t *testing.T, s subject)
	want []string
}{
	{name: "commit", want: []string{"a"}, do: func(t *testing.T, s subject) {
		check(t, s.Transaction(func(tx *gorm.DB) error { return tx.Create(&entry{Name: "a"}).Error }))
	}},
	{name: "rollback", do: func(t *testing.T, s subject) {
		err := s.Transaction(func(tx *gorm.DB) error {
			check(t, tx.Create(&entry{Name: "a"}).Error)
			return errGiveUp
		})
		if !errors.Is(err, errGiveUp) {
			t.Errorf("got %v", err)
		}
	}},
	{name: "panic", do: func(t *testing.T, s subject) {
		defer func() {
			if recover() == nil {
				t.Error("the panic is gone")
			}
		}()
		_ = s.Transaction(func(tx *gorm.DB) error {
			check(t, tx.Create(&entry{Name: "a"}).Error)
			panic("give up")
		})
	}},
	{name: "by hand", want: []string{"b"}, do: func(t *testing.T, s subject) {
		tx := s.Begin()
		check(t, tx.Create(&entry{Name: "a"}).Error)
		check(t, tx.Rollback().Error)
		if err := tx.Commit().Error; !errors.Is(err, sql.ErrTxDone) {
			t.Errorf("got %v", err)
		}
		tx = s.Begin(&sql.TxOptions{Isolation: sql.LevelRepeatableRead})
		check(t, tx.Create(&entry{Name: "b"}).Error)
		check(t, tx.Commit().Error)
	}},
	{name: "nested", want: []string{"outer", "kept"}, do: nested},
	{name: "nested without savepoints", want: []string{"outer"}, do: func(t *testing.T, s subject) {
		flat := s.Session(&gorm.Session{DisableNestedTransaction: true})
		check(t, flat.Transaction(func(tx *gorm.DB) error {
			return tx.Transaction(func(inner *gorm.DB) error { return inner.Create(&entry{Name: "outer"}).Error })
		}))
	}},
	{name: "savepoints", want: []string{"a", "c"}, do: func(t *testing.T, s subject) {
		tx := s.Begin()
		check(t, tx.Create(&entry{Name: "a"}).Error)
		check(t, tx.SavePoint("before_b").Error)
		check(t, tx.Create(&entry{Name: "b"}).Error)
		check(t, tx.RollbackTo("before_b").Error)
		check(t, tx.Create(&entry{Name: "c"}).Error)
		check(t, tx.Commit().Error)
	}},
	{name: "failed statement", want: []string{"a"}, do: failedStatement},
	{name: "read only", want: []string{"a"}, do: func(t *testing.T, s subject) {
		check(t, s.Create(&entry{Name: "a"}).Error)
		tx := s.Begin(&sql.TxOptions{ReadOnly: true})
		if tx.Create(&entry{Name: "b"}).Error == nil {
			t.Error("written in a transaction that only reads")
		}
		check(t, tx.Rollback().Error)
	}},
	{name: "context", do: func(t *testing.T, s subject) {
		ctx, cancel := context.WithCancel(t.Context())
		tx := s.WithContext(ctx).Begin()
		check(t, tx.Create(&entry{Name: "a"}).Error)
		cancel()
		if tx.Commit().Error == nil {
			t.Error("committed after the context has ended")
		}
	}},
	{name: "without default transaction", want: []string{"a"}, do: func(t *testing.T, s subject) {
		check(t, s.Session(&gorm.Session{SkipDefaultTransaction: true}).Create(&entry{Name: "a"}).Error)
	}},
}

// TestTransactions commits, rolls back, nests and goes back to savepoints.
func TestTransactions(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &entry{})
		for _, test := range transactions {
			t.Run(test.name, func(t *testing.T) {
				test.do(t, s)
				wantNames(t, s, test.want...)
			})
			check(t, s.Session(&gorm.Session{AllowGlobalUpdate: true}).Delete(&entry{}).Error)
		}
	})
}

// nested rolls an inner transaction back and keeps the others.
func nested(t *testing.T, s subject) {
	check(t, s.Transaction(func(tx *gorm.DB) error {
		check(t, tx.Create(&entry{Name: "outer"}).Error)
		err := tx.Transaction(func(inner *gorm.DB) error {
			check(t, inner.Create(&entry{Name: "lost"}).Error)
			return errGiveUp
		})
		if !errors.Is(err, errGiveUp) {
			t.Errorf("got %v", err)
		}
		return tx.Transaction(func(inner *gorm.DB) error { return inner.Create(&entry{Name: "kept"}).Error })
	}))
}

// failedStatement goes on after an error, from a savepoint.
func failedStatement(t *testing.T, s subject) {
	check(t, s.Transaction(func(tx *gorm.DB) error {
		check(t, tx.Create(&entry{Name: "a"}).Error)
		err := tx.Transaction(func(inner *gorm.DB) error { return inner.Create(&entry{Name: "a"}).Error })
		if err == nil {
			t.Error("the same key twice")
		}
		return tx.Model(&entry{}).Where("name = ?", "a").Update("hits", 1).Error
	}))
}
