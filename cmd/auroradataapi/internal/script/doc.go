// Package script reads and runs files of SQL: migrations, and what pg_dump and
// mysqldump write. A file is read in pieces, of which no more is held than a
// statement takes.
package script
