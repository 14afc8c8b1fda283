package gorm_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// TestGenerics goes the way of gorm.G.
func TestGenerics(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &pupil{})
		ctx := t.Context()
		all := pupils()
		check(t, gorm.G[pupil](s.DB).CreateInBatches(ctx, &all, 3))
		result := gorm.WithResult()
		check(t, gorm.G[pupil](s.DB, result).Create(ctx, &pupil{ID: 6, Name: "fay", Class: "c"}))
		if result.RowsAffected != 1 {
			t.Errorf("%d rows, want 1", result.RowsAffected)
		}
		first, err := gorm.G[pupil](s.DB).Where("class = ?", "b").Order("id").First(ctx)
		check(t, err)
		if first != all[2] {
			t.Errorf("got %+v", first)
		}
		changeGenerics(t, s)
		askGenerics(t, s)
	})
}

func changeGenerics(t *testing.T, s subject) {
	t.Helper()
	ctx := t.Context()
	updated, err := gorm.G[pupil](s.DB).Where("class = ?", "a").Update(ctx, "mark", gorm.Expr("mark + ?", 1))
	check(t, err)
	changed, err := gorm.G[pupil](s.DB).Where("id = ?", 3).Updates(ctx, pupil{Mark: 9})
	check(t, err)
	deleted, err := gorm.G[pupil](s.DB).Where("id IN ?", []int{4, 5}).Delete(ctx)
	check(t, err)
	if updated != 2 || changed != 1 || deleted != 2 {
		t.Errorf("%d, %d and %d rows", updated, changed, deleted)
	}
	conflict := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"mark"})}
	check(t, gorm.G[pupil](s.DB, conflict).Create(ctx, &pupil{ID: 6, Mark: 8}))
	check(t, gorm.G[any](s.DB).Exec(ctx, "UPDATE pupils SET class = ? WHERE id = ?", "d", 6))
}

func askGenerics(t *testing.T, s subject) {
	t.Helper()
	ctx := t.Context()
	marks, err := gorm.G[int](s.DB).Raw("SELECT mark FROM pupils WHERE deleted IS NULL ORDER BY id").Find(ctx)
	check(t, err)
	if want := []int{2, 4, 9, 8}; !slices.Equal(marks, want) {
		t.Errorf("got %v, want %v", marks, want)
	}
	n, err := gorm.G[pupil](s.DB).Count(ctx, "id")
	check(t, err)
	var found []string
	check(t, gorm.G[pupil](s.DB).Order("id").FindInBatches(ctx, 3, func(batch []pupil, _ int) error {
		for _, p := range batch {
			found = append(found, p.Name)
		}
		return nil
	}))
	if n != 4 || len(found) != 4 {
		t.Errorf("%d rows, found %q", n, found)
	}
	if _, err := gorm.G[pupil](s.DB).Where("id = ?", 99).Take(ctx); !errors.Is(err, gorm.ErrRecordNotFound) {
		t.Errorf("got %v", err)
	}
}

// TestAtOnce has many callers use one pool, prepared and not, in transactions and
// outside.
func TestAtOnce(t *testing.T) {
	const callers, times = 8, 5
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &entry{})
		for _, db := range []*gorm.DB{s.DB, s.again(t, &gorm.Config{PrepareStmt: true, SkipDefaultTransaction: true})} {
			check(t, s.Save(&entry{ID: 100_000, Name: "shared"}).Error)
			var wait sync.WaitGroup
			for i := range callers {
				wait.Go(func() {
					for j := range times {
						if err := hit(db, fmt.Sprintf("%p %d %d", db, i, j)); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wait.Wait()
			wantHits(t, s, "shared", callers*times)
		}
	})
}

// hit writes a row, and counts it in another one, in one transaction.
func hit(db *gorm.DB, name string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&entry{Name: name}).Error; err != nil {
			return err
		}
		var shared entry
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Take(&shared, 100_000).Error; err != nil {
			return err
		}
		return tx.Model(&shared).Update("hits", gorm.Expr("hits + ?", 1)).Error
	})
}
