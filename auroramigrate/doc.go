// Package auroramigrate gives golang-migrate (github.com/golang-migrate/migrate/v4)
// the databases of Aurora over the RDS Data API, PostgreSQL and MySQL:
//
//	import _ "github.com/auroradataapi/auroradataapi/auroramigrate"
//
//	m, err := migrate.New("file://migrations", "postgresql+auroradataapi://:@/shop")
//
// The URL is the DSN of package auroradataapi, with the scheme
// postgresql+auroradataapi or mysql+auroradataapi; the cluster and the secret are in
// it or in the environment. Options of this package begin with x-:
//
//	x-migrations-table         name of the table of the version; default schema_migrations
//	x-migrations-table-quoted  true: the name is in quotes, "schema"."table"; PostgreSQL
//	x-statement-timeout        how long a migration may take, such as 90s; default: no limit
//	x-lock-timeout             how long to wait for other runners, such as 2m; default 10s
//	x-no-lock                  true: do not lock
//
// A time is a duration of Go's or a number of milliseconds. The first two, x-no-lock and
// x-statement-timeout are those of golang-migrate's own drivers for PostgreSQL and
// MySQL. x-multi-statement is not needed: the database driver splits a text as the
// database reads it. [WithInstance] takes an open database instead.
//
// # Migrations
//
// What golang-migrate's own drivers (pgx5 and mysql) do on a direct connection happens
// here: the table of the version is the same, and so is the lock, so that a database
// may be migrated by both, in turn and at once.
//
// On PostgreSQL the statements of a file are one transaction, unless it says BEGIN and
// COMMIT itself; a file with one statement has none around it, so that CREATE INDEX
// CONCURRENTLY works in a file of its own. On MySQL each statement is committed by
// itself. A file of white space does nothing. A transaction that a file has begun and
// not ended is committed with the version, and rolled back if the file fails.
//
// The service stops a statement after 45 seconds. That is for one statement: a file of
// many may take hours. What takes longer fails with auroradataapi.ErrStatementTimeout.
//
// A migration that fails leaves the version dirty, and the error is a database.Error of
// golang-migrate with the text of the migration and, on PostgreSQL, the line and the
// column, if the database tells of a position.
//
// # Locks
//
// The lock is one of the session (pg_try_advisory_lock, GET_LOCK), which the database
// driver keeps in a transaction beside the migration. It is given back by Unlock, by
// Close, and when the program dies three minutes later by the service. While another
// runner holds it, it is tried again and again and not waited for in the database: there
// a runner that waits has a snapshot, for which CREATE INDEX CONCURRENTLY of the one that
// holds the lock would wait in turn. After x-lock-timeout it is database.ErrLocked.
// migrate.Migrate has a timeout of its own, LockTimeout, 15 seconds; to wait for longer
// make both longer.
//
// Opening takes the lock only if the table of the version has to be made.
package auroramigrate
