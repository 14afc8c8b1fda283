package auroragorm_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	native "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi/auroragorm"
)

var noon = time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)

// TestTranslate translates errors, those of the native drivers too, which a pool of
// another driver may return.
func TestTranslate(t *testing.T) {
	tests := []struct {
		name  string
		dsn   string
		cause error
		want  error
	}{
		{name: "23505", dsn: postgreSQL, cause: &pgconn.PgError{Code: "23505"}, want: gorm.ErrDuplicatedKey},
		{name: "23503", dsn: postgreSQL, cause: &pgconn.PgError{Code: "23503"}, want: gorm.ErrForeignKeyViolated},
		{name: "23514", dsn: postgreSQL, cause: &pgconn.PgError{Code: "23514"}, want: gorm.ErrCheckConstraintViolated},
		{name: "42703", dsn: postgreSQL, cause: &pgconn.PgError{Code: "42703"}, want: gorm.ErrInvalidField},
		{name: "42P01", dsn: postgreSQL, cause: &pgconn.PgError{Code: "42P01"}},
		{name: "no error of the database", dsn: postgreSQL, cause: errors.New("other")},
		{name: "1062", dsn: mySQL, cause: &native.MySQLError{Number: 1062}, want: gorm.ErrDuplicatedKey},
		{name: "1451", dsn: mySQL, cause: &native.MySQLError{Number: 1451}, want: gorm.ErrForeignKeyViolated},
		{name: "1452", dsn: mySQL, cause: &native.MySQLError{Number: 1452}, want: gorm.ErrForeignKeyViolated},
		{name: "3819", dsn: mySQL, cause: &native.MySQLError{Number: 3819}, want: gorm.ErrCheckConstraintViolated},
		{name: "4025", dsn: mySQL, cause: &native.MySQLError{Number: 4025}, want: gorm.ErrCheckConstraintViolated},
		{name: "1146", dsn: mySQL, cause: &native.MySQLError{Number: 1146}},
		{name: "no error of the database", dsn: mySQL, cause: errors.New("other")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dialect := auroragorm.Open(test.dsn).(gorm.ErrorTranslator)
			for _, err := range []error{test.cause, fmt.Errorf("wrapped: %w", test.cause)} {
				got := dialect.Translate(err)
				if test.want == nil && got != err || !errors.Is(got, test.want) && test.want != nil {
					t.Errorf("got %v, want %v", got, test.want)
				}
				if again := dialect.Translate(got); again != got {
					t.Errorf("translated again it is %v", again)
				}
			}
		})
	}
}
