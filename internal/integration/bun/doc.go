// Package bun has tests of Bun: what it does through pgx/stdlib and
// go-sql-driver/mysql it does through the driver, with pgdialect and mysqldialect
// as they are.
package bun
