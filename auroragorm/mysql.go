package auroragorm

import (
	"errors"
	"fmt"

	native "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// mySQL is GORM's dialect for MySQL.
type mySQL struct {
	mysql.Dialector
	source source
}

func newMySQL(c mysql.Config, s source) gorm.Dialector {
	c.DSNConfig = &native.Config{Loc: s.zone} // for nothing but the times in logs
	return &mySQL{Dialector: mysql.Dialector{Config: &c}, source: s}
}

// Initialize opens the database for a gorm.DB.
func (d *mySQL) Initialize(db *gorm.DB) error {
	pool, err := d.source.open()
	if err != nil {
		return err
	}
	d.Conn = pool
	return d.Dialector.Initialize(db)
}

// Translate returns GORM's error for one of the database, if there is one, as the
// dialect does for go-sql-driver/mysql: the bare error for a key or a reference. A
// check constraint has one with PostgreSQL alone; here it is there for both.
func (d *mySQL) Translate(err error) error {
	var cause *native.MySQLError
	if isTranslated(err) || !errors.As(err, &cause) {
		return err
	}
	if isCheckViolation(cause.Number) {
		return &translation{fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, cause), err}
	}
	if translated := d.Dialector.Translate(cause); translated != error(cause) {
		return translated
	}
	return err
}

// isCheckViolation knows ER_CHECK_CONSTRAINT_VIOLATED of MySQL and
// ER_CONSTRAINT_FAILED of MariaDB.
func isCheckViolation(number uint16) bool { return number == 3819 || number == 4025 }
