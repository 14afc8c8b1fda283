package gorm_test

import (
	"database/sql"
	"errors"
	"reflect"
	"slices"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// pupil is of a class, with marks to count.
type pupil struct {
	ID      uint
	Name    string `gorm:"size:40"`
	Class   string `gorm:"size:10"`
	Mark    int
	Deleted gorm.DeletedAt
}

func pupils() []pupil {
	return []pupil{
		{ID: 1, Name: "ann", Class: "a", Mark: 1},
		{ID: 2, Name: "bob", Class: "a", Mark: 3},
		{ID: 3, Name: "cid", Class: "b", Mark: 2},
		{ID: 4, Name: "dan", Class: "b", Mark: 5},
		{ID: 5, Name: "eve", Class: "b", Mark: 2},
	}
}

func atLeast(mark int) func(*gorm.DB) *gorm.DB {
	return func(tx *gorm.DB) *gorm.DB { return tx.Where("mark >= ?", mark) }
}

// questions ask for pupils, in each of GORM's ways.
var questions = []struct {
	name  string
	query func(tx *gorm.DB) *gorm.DB
	want  []string // names, in the order of their keys
}{
	{name: "string", query: func(tx *gorm.DB) *gorm.DB { return tx.Where("name = ?", "bob") }, want: []string{"bob"}},
	{name: "struct", query: func(tx *gorm.DB) *gorm.DB { return tx.Where(&pupil{Class: "a", Mark: 1}) }, want: []string{"ann"}},
	{name: "struct with zero", query: func(tx *gorm.DB) *gorm.DB { return tx.Where(&pupil{Class: "a"}, "Class", "Mark") }},
	{name: "map", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Where(map[string]any{"class": "b", "mark": []int{2, 5}})
	}, want: []string{"cid", "dan", "eve"}},
	{name: "keys", query: func(tx *gorm.DB) *gorm.DB { return tx.Where([]int{1, 5}) }, want: []string{"ann", "eve"}},
	{name: "IN", query: func(tx *gorm.DB) *gorm.DB { return tx.Where("name IN ?", []string{"ann", "dan"}) }, want: []string{"ann", "dan"}},
	{name: "IN nothing", query: func(tx *gorm.DB) *gorm.DB { return tx.Where("name IN ?", []string{}) }},
	{name: "IN pairs", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Where("(name, class) IN ?", [][]any{{"ann", "a"}, {"bob", "b"}})
	}, want: []string{"ann"}},
	{name: "LIKE", query: func(tx *gorm.DB) *gorm.DB { return tx.Where("name LIKE ?", "%n%") }, want: []string{"ann", "dan"}},
	{name: "Not", query: func(tx *gorm.DB) *gorm.DB { return tx.Not("class = ?", "b") }, want: []string{"ann", "bob"}},
	{name: "Or", query: func(tx *gorm.DB) *gorm.DB { return tx.Where("mark = ?", 5).Or(&pupil{Name: "ann"}) }, want: []string{"ann", "dan"}},
	{name: "group of conditions", query: func(tx *gorm.DB) *gorm.DB {
		fresh := tx.Session(&gorm.Session{NewDB: true})
		return tx.Where(fresh.Where("class = ?", "b").Where("mark = ?", 2)).Or(fresh.Where("class = 'a' AND mark > 2"))
	}, want: []string{"bob", "cid", "eve"}},
	{name: "named", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Where("name = @name OR mark = @mark OR name = @name", sql.Named("name", "bob"), sql.Named("mark", 5))
	}, want: []string{"bob", "dan"}},
	{name: "named in a map", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Where("name = @name OR mark = @mark", map[string]any{"name": "ann", "mark": 3})
	}, want: []string{"ann", "bob"}},
	{name: "Limit and Offset", query: func(tx *gorm.DB) *gorm.DB { return tx.Limit(2).Offset(1) }, want: []string{"bob", "cid"}},
	{name: "Scopes", query: func(tx *gorm.DB) *gorm.DB { return tx.Scopes(atLeast(3)) }, want: []string{"bob", "dan"}},
	{name: "subquery", query: func(tx *gorm.DB) *gorm.DB {
		average := tx.Session(&gorm.Session{NewDB: true}).Model(&pupil{}).Select("AVG(mark)").Where("mark < ?", 100)
		return tx.Where("mark > (?)", average)
	}, want: []string{"bob", "dan"}},
	{name: "subquery in FROM", query: func(tx *gorm.DB) *gorm.DB {
		inner := tx.Session(&gorm.Session{NewDB: true}).Model(&pupil{}).Where("class = ?", "b")
		return tx.Table("(?) AS pupils", inner).Where("mark < ?", 3)
	}, want: []string{"cid", "eve"}},
	{name: "clauses", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Clauses(clause.Gt{Column: "mark", Value: 1}, clause.Like{Column: clause.Column{Table: clause.CurrentTable, Name: "name"}, Value: "%e"})
	}, want: []string{"eve"}},
	{name: "Locking", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked}).Where("mark = ?", 5)
	}, want: []string{"dan"}},
	{name: "Locking for share", query: func(tx *gorm.DB) *gorm.DB {
		return tx.Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("mark = ?", 5)
	}, want: []string{"dan"}},
	{name: "comment", query: func(tx *gorm.DB) *gorm.DB { return tx.Where("/* it's $1 :a */ mark = ?", 5) }, want: []string{"dan"}},
}

// TestQueries asks the questions.
func TestQueries(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &pupil{})
		check(t, s.Create(pupils()).Error)
		for _, test := range questions {
			t.Run(test.name, func(t *testing.T) {
				var got []string
				check(t, test.query(s.Model(&pupil{})).Order("id").Pluck("name", &got).Error)
				if !slices.Equal(got, test.want) {
					t.Errorf("got %q, want %q", got, test.want)
				}
			})
		}
	})
}

// TestResults reads rows into what GORM takes.
func TestResults(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &pupil{})
		check(t, s.Create(pupils()).Error)
		steps := []struct {
			name string
			do   func(t *testing.T, s subject)
		}{
			{name: "First, Last and Take", do: ends},
			{name: "groups", do: groups},
			{name: "maps", do: maps},
			{name: "Rows", do: rows},
			{name: "raw", do: raw},
			{name: "Count", do: count},
			{name: "not found", do: notFound},
		}
		for _, step := range steps {
			t.Run(step.name, func(t *testing.T) { step.do(t, s) })
		}
	})
}

func ends(t *testing.T, s subject) {
	var first, last, taken pupil
	check(t, s.First(&first).Error)
	check(t, s.Last(&last).Error)
	check(t, s.Take(&taken, 3).Error)
	want := pupils()
	if first != want[0] || last != want[4] || taken != want[2] {
		t.Errorf("got %v, %v and %v", first, last, taken)
	}
}

func groups(t *testing.T, s subject) {
	type class struct {
		Class   string
		Total   int
		Average float64
	}
	var got []class
	check(t, s.Model(&pupil{}).Select("class, sum(mark) AS total, avg(mark) AS average").Group("class").Having("sum(mark) > ?", 3).Order("class").Find(&got).Error)
	if want := []class{{"a", 4, 2}, {"b", 9, 3}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// maps has the types that the driver gives, which are the native ones.
func maps(t *testing.T, s subject) {
	var got []map[string]any
	check(t, s.Model(&pupil{}).Where("mark < ?", 3).Order("id").Find(&got).Error)
	var one map[string]any
	check(t, s.Table("pupils").Select("name, mark, mark / 2.0 AS half, NULL AS nothing").Take(&one, "id = ?", 1).Error)
	if len(got) != 3 || got[0]["name"] != "ann" || one["mark"] != int64(1) || one["nothing"] != nil {
		t.Errorf("got %v and %v", got, one)
	}
	want := reflect.TypeFor[string]()
	if s.IsPostgreSQL() {
		want = reflect.TypeFor[float64]() // the scan type of numeric
	}
	if typ := reflect.TypeOf(one["half"]); typ != want {
		t.Errorf("a number with a fraction is a %v, want %v", typ, want)
	}
}

func rows(t *testing.T, s subject) {
	found, err := s.Model(&pupil{}).Where("class = ?", "b").Order("id").Rows()
	check(t, err)
	defer found.Close()
	var names []string
	for found.Next() {
		var p pupil
		check(t, s.ScanRows(found, &p))
		names = append(names, p.Name)
	}
	check(t, found.Err())
	if want := []string{"cid", "dan", "eve"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	var name string
	var mark sql.NullInt64
	check(t, s.Table("pupils").Select("name", "mark").Where("id = ?", 2).Row().Scan(&name, &mark))
	if name != "bob" || mark.Int64 != 3 {
		t.Errorf("got %s, %v", name, mark)
	}
}

// raw has texts of GORM's own, of several statements too.
func raw(t *testing.T, s subject) {
	var got []string
	check(t, s.Raw("SELECT name FROM pupils WHERE mark IN ? AND class = @class ORDER BY id", []int{2, 5}, sql.Named("class", "b")).Scan(&got).Error)
	if want := []string{"cid", "dan", "eve"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	check(t, s.Exec("CREATE TABLE extra (id int PRIMARY KEY, text varchar(20)); INSERT INTO extra VALUES (1, 'a;b'), (2, 'c :d ? $1');\nCREATE INDEX extra_text ON extra (text)").Error)
	result := s.Exec("UPDATE extra SET text = ? WHERE id > ?", gorm.Expr("concat(text, CAST(? AS char(1)))", "!"), 0)
	check(t, result.Error)
	var text string
	check(t, s.Raw("SELECT text FROM extra WHERE id = ?", 2).Row().Scan(&text))
	if result.RowsAffected != 2 || text != "c :d ? $1!" {
		t.Errorf("%d rows, %q", result.RowsAffected, text)
	}
}

func count(t *testing.T, s subject) {
	var all, classes, found int64
	check(t, s.Model(&pupil{}).Count(&all).Error)
	check(t, s.Model(&pupil{}).Distinct("class").Count(&classes).Error)
	check(t, s.Model(&pupil{}).Where("mark = ?", 2).Group("class").Count(&found).Error)
	var exists bool
	check(t, s.Model(&pupil{}).Select("count(*) > 0").Where("name = ?", "eve").Find(&exists).Error)
	if all != 5 || classes != 2 || found != 1 || !exists {
		t.Errorf("got %d, %d, %d and %v", all, classes, found, exists)
	}
}

func notFound(t *testing.T, s subject) {
	if err := s.First(&pupil{}, 99).Error; !errors.Is(err, gorm.ErrRecordNotFound) {
		t.Errorf("got %v", err)
	}
	result := s.Limit(1).Find(&pupil{}, 99)
	if result.Error != nil || result.RowsAffected != 0 {
		t.Errorf("got %v, %d rows", result.Error, result.RowsAffected)
	}
	if err := s.Table("missing").Take(&pupil{}).Error; err == nil || errors.Is(err, gorm.ErrRecordNotFound) {
		t.Errorf("a table that is missing: got %v", err)
	}
}
