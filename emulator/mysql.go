package emulator

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"regexp"

	"github.com/auroradataapi/auroradataapi/emulator/internal/connpool"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlsession"
)

// mySQL is the backend of a cluster of MySQL.
type mySQL struct {
	dsn    string
	server mysqlsession.Server
	clock  Clock
	resets connpool.Resets
}

func startMySQL(ctx context.Context, c Cluster, master Secret, cacheDir string, clock Clock, logger *slog.Logger) (backend, error) {
	if c.DSN == "" {
		return nil, errors.New("a cluster of MySQL wants a DSN")
	}
	server, err := mysqlsession.ParseDSN(c.DSN)
	if err != nil {
		return nil, err
	}
	return &mySQL{dsn: c.DSN, server: server, clock: clock}, nil
}

// DSN implements backend.
func (m *mySQL) DSN() string { return m.dsn }

// Pool implements backend. Without a name there is no database
// (jeremydaly/data-api-client#47).
func (m *mySQL) Pool(secret *Secret, database string) pool {
	server := m.server
	server.User, server.Password, server.Database = secret.Username, secret.Password, database
	return mySQLPool{mysqlsession.NewPool(server, m.clock, &m.resets)}
}

// dropsDatabase recognises DROP DATABASE, also behind comments.
var dropsDatabase = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*drop\s+(database|schema)\s`)

// AboutDatabase implements backend. Nothing is in the way of MySQL, but a session
// that was in a dropped database is not as a new one.
func (m *mySQL) AboutDatabase(sql string) bool { return dropsDatabase.MatchString(sql) }

// Close implements backend.
func (m *mySQL) Close() error { return nil }

// mySQLPool is a pool of mysqlsession.
type mySQLPool struct{ *mysqlsession.Pool }

// Acquire implements pool.
func (p mySQLPool) Acquire(ctx context.Context) (session, error) {
	s, err := p.Pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// mySQLMaster gives the credentials in a DSN, and those of a private server
// without one.
func mySQLMaster(dsn string) (Secret, error) {
	if dsn == "" {
		return Secret{Username: mySQLMasterUser, Password: mySQLMasterUser}, nil
	}
	server, err := mysqlsession.ParseDSN(dsn)
	if err != nil {
		return Secret{}, err
	}
	return Secret{Username: server.User, Password: cmp.Or(server.Password, mySQLMasterUser)}, nil
}

// mySQLMasterUser is the master user of a private server when no secret names
// another, and its password. It is what the console of AWS proposes.
const mySQLMasterUser = "admin"
