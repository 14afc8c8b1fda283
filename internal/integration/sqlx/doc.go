// Package sqlx has tests of the libraries that leave SQL to the program, or build
// it of parts, and pass the arguments on: sqlx, squirrel and goqu. What they do
// through pgx/stdlib and go-sql-driver/mysql they do through the driver.
package sqlx
