package gorm_test

import (
	"errors"
	"slices"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// changes update and delete in each of GORM's ways.
var changes = []struct {
	name     string
	change   func(tx *gorm.DB) *gorm.DB
	affected int64
	want     []int // the marks that are left
}{
	{name: "Update", change: func(tx *gorm.DB) *gorm.DB { return tx.Model(&pupil{}).Where("class = ?", "a").Update("mark", 9) }, affected: 2, want: []int{9, 9, 2, 5, 2}},
	{name: "Updates of a struct", change: func(tx *gorm.DB) *gorm.DB { return tx.Model(&pupil{ID: 1}).Updates(pupil{Mark: 7, Name: "x"}) }, affected: 1, want: []int{7, 3, 2, 5, 2}},
	{name: "Updates of a map", change: func(tx *gorm.DB) *gorm.DB {
		return tx.Model(&pupil{}).Where("id IN ?", []uint{1, 2}).Updates(map[string]any{"mark": gorm.Expr("mark * ? + ?", 2, 1), "name": "x"})
	}, affected: 2, want: []int{3, 7, 2, 5, 2}},
	{name: "selected", change: func(tx *gorm.DB) *gorm.DB {
		return tx.Model(&pupil{ID: 2}).Select("mark").Updates(pupil{Name: "kept", Mark: 0})
	}, affected: 1, want: []int{1, 0, 2, 5, 2}},
	{name: "UpdateColumn", change: func(tx *gorm.DB) *gorm.DB {
		return tx.Model(&pupil{ID: 3}).UpdateColumn("mark", gorm.Expr("mark + (?)", tx.Session(&gorm.Session{NewDB: true}).Table("pupils AS others").Select("1").Where("others.id = ?", 1)))
	}, affected: 1, want: []int{1, 3, 3, 5, 2}},
	{name: "no row", change: func(tx *gorm.DB) *gorm.DB { return tx.Model(&pupil{ID: 99}).Update("mark", 9) }, affected: 0, want: []int{1, 3, 2, 5, 2}},
	{name: "the same value", change: func(tx *gorm.DB) *gorm.DB { return tx.Model(&pupil{ID: 1}).Update("mark", 1) }, affected: 1, want: []int{1, 3, 2, 5, 2}},
	{name: "all", change: func(tx *gorm.DB) *gorm.DB {
		return tx.Session(&gorm.Session{AllowGlobalUpdate: true}).Model(&pupil{}).Update("mark", 0)
	}, affected: 5, want: []int{0, 0, 0, 0, 0}},
	{name: "soft delete", change: func(tx *gorm.DB) *gorm.DB { return tx.Delete(&pupil{}, []int{1, 2}) }, affected: 2, want: []int{2, 5, 2}},
	{name: "soft delete of a row", change: func(tx *gorm.DB) *gorm.DB { return tx.Delete(&pupil{ID: 1}) }, affected: 1, want: []int{3, 2, 5, 2}},
	{name: "Unscoped", change: func(tx *gorm.DB) *gorm.DB { return tx.Unscoped().Where("mark < ?", 3).Delete(&pupil{}) }, affected: 3, want: []int{3, 5}},
}

// TestChanges makes each of the changes to the same pupils.
func TestChanges(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &pupil{})
		for _, test := range changes {
			t.Run(test.name, func(t *testing.T) {
				check(t, s.Create(pupils()).Error)
				result := test.change(s.DB)
				check(t, result.Error)
				var got []int
				check(t, s.Model(&pupil{}).Order("id").Pluck("mark", &got).Error)
				if result.RowsAffected != test.affected || !slices.Equal(got, test.want) {
					t.Errorf("%d rows, %v; want %d, %v", result.RowsAffected, got, test.affected, test.want)
				}
			})
			check(t, s.Session(&gorm.Session{AllowGlobalUpdate: true}).Unscoped().Delete(&pupil{}).Error)
		}
		withoutConditions(t, s)
	})
}

// withoutConditions is refused by GORM itself.
func withoutConditions(t *testing.T, s subject) {
	t.Helper()
	if err := s.Delete(&pupil{}).Error; !errors.Is(err, gorm.ErrMissingWhereClause) {
		t.Errorf("got %v", err)
	}
	if err := s.Model(&pupil{}).Update("mark", 1).Error; !errors.Is(err, gorm.ErrMissingWhereClause) {
		t.Errorf("got %v", err)
	}
}

// TestReturning has rows come back from what changes them, where the dialect has
// RETURNING.
func TestReturning(t *testing.T) {
	runEveryWay(t, func(t *testing.T, s subject) {
		s.migrate(t, &pupil{})
		check(t, s.Create(pupils()).Error)
		if !s.IsPostgreSQL() {
			deletedRows(t, s)
			return
		}
		var updated []pupil
		check(t, s.Model(&updated).Clauses(clause.Returning{}).Where("class = ?", "a").Update("mark", gorm.Expr("mark * 10")).Error)
		if len(updated) != 2 || updated[0].Mark+updated[1].Mark != 40 {
			t.Errorf("got %v", updated)
		}
		var names []pupil
		check(t, s.Clauses(clause.Returning{Columns: []clause.Column{{Name: "name"}}}).Unscoped().Where("class = ?", "b").Delete(&names).Error)
		if len(names) != 3 || names[0].Name == "" || names[0].ID != 0 {
			t.Errorf("got %v", names)
		}
	})
}

// deletedRows is what MariaDB has of it; MySQL has nothing, and GORM leaves
// RETURNING out.
func deletedRows(t *testing.T, s subject) {
	t.Helper()
	var deleted []pupil
	check(t, s.Clauses(clause.Returning{}).Unscoped().Where("class = ?", "b").Delete(&deleted).Error)
	want := 3
	if s.way.name == native.name || s.way.name == ours.name {
		want = 0
	}
	if len(deleted) != want {
		t.Errorf("got %d rows, want %d", len(deleted), want)
	}
}
