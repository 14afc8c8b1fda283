//go:build unix

package pgserver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// awaitLogin returns when the user can log in, which is also the proof that the
// password is the right one, or when that has become impossible.
func (s *Server) awaitLogin(ctx context.Context, user, password string) error {
	config, err := s.loginConfig(user, password)
	if err != nil {
		return err
	}
	return s.AwaitLogin(ctx, func(ctx context.Context) (bool, error) {
		err := login(ctx, config)
		return err != nil && isTooEarly(err), err
	})
}

func (s *Server) loginConfig(user, password string) (*pgconn.Config, error) {
	settings := []string{
		"host=" + setting(s.socketDir), fmt.Sprintf("port=%d", Port), "dbname=postgres",
		"user=" + setting(user), "password=" + setting(password),
		"sslmode=disable", "target_session_attrs=any",
	}
	config, err := pgconn.ParseConfig(strings.Join(settings, " "))
	if err != nil {
		return nil, fmt.Errorf("configure the first login: %w", err)
	}
	return config, nil
}

// setting quotes a value of a connection string.
func setting(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}

func login(ctx context.Context, config *pgconn.Config) error {
	conn, err := pgconn.ConnectConfig(ctx, config)
	if answered(err, invalidCatalogName) {
		return nil // the database is looked up after the password; a cluster may have lost it
	}
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// isTooEarly tells a server that may yet answer from one that has answered.
func isTooEarly(err error) bool {
	var answer *pgconn.PgError
	return !errors.As(err, &answer) || answered(err, cannotConnectNow)
}

// SQLSTATEs that a login may be answered with.
const (
	invalidCatalogName = "3D000"
	cannotConnectNow   = "57P03"
)

func answered(err error, sqlstate string) bool {
	var answer *pgconn.PgError
	return errors.As(err, &answer) && answer.Code == sqlstate
}
