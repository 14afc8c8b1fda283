package mysqlsession

import (
	"context"
	"net"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/connpool"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// connectTimeout bounds the opening of a connection.
const connectTimeout = 10 * time.Second

// prepareSession is what every session starts with. The time zone is PostgreSQL's on the service; that it is MySQL's is a guess.
const prepareSession = "SET NAMES utf8mb4, time_zone = '+00:00'"

// Pool keeps the connections of one user to one database.
type Pool struct {
	server     Server
	generation *generation
	idle       *connpool.Pool
	resets     *connpool.Resets
}

// NewPool gives a pool that connects to a server as its user and to its database,
// or to none, and answers as the generation does. It opens nothing yet. The pools of
// one server share resets.
func NewPool(server Server, g dataapi.Generation, clock connpool.Clock, resets *connpool.Resets) *Pool {
	return &Pool{server: server, generation: &generations[g], idle: connpool.New(clock), resets: resets}
}

// Acquire gives a session that no one else uses: a reset one, else a new one.
func (p *Pool) Acquire(ctx context.Context) (*Session, error) {
	if idle, ok := p.idle.Take().(*idleConn); ok {
		return &Session{pool: p, conn: idle.conn, restart: idle.restart}, nil
	}
	conn, err := p.server.connect(ctx)
	if err != nil {
		return nil, connectException(err)
	}
	restart, err := restartOf(conn)
	if err != nil {
		conn.Close()
		return nil, connectException(err)
	}
	return &Session{pool: p, conn: conn, restart: restart}, nil
}

// connect opens a connection and prepares its session.
func (s Server) connect(ctx context.Context) (*client.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	forget := func() bool { return true }
	defer func() { forget() }()
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil { // from here on the library heeds no context
			forget = context.AfterFunc(ctx, func() { conn.Close() })
		}
		return conn, err
	}
	conn, err := client.ConnectWithDialer(ctx, s.Network, s.Address, s.User, s.Password, s.Database, dial, s.options)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Execute(prepareSession); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// options are those of every connection. UPDATE counts the rows that it finds, as
// with Connector/J and with sqlx, one of which the service is likely to use. A
// procedure may give results.
func (s Server) options(conn *client.Conn) error {
	conn.UnsetCapability(mysql.CLIENT_DEPRECATE_EOF)    // the ends of results look alike then, see drain.go
	conn.UnsetCapability(mysql.CLIENT_QUERY_ATTRIBUTES) // a statement is nothing but its text then, see reset.go
	if s.TLS != nil {
		conn.SetTLSConfig(s.TLS)
	}
	for _, capability := range []uint32{mysql.CLIENT_FOUND_ROWS, mysql.CLIENT_MULTI_RESULTS, mysql.CLIENT_PS_MULTI_RESULTS} {
		if err := conn.SetCapability(capability); err != nil {
			return err
		}
	}
	return conn.SetCollation("utf8mb4_general_ci") // the one that MySQL and MariaDB both have
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
	conn    *client.Conn
	restart string // see restartOf
	reset   *reset // may be under way; nil if there was nothing to reset
}

// IsUsable implements connpool.Conn.
func (c *idleConn) IsUsable() bool {
	if c.reset != nil && c.reset.Finish() != nil {
		return false
	}
	return connpool.IsAlive(c.conn.Conn.Conn)
}

// Close implements connpool.Conn.
func (c *idleConn) Close() {
	if c.reset != nil && c.reset.Finish() != nil {
		return // it is closed
	}
	c.conn.SetDeadline(time.Now().Add(resetTimeout))
	c.conn.Quit()
	c.conn.Close() // it is of no use any more, whatever this says
}
