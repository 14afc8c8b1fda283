package freshdb

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
)

// PostgreSQL is a server of PostgreSQL. It has one session.
type PostgreSQL struct {
	strategy string

	mu   sync.Mutex // guards conn
	conn *pgconn.PgConn
}

// ConnectPostgreSQL logs in as a user who may create databases.
func ConnectPostgreSQL(ctx context.Context, dsn string) (*PostgreSQL, error) {
	conn, err := pgconn.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	p := &PostgreSQL{conn: conn}
	if major(conn) >= 15 {
		p.strategy = byFiles
	}
	return p, nil
}

// byFiles has files copied as files, the only way before PostgreSQL 15. The other
// one writes each page to the log, and so spares two checkpoints; on a server that
// syncs nothing these take no time, and the pages three times as long.
const byFiles = " STRATEGY file_copy"

func major(conn *pgconn.PgConn) int {
	number, _, _ := strings.Cut(conn.ParameterStatus("server_version"), ".")
	n, _ := strconv.Atoi(number) // of a version that is not out yet, 17beta1, it is 0
	return n
}

var _ Server = (*PostgreSQL)(nil)

func (p *PostgreSQL) exec(ctx context.Context, sql string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conn.Exec(ctx, sql).Close()
}

// Create implements Server.
func (p *PostgreSQL) Create(ctx context.Context, name string) error {
	return p.exec(ctx, "CREATE DATABASE "+name+p.strategy)
}

// Template implements Server. PostgreSQL copies the files of a database.
func (p *PostgreSQL) Template(_ context.Context, name string) (Template, error) {
	return postgreSQLTemplate{p, name}, nil
}

// Drop implements Server.
func (p *PostgreSQL) Drop(ctx context.Context, name string) error {
	return p.exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
}

// Close implements Server.
func (p *PostgreSQL) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conn.Close(context.Background())
}

type postgreSQLTemplate struct {
	server *PostgreSQL
	name   string
}

// Copy implements Template.
func (t postgreSQLTemplate) Copy(ctx context.Context, name string) error {
	return t.server.exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+t.name+t.server.strategy)
}
