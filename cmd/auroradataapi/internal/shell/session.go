package shell

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// session is the one connection that all statements of the user run on, so that
// transactions and settings last. Questions of the shell's own, such as those for
// completion, go past it.
type session struct {
	db       *sql.DB
	conn     *sql.Conn
	database string // as the server names it; empty if it is in none
	version  string // of the server
	mariadb  bool
}

// Transaction statuses, as the driver tells them.
const (
	statusIdle   = 'I'
	statusOpen   = 'T'
	statusFailed = 'E'
)

// introductions ask a server for its database and its version. They are the first
// call of a session, for which a paused cluster resumes.
var introductions = map[auroradataapi.Engine]string{
	auroradataapi.EnginePostgreSQL: `SELECT current_database()::text, current_setting('server_version')`,
	auroradataapi.EngineMySQL:      `SELECT DATABASE(), VERSION()`,
}

// newSession begins a session and makes the first call.
func newSession(ctx context.Context, db *sql.DB, engine auroradataapi.Engine) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	s := &session{db: db, conn: conn}
	if err := s.introduce(ctx, engine); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return s, nil
}

// introduce asks which database the session is in.
func (s *session) introduce(ctx context.Context, engine auroradataapi.Engine) error {
	var database sql.NullString
	if err := s.conn.QueryRowContext(ctx, introductions[engine]).Scan(&database, &s.version); err != nil {
		return err
	}
	s.database = database.String
	s.mariadb = strings.Contains(s.version, "MariaDB")
	if end := strings.IndexAny(s.version, " -"); end > 0 {
		s.version = s.version[:end] // what follows is the packager's
	}
	return nil
}

// status tells how the session stands to a transaction.
func (s *session) status() byte {
	status := byte(statusIdle)
	_ = s.conn.Raw(func(c any) error { // fails if the connection is lost, and the transaction with it
		if c, ok := c.(interface{ TxStatus() byte }); ok {
			status = c.TxStatus()
		}
		return nil
	})
	return status
}

// isLost tells whether an error means that the connection cannot be used any more.
func isLost(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)
}

// renew takes another connection in place of a lost one.
func (s *session) renew(ctx context.Context) error {
	_ = s.conn.Close() // it is lost
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("auroradataapi: connect again: %w", err)
	}
	s.conn = conn
	return nil
}

// close rolls back an open transaction.
func (s *session) close() error { return errors.Join(s.conn.Close(), s.db.Close()) }
