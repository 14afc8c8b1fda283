package auroragorm

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgreSQL is GORM's dialect for PostgreSQL.
type postgreSQL struct {
	postgres.Dialector
	source source
}

func newPostgreSQL(c postgres.Config, s source) gorm.Dialector {
	return &postgreSQL{Dialector: postgres.Dialector{Config: &c}, source: s}
}

// Initialize opens the database for a gorm.DB.
func (d *postgreSQL) Initialize(db *gorm.DB) error {
	pool, err := d.source.open()
	if err != nil {
		return err
	}
	d.Conn = pool
	return d.Dialector.Initialize(db)
}

// Translate returns GORM's error for one of the database, if there is one, as the
// dialect does for pgx. The error of the driver stays behind it, for errors.As.
func (d *postgreSQL) Translate(err error) error {
	var native *pgconn.PgError
	if isTranslated(err) || !errors.As(err, &native) {
		return err
	}
	if translated := d.Dialector.Translate(native); translated != error(native) {
		return &translation{translated, err}
	}
	return err
}
