package pgsession

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// cannotConnectNow is the SQLSTATE of a server that starts, stops or recovers.
const cannotConnectNow = "57P03"

// Ping asks whether the server of config answers, as pg_isready does: a refusal of
// the user is an answer, too.
func Ping(ctx context.Context, config *pgconn.Config) error {
	conn, err := pgconn.ConnectConfig(ctx, config)
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code != cannotConnectNow {
		return nil
	}
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}
