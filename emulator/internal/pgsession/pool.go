package pgsession

import (
	"context"
	"maps"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/connpool"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// connectTimeout bounds the opening of a connection.
const connectTimeout = 10 * time.Second

// sessionParameters are what every session starts with, and returns to by
// DISCARD ALL. UTC is the service's (tmokmss/aurora-data-api-proxy,
// COMPATIBILITY.md); the rest makes the text format the one that results are
// read in.
var sessionParameters = map[string]string{
	"TimeZone":           "UTC",
	"DateStyle":          "ISO, MDY",
	"client_encoding":    "UTF8",
	"extra_float_digits": "1",
	"bytea_output":       "hex",
}

// Pool keeps the connections of one user to one database.
type Pool struct {
	config     *pgconn.Config
	generation *generation
	idle       *connpool.Pool
	resets     *connpool.Resets
	facts      pgresult.Facts
}

// NewPool gives a pool that connects to the server of config as user, with
// password, to database, and answers as the generation does. It opens nothing yet.
// The pools of one server share resets.
func NewPool(config *pgconn.Config, user, password, database string, g dataapi.Generation, clock connpool.Clock, resets *connpool.Resets) *Pool {
	c := config.Copy()
	c.User, c.Password, c.Database = user, password, database
	if c.RuntimeParams == nil {
		c.RuntimeParams = map[string]string{}
	}
	maps.Copy(c.RuntimeParams, sessionParameters)
	return &Pool{config: c, generation: &generations[g], idle: connpool.New(clock), resets: resets}
}

// Acquire gives a session that no one else uses: a reset one, else a new one.
func (p *Pool) Acquire(ctx context.Context) (*Session, error) {
	if idle := p.idle.Take(); idle != nil {
		return newSession(p, idle.(*idleConn).conn), nil
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	return newSession(p, conn), nil
}

func (p *Pool) connect(ctx context.Context) (*pgconn.PgConn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	conn, err := pgconn.ConnectConfig(ctx, p.config)
	if err != nil {
		return nil, p.generation.connectException(err)
	}
	return conn, nil
}

// Idle says how many connections nobody uses.
func (p *Pool) Idle() int { return p.idle.Idle() }

// CloseIdle closes the connections that nobody uses and says how many there were.
func (p *Pool) CloseIdle() int { return p.idle.CloseIdle() }

// Close closes idle connections, waits until they are gone, and makes every
// later Release close its connection. Sessions are to be released before.
func (p *Pool) Close() { p.idle.Close() }

// idleConn is a connection that nobody uses.
type idleConn struct {
	conn  *pgconn.PgConn
	reset *reset // may be under way; nil if there was nothing to reset
}

// IsUsable implements connpool.Conn.
func (c *idleConn) IsUsable() bool {
	if c.reset != nil && c.reset.Finish() != nil {
		return false
	}
	return connpool.IsAlive(c.conn.Conn())
}

// Close implements connpool.Conn.
func (c *idleConn) Close() {
	if c.reset != nil {
		c.reset.Finish() // the connection is closed either way
	}
	ctx, cancel := context.WithTimeout(context.Background(), resetTimeout)
	defer cancel()
	c.conn.Close(ctx) // it is of no use any more, whatever this says
	<-c.conn.CleanupDone()
}
