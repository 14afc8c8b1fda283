package emulator

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Engine is the database engine of a cluster.
type Engine string

// The engines. The zero value stands for PostgreSQL.
const (
	PostgreSQL Engine = "postgresql"
	MySQL      Engine = "mysql"
)

// session is one session of a database in the hands of one caller. Errors are
// *dataapi.Exception.
type session interface {
	// ID is the number by which the server knows the session.
	ID() int64
	// InTransaction says whether the session lives and is in a transaction.
	InTransaction() bool
	// Begin, Commit and Rollback run the statement of that name.
	Begin(ctx context.Context) error
	Commit(ctx context.Context) error
	Rollback(ctx context.Context) error
	// Execute runs one statement, and ExecuteBatch one for each parameter set,
	// for which it gives what was generated, or nil for nothing. When ctx ends
	// the server is told to stop.
	Execute(ctx context.Context, st dataapi.Statement) (*dataapi.ExecuteStatementResponse, error)
	ExecuteBatch(ctx context.Context, sql string, sets [][]dataapi.Parameter) ([][]dataapi.Field, error)
	// Release rolls back what is not committed and has the session forget
	// everything before anyone else gets it.
	Release()
}

// pool holds the sessions of one user in one database. Goroutines may share it.
type pool interface {
	// Acquire gives a session that no one else uses. Its error is a
	// *dataapi.Exception.
	Acquire(ctx context.Context) (session, error)
	// Idle says how many connections nobody uses.
	Idle() int
	// CloseIdle closes the connections that nobody uses and says how many there
	// were.
	CloseIdle() int
	// Close closes all and waits for it. Sessions are to be released before.
	Close()
}

// backend is the database server behind a cluster.
type backend interface {
	// Software says what a private server is, such as "PostgreSQL 15.8". It is empty
	// for a server of the user's.
	Software() string
	// DSN names the server for clients of its own kind.
	DSN() string
	// Pool gives a new pool that answers as the generation does, in the database that
	// the service uses when a call names none if database is empty.
	Pool(secret *Secret, database string, g dataapi.Generation) pool
	// AboutDatabase recognises the statements that want a database to be without
	// sessions.
	AboutDatabase(sql string) bool
	// IsFull recognises the refusal of a session by a server that has as many as
	// it may have.
	IsFull(err error) bool
	// Ping asks whether the server answers.
	Ping(ctx context.Context) error
	// AuroraVersion is the EngineVersion of the cluster, empty for a server of the
	// user's.
	AuroraVersion() string
	// SetPassword gives the user of a private server another password.
	SetPassword(ctx context.Context, username, password string) error
	// CreateDatabase makes a database of a private server that belongs to its master
	// user, unless it is there.
	CreateDatabase(ctx context.Context, name, owner string) error
	// Close stops a private server.
	Close() error
}

// startBackend starts or finds the server of c. The master credentials are for
// a private server.
func startBackend(ctx context.Context, c Cluster, master Secret, cacheDir string, clock Clock, logger *slog.Logger) (backend, error) {
	if c.DSN != "" && c.Init != nil {
		return nil, errInitForeign
	}
	switch c.engine() {
	case PostgreSQL:
		return startPostgreSQL(ctx, c, master, cacheDir, clock, logger)
	case MySQL:
		return startMySQL(ctx, c, master, cacheDir, clock, logger)
	}
	return nil, unknownEngine(c.Engine)
}

func unknownEngine(e Engine) error {
	return fmt.Errorf("unknown engine %q: it is %q or %q", string(e), string(PostgreSQL), string(MySQL))
}

// masterOf gives the credentials of the secret that is made for a cluster when
// none are given.
func masterOf(c Cluster) (Secret, error) {
	switch c.engine() {
	case PostgreSQL:
		return postgreSQLMaster(c.DSN)
	case MySQL:
		return mySQLMaster(c.DSN)
	}
	return Secret{}, unknownEngine(c.Engine)
}
