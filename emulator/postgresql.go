package emulator

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/connpool"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgsession"
)

// postgreSQL is the backend of a cluster of PostgreSQL.
type postgreSQL struct {
	dsn    atomic.Pointer[string]
	config *pgconn.Config
	server *pgserver.Server // nil for a server of the user's
	clock  Clock
	resets connpool.Resets
}

func startPostgreSQL(ctx context.Context, c Cluster, master Secret, cacheDir string, clock Clock, logger *slog.Logger) (backend, error) {
	p := &postgreSQL{clock: clock}
	p.dsn.Store(&c.DSN)
	if c.DSN == "" {
		if err := p.startPrivate(ctx, c, master, cacheDir, logger); err != nil {
			return nil, err
		}
	}
	config, err := pgconn.ParseConfig(p.DSN())
	if err != nil {
		p.Close()
		return nil, fmt.Errorf("read the DSN: %w", err)
	}
	p.config = config
	return p, nil
}

func (p *postgreSQL) startPrivate(ctx context.Context, c Cluster, master Secret, cacheDir string, logger *slog.Logger) error {
	server, err := pgserver.Start(ctx, pgserver.Config{
		BinDir: c.BinDir, DataDir: c.DataDir, CacheDir: cacheDir, InMemory: c.inMemory, AwaitsInit: c.Init != nil,
		Setup: setupStatements(), User: administratorName, Logger: logger,
	})
	if err != nil {
		return err
	}
	if err := makeMaster(ctx, server, master); err != nil {
		server.Close()
		return err
	}
	dsn := privateDSN(server, master, "postgres")
	p.dsn.Store(&dsn)
	p.server = server
	if err := c.initialise(ctx, server, dsn); err != nil {
		server.Close()
		return err
	}
	return nil
}

// Software implements backend.
func (p *postgreSQL) Software() string {
	if p.server == nil {
		return ""
	}
	return "PostgreSQL " + p.server.Version()
}

// DSN implements backend.
func (p *postgreSQL) DSN() string { return *p.dsn.Load() }

// Pool implements backend. Without a name the database is the one named like the
// user, whatever else the secret may say (aws/aws-cli#8577, aws/aws-cdk#17182).
func (p *postgreSQL) Pool(secret *Secret, database string, g dataapi.Generation) pool {
	database = cmp.Or(database, secret.Username)
	return postgreSQLPool{pgsession.NewPool(p.config, secret.Username, secret.Password, database, g, p.clock, &p.resets)}
}

// aboutDatabase recognises CREATE, ALTER and DROP DATABASE, also behind comments.
var aboutDatabase = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|/\*.*?\*/)*(create|alter|drop)\s+database\s`)

// AboutDatabase implements backend.
func (p *postgreSQL) AboutDatabase(sql string) bool { return aboutDatabase.MatchString(sql) }

// IsFull implements backend. The state is that of too_many_connections.
func (p *postgreSQL) IsFull(err error) bool {
	return strings.HasSuffix(err.Error(), "; SQLState: 53300")
}

// Ping implements backend.
func (p *postgreSQL) Ping(ctx context.Context) error { return pgsession.Ping(ctx, p.config) }

// Close implements backend.
func (p *postgreSQL) Close() error {
	if p.server == nil {
		return nil
	}
	return p.server.Close()
}

// postgreSQLPool is a pool of pgsession.
type postgreSQLPool struct{ *pgsession.Pool }

// Acquire implements pool.
func (p postgreSQLPool) Acquire(ctx context.Context) (session, error) {
	s, err := p.Pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// postgreSQLMaster gives the credentials in a DSN, and those of a private server
// without one. A DSN without a password is for a server that asks for none and
// takes any.
func postgreSQLMaster(dsn string) (Secret, error) {
	if dsn == "" {
		return Secret{Username: masterUser, Password: masterPassword}, nil
	}
	config, err := pgconn.ParseConfig(dsn)
	if err != nil {
		return Secret{}, fmt.Errorf("read the DSN: %w", err)
	}
	return Secret{Username: config.User, Password: cmp.Or(config.Password, masterPassword)}, nil
}
