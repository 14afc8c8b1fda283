// Package auroragorm opens Aurora for GORM over the RDS Data API, PostgreSQL and
// MySQL alike:
//
//	db, err := gorm.Open(auroragorm.Open("postgresql+auroradataapi://:@/shop"), &gorm.Config{
//		SkipDefaultTransaction: true,
//		TranslateError:         true,
//	})
//
// The dialects are GORM's own, gorm.io/driver/postgres and gorm.io/driver/mysql,
// on the database/sql driver github.com/auroradataapi/auroradataapi. Models,
// queries, migrations and plugins that work with these work here: Name is "postgres"
// or "mysql" as ever. What this package adds:
//
//   - The scheme of the URL says which of the two it is.
//   - What is wrong with a DSN or a [Config] is the error of gorm.Open, and says
//     what to do.
//   - With gorm.Config.TranslateError errors become those of GORM
//     (gorm.ErrDuplicatedKey, …) on both engines. GORM's own dialect of MySQL knows
//     the errors of go-sql-driver/mysql alone. A check constraint of MySQL that is
//     violated is gorm.ErrCheckConstraintViolated, as with PostgreSQL.
//   - The times in the logs of MySQL are those of the driver's time zone.
//
// # What it costs
//
// GORM has each Create, Save, Update and Delete in a transaction of its own,
// which is three calls of the Data API where the statement is one:
// SkipDefaultTransaction has it do without, and costs nothing but the rollback of
// the rows that were written before, where a write has associations or hooks that
// fail. gorm.Open makes one call, to see whether the database answers, unless
// DisableAutomaticPing says otherwise, and on MySQL one more for its version, unless
// SkipInitializeWithVersion does.
//
// # Closing
//
// A pool that was opened by a DSN is closed like any other of GORM's: by Close of
// what db.DB returns.
package auroragorm
