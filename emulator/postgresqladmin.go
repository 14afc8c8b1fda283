package emulator

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// AuroraVersion implements backend: that of Aurora PostgreSQL is PostgreSQL's.
func (p *postgreSQL) AuroraVersion() string {
	if p.server == nil {
		return ""
	}
	return p.server.Version()
}

// SetPassword implements backend.
func (p *postgreSQL) SetPassword(ctx context.Context, username, password string) error {
	err := p.administer(ctx, func(conn *pgconn.PgConn) error {
		return conn.Exec(ctx, "ALTER ROLE "+quote(username, `"`)+" PASSWORD "+quote(password, "'")).Close()
	})
	if err != nil {
		return fmt.Errorf("set the master user's password: %w", err)
	}
	dsn := privateDSN(p.server, Secret{Username: username, Password: password}, "postgres")
	p.dsn.Store(&dsn)
	return nil
}

// CreateDatabase implements backend.
func (p *postgreSQL) CreateDatabase(ctx context.Context, name, owner string) error {
	err := p.administer(ctx, func(conn *pgconn.PgConn) error {
		found := conn.ExecParams(ctx, "SELECT FROM pg_catalog.pg_database WHERE datname = $1", [][]byte{[]byte(name)}, nil, nil, nil).Read()
		if found.Err != nil || len(found.Rows) > 0 {
			return found.Err
		}
		return conn.Exec(ctx, "CREATE DATABASE "+quote(name, `"`)+" OWNER "+quote(owner, `"`)).Close()
	})
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// administer works as the superuser of a private server.
func (p *postgreSQL) administer(ctx context.Context, work func(*pgconn.PgConn) error) error {
	conn, err := pgconn.Connect(ctx, administratorDSN(p.server))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return work(conn)
}
