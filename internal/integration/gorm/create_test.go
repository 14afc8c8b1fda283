package gorm_test

import (
	"fmt"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// creations write rows in each of GORM's ways, and leave names.
var creations = []struct {
	name string
	do   func(t *testing.T, s subject)
	want []string
}{
	{name: "slice", want: []string{"a", "b"}, do: func(t *testing.T, s subject) {
		rows := []entry{{Name: "a"}, {Name: "b"}}
		result := s.Create(&rows)
		check(t, result.Error)
		if result.RowsAffected != 2 || rows[0].ID == 0 || rows[1].ID != rows[0].ID+1 {
			t.Errorf("%d rows: %v", result.RowsAffected, rows)
		}
	}},
	{name: "map", want: []string{"a"}, do: func(t *testing.T, s subject) {
		check(t, s.Model(&entry{}).Create(map[string]any{"Name": "a", "hits": clause.Expr{SQL: "1 + 1"}}).Error)
		wantHits(t, s, "a", 2)
	}},
	{name: "maps", want: []string{"a", "b"}, do: func(t *testing.T, s subject) {
		check(t, s.Model(&entry{}).Create(&[]map[string]any{{"name": "a", "hits": 2}, {"name": "b", "hits": 3}}).Error)
		wantHits(t, s, "b", 3)
	}},
	{name: "selected", want: []string{"a"}, do: func(t *testing.T, s subject) {
		check(t, s.Omit("Hits").Create(&entry{Name: "a", Hits: 9}).Error)
		wantHits(t, s, "a", 0)
	}},
	{name: "with a key", want: []string{"a"}, do: func(t *testing.T, s subject) {
		row := entry{ID: 4711, Name: "a"}
		check(t, s.Create(&row).Error)
		check(t, s.First(&entry{}, 4711).Error)
	}},
	{name: "FirstOrCreate", want: []string{"a"}, do: func(t *testing.T, s subject) {
		for hits := range 3 {
			var row entry
			check(t, s.Where(entry{Name: "a"}).Attrs(entry{Hits: 7}).FirstOrCreate(&row).Error)
			check(t, s.Where(entry{Name: "a"}).Assign(entry{Hits: hits + 1}).FirstOrCreate(&row).Error)
		}
		wantHits(t, s, "a", 3)
	}},
	{name: "FirstOrInit", want: []string{}, do: func(t *testing.T, s subject) {
		var row entry
		check(t, s.Where(entry{Name: "a"}).Attrs(entry{Hits: 7}).FirstOrInit(&row).Error)
		if row.Name != "a" || row.Hits != 7 {
			t.Errorf("got %+v", row)
		}
	}},
	{name: "Save", want: []string{"b", "c"}, do: func(t *testing.T, s subject) {
		rows := []entry{{Name: "a"}, {Name: "c"}}
		check(t, s.Save(&rows).Error)
		rows[0].Name = "b"
		check(t, s.Save(&rows).Error)
	}},
}

// TestCreate writes rows in each of GORM's ways.
func TestCreate(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &entry{})
		for _, test := range creations {
			t.Run(test.name, func(t *testing.T) {
				test.do(t, s)
				wantNames(t, s, test.want...)
			})
			check(t, s.Session(&gorm.Session{AllowGlobalUpdate: true}).Delete(&entry{}).Error)
		}
	})
}

func wantHits(t *testing.T, s subject, name string, want int) {
	t.Helper()
	var row entry
	check(t, s.Take(&row, "name = ?", name).Error)
	if row.Hits != want {
		t.Errorf("%d hits, want %d", row.Hits, want)
	}
}

// TestUpsert has each form of clause.OnConflict meet a row that is there.
func TestUpsert(t *testing.T) {
	name := []clause.Column{{Name: "name"}}
	tests := []struct {
		name     string
		conflict clause.OnConflict
		want     int
	}{
		{name: "DoNothing", conflict: clause.OnConflict{DoNothing: true}, want: 1},
		{name: "UpdateAll", conflict: clause.OnConflict{Columns: name, UpdateAll: true}, want: 2},
		{name: "AssignmentColumns", conflict: clause.OnConflict{Columns: name, DoUpdates: clause.AssignmentColumns([]string{"hits"})}, want: 2},
		{name: "Assignments", conflict: clause.OnConflict{Columns: name, DoUpdates: clause.Assignments(map[string]any{"hits": 10})}, want: 10},
		{name: "expression", conflict: clause.OnConflict{Columns: name, DoUpdates: clause.Assignments(map[string]any{"hits": gorm.Expr("entries.hits + ?", 10)})}, want: 11},
	}
	runEveryWay(t, func(t *testing.T, s subject) {
		s.migrate(t, &entry{})
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				check(t, s.Create(&entry{Name: test.name, Hits: 1}).Error)
				rows := []entry{{Name: test.name, Hits: 2}, {Name: test.name + ", new", Hits: 3}}
				check(t, s.Clauses(test.conflict).Create(&rows).Error)
				wantHits(t, s, test.name, test.want)
				wantHits(t, s, test.name+", new", 3)
			})
		}
		if s.IsPostgreSQL() {
			conditionalUpsert(t, s)
		}
	})
}

// conditionalUpsert is for PostgreSQL: MySQL has no conditions there.
func conditionalUpsert(t *testing.T, s subject) {
	check(t, s.Create(&entry{Name: "where", Hits: 1}).Error)
	for limit, want := range []int{1, 5} {
		check(t, s.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "name"}},
			DoUpdates: clause.AssignmentColumns([]string{"hits"}),
			Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("entries.hits <= ?", limit)}},
		}).Create(&entry{Name: "where", Hits: 5}).Error)
		wantHits(t, s, "where", want)
	}
	check(t, s.Clauses(clause.OnConflict{OnConstraint: "entries_pkey", DoNothing: true}).Create(&entry{Name: "other"}).Error)
}

// TestBatches writes and reads rows some at a time, more than there is room for in
// one statement's placeholders, too.
func TestBatches(t *testing.T) {
	const count = 250
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &entry{})
		rows := make([]entry, count)
		for i := range rows {
			rows[i] = entry{Name: fmt.Sprintf("entry %03d", i), Hits: i}
		}
		result := s.CreateInBatches(&rows, 100)
		check(t, result.Error)
		if result.RowsAffected != count || rows[count-1].ID == 0 {
			t.Errorf("%d rows, the last has the key %d", result.RowsAffected, rows[count-1].ID)
		}
		findInBatches(t, s, rows)
		check(t, s.Session(&gorm.Session{AllowGlobalUpdate: true}).Delete(&entry{}).Error)
		check(t, s.Session(&gorm.Session{CreateBatchSize: 40}).Create(&rows).Error)
		var last entry
		check(t, s.Last(&last).Error)
		if last != rows[count-1] {
			t.Errorf("got %+v, want %+v", last, rows[count-1])
		}
	})
}

// findInBatches has each row once, with the key that was written.
func findInBatches(t *testing.T, s subject, want []entry) {
	t.Helper()
	var found, batch []entry
	check(t, s.Where("hits >= ?", 0).FindInBatches(&batch, 60, func(tx *gorm.DB, n int) error {
		found = append(found, batch...)
		for i := range batch {
			batch[i].Hits++
		}
		return tx.Save(&batch).Error
	}).Error)
	if len(found) != len(want) {
		t.Fatalf("%d rows, want %d", len(found), len(want))
	}
	for i := range found {
		if found[i] != want[i] {
			t.Errorf("got %+v, want %+v", found[i], want[i])
		}
	}
	var hits int
	check(t, s.Model(&entry{}).Select("sum(hits)").Scan(&hits).Error)
	if sum := len(want) * (len(want) + 1) / 2; hits != sum {
		t.Errorf("%d hits, want %d", hits, sum)
	}
}
