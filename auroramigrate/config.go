package auroramigrate

import "time"

const (
	// DefaultMigrationsTable is the table that has the version unless
	// Config.MigrationsTable names another.
	DefaultMigrationsTable = "schema_migrations"

	// DefaultLockTimeout is how long a runner waits for another one unless
	// Config.LockTimeout says otherwise. It is less than migrate.DefaultLockTimeout:
	// a runner that golang-migrate has given up would go on waiting.
	DefaultLockTimeout = 10 * time.Second
)

// Config says how to migrate. The zero value is a good one. In a URL each field is an
// option that the package comment describes.
type Config struct {
	// MigrationsTable is the name of the table that has the version. Empty means
	// [DefaultMigrationsTable].
	MigrationsTable string

	// MigrationsTableQuoted says that MigrationsTable is written as in SQL, in double
	// quotes and with a schema or without: "schema"."table". PostgreSQL only.
	MigrationsTableQuoted bool

	// StatementTimeout is how long a migration may take, all of its statements
	// together. 0 means for ever. The service stops each statement after 45 seconds in
	// any case. A statement whose time is up outside a transaction runs on at the
	// service; with cancel_statements=true of the database driver it is canceled.
	StatementTimeout time.Duration

	// LockTimeout is how long to wait for another runner. 0 means
	// [DefaultLockTimeout], a negative value not at all.
	LockTimeout time.Duration

	// NoLock says that there are no other runners.
	NoLock bool
}

// withDefaults returns the configuration with values for what is empty.
func (c Config) withDefaults() Config {
	if c.MigrationsTable == "" {
		c.MigrationsTable, c.MigrationsTableQuoted = DefaultMigrationsTable, false
	}
	if c.LockTimeout == 0 {
		c.LockTimeout = DefaultLockTimeout
	}
	return c
}
