package gorm_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi"
)

// failures are statements that the database refuses, and what GORM makes of it.
var failures = []struct {
	name    string
	do      func(tx *gorm.DB) error
	want    error    // of GORM; nil if it has none
	state   string   // of PostgreSQL
	numbers []uint16 // of MySQL or MariaDB
}{
	{name: "duplicate key", do: func(tx *gorm.DB) error { return tx.Create(&strictBook{ID: 1, Pages: 1, ShelfID: 1}).Error }, want: gorm.ErrDuplicatedKey, state: "23505", numbers: []uint16{1062}},
	{name: "duplicate key, many rows", do: func(tx *gorm.DB) error {
		rows := make([]strictBook, 30)
		for i := range rows {
			rows[i] = strictBook{ID: uint(i + 1), Pages: 1, ShelfID: 1}
		}
		return tx.Create(&rows).Error
	}, want: gorm.ErrDuplicatedKey, state: "23505", numbers: []uint16{1062}},
	{name: "missing reference", do: func(tx *gorm.DB) error { return tx.Create(&strictBook{ID: 1000, Pages: 1, ShelfID: 99}).Error }, want: gorm.ErrForeignKeyViolated, state: "23503", numbers: []uint16{1452}},
	{name: "used reference", do: func(tx *gorm.DB) error { return tx.Delete(&shelf{ID: 1}).Error }, want: gorm.ErrForeignKeyViolated, state: "23503", numbers: []uint16{1451}},
	{name: "check", do: func(tx *gorm.DB) error { return tx.Create(&strictBook{ID: 1000, Pages: -1, ShelfID: 1}).Error }, want: gorm.ErrCheckConstraintViolated, state: "23514", numbers: []uint16{3819, 4025}},
	{name: "unknown column", do: func(tx *gorm.DB) error { return tx.Table("books").Where("missing = ?", 1).Update("pages", 1).Error }, want: gorm.ErrInvalidField, state: "42703", numbers: []uint16{1054}},
	{name: "missing table", do: func(tx *gorm.DB) error { return tx.Table("missing").Where("id = ?", 1).Update("pages", 1).Error }, state: "42P01", numbers: []uint16{1146}},
	{name: "syntax", do: func(tx *gorm.DB) error { return tx.Exec("UPDAT books SET pages = ?", 1).Error }, state: "42601", numbers: []uint16{1064}},
}

type strictBook struct {
	ID      uint
	Pages   int `gorm:"check:chk_pages,pages > 0"`
	ShelfID uint
	Shelf   shelf
}

func (strictBook) TableName() string { return "books" }

// TestErrors has errors be those of the native drivers, for errors.As, and GORM's
// own where it translates.
func TestErrors(t *testing.T) {
	runEveryWay(t, func(t *testing.T, s subject) {
		s.migrate(t, &shelf{}, &strictBook{})
		check(t, s.Create(&strictBook{ID: 1, Pages: 1, Shelf: shelf{Room: "r"}}).Error)
		translated := s.again(t, &gorm.Config{TranslateError: true})
		for _, f := range failures {
			t.Run(f.name, func(t *testing.T) {
				wantCode(t, s, f.do(s.DB), f.state, f.numbers)
				err := f.do(translated)
				if want := s.translates(f.want); want != nil && !errors.Is(err, want) || want == nil && isOfGORM(err) {
					t.Errorf("got %v, want %v", err, want)
				}
				if s.keepsCause(f.want) {
					wantCode(t, s, err, f.state, f.numbers)
				}
			})
		}
	})
}

// translates returns the error that GORM gives in a way. Its dialect of MySQL knows
// the errors of go-sql-driver/mysql alone, and of those not all; that of PostgreSQL
// does not see through the error that pgx makes of one in preparing a statement.
func (s subject) translates(err error) error {
	switch {
	case s.IsPostgreSQL() && err == gorm.ErrInvalidField && s.Native:
		return nil
	case s.IsPostgreSQL():
		return err
	case err == gorm.ErrInvalidField, err == gorm.ErrCheckConstraintViolated && s.Native:
		return nil
	case s.way.name == "Conn", s.way.name == "DriverName":
		return nil
	}
	return err
}

// keepsCause reports whether a translated error has that of the database behind it:
// of MySQL GORM itself returns nothing else, and of PostgreSQL it keeps pgx's.
func (s subject) keepsCause(err error) bool {
	if s.IsPostgreSQL() {
		return s.way.name != "Conn" && s.way.name != "DriverName" || err == nil
	}
	return s.translates(err) == nil || err == gorm.ErrCheckConstraintViolated
}

func isOfGORM(err error) bool {
	for _, known := range []error{gorm.ErrDuplicatedKey, gorm.ErrForeignKeyViolated, gorm.ErrCheckConstraintViolated, gorm.ErrInvalidField} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// wantCode checks the error by the native driver's type, and by the driver's own.
func wantCode(t *testing.T, s subject, err error, state string, numbers []uint16) {
	t.Helper()
	var ours *auroradataapi.Error
	if !s.hasCode(err, state, numbers) || !s.Native && !errors.As(err, &ours) {
		t.Errorf("got %v, want %s or %v", err, state, numbers)
	}
}

func (s subject) hasCode(err error, state string, numbers []uint16) bool {
	if s.IsPostgreSQL() {
		var native *pgconn.PgError
		return errors.As(err, &native) && native.Code == state
	}
	var native *mysqldriver.MySQLError
	return errors.As(err, &native) && slices.Contains(numbers, native.Number)
}

// TestContext ends statements and transactions by their context.
func TestContext(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &entry{})
		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.WithContext(canceled).Create(&entry{Name: "a"}).Error; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		sleep := "SELECT sleep(?)"
		if s.IsPostgreSQL() {
			sleep = "SELECT pg_sleep(?)"
		}
		var nothing any
		started := time.Now()
		if s.WithContext(short).Raw(sleep, 5).Row().Scan(&nothing) == nil || time.Since(started) > 4*time.Second {
			t.Error("the statement has slept on")
		}
		wantNames(t, s)
	})
}
