package emulator

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"regexp"
	"sync/atomic"

	"github.com/auroradataapi/auroradataapi/emulator/internal/connpool"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlsession"
)

// mySQL is the backend of a cluster of MySQL.
type mySQL struct {
	dsn     atomic.Pointer[string]
	server  mysqlsession.Server
	private *mysqlserver.Server // nil for a server of the user's
	admin   string              // the administrator's password there
	clock   Clock
	resets  connpool.Resets
}

func startMySQL(ctx context.Context, c Cluster, master Secret, cacheDir string, clock Clock, logger *slog.Logger) (backend, error) {
	m := &mySQL{clock: clock}
	m.dsn.Store(&c.DSN)
	var err error
	if c.DSN == "" {
		err = m.startPrivate(ctx, c, master, cacheDir, logger)
	} else {
		m.server, err = mysqlsession.ParseDSN(c.DSN)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (m *mySQL) startPrivate(ctx context.Context, c Cluster, master Secret, cacheDir string, logger *slog.Logger) error {
	password := rand.Text()
	server, err := mysqlserver.Start(ctx, mysqlserver.Config{
		BinDir: c.BinDir, DataDir: c.DataDir, CacheDir: cacheDir, InMemory: c.inMemory, Logger: logger,
		AwaitsInit:    c.Init != nil,
		Administrator: mysqlserver.Login{User: administratorName, Password: password},
		Master:        mysqlserver.Login{User: master.Username, Password: master.Password},
	})
	if err != nil {
		return err
	}
	m.private, m.admin, m.server = server, password, mysqlsession.Server{Network: "unix", Address: server.Socket()}
	dsn := m.privateDSN(master.Username, master.Password)
	m.dsn.Store(&dsn)
	if err := c.initialise(ctx, server, dsn); err != nil {
		server.Close()
		return err
	}
	return nil
}

func (m *mySQL) privateDSN(username, password string) string {
	return username + ":" + password + "@unix(" + m.server.Address + ")/"
}

// Software implements backend.
func (m *mySQL) Software() string {
	if m.private == nil {
		return ""
	}
	return string(m.private.Product()) + " " + m.private.Version()
}

// DSN implements backend.
func (m *mySQL) DSN() string { return *m.dsn.Load() }

// Pool implements backend. Without a name there is no database
// (jeremydaly/data-api-client#47).
func (m *mySQL) Pool(secret *Secret, database string, g dataapi.Generation) pool {
	server := m.server
	server.User, server.Password, server.Database = secret.Username, secret.Password, database
	if m.isOpen(secret) {
		server.Password = ""
	}
	return mySQLPool{mysqlsession.NewPool(server, g, m.clock, &m.resets)}
}

// isOpen recognises the user of a DSN without a password. Its secret has one all
// the same, which is not sent, as MySQL refuses a password where its user has
// none.
func (m *mySQL) isOpen(secret *Secret) bool {
	return m.private == nil && m.server.Password == "" && secret.Username == m.server.User && secret.Password == mySQLMasterUser
}

// dropsDatabase recognises DROP DATABASE, also behind comments.
var dropsDatabase = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*drop\s+(database|schema)\s`)

// AboutDatabase implements backend. Nothing is in the way of MySQL, but a session
// that was in a dropped database is not as a new one.
func (m *mySQL) AboutDatabase(sql string) bool { return dropsDatabase.MatchString(sql) }

// full recognises the numbers of ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS
// and ER_USER_LIMIT_REACHED.
var full = regexp.MustCompile(`; Error code: (1040|1203|1226); SQLState: \w+$`)

// IsFull implements backend.
func (m *mySQL) IsFull(err error) bool { return full.MatchString(err.Error()) }

// Ping implements backend.
func (m *mySQL) Ping(ctx context.Context) error { return m.server.Ping(ctx) }

// Close implements backend.
func (m *mySQL) Close() error {
	if m.private == nil {
		return nil
	}
	return m.private.Close()
}

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
	if server.User == "" {
		return Secret{}, errors.New("the DSN names no user, and there is no secret that does")
	}
	return Secret{Username: server.User, Password: cmp.Or(server.Password, mySQLMasterUser)}, nil
}

// mySQLMasterUser is the master user of a private server when no secret names
// another, and its password. It is what the console of AWS proposes.
const mySQLMasterUser = "admin"
