package seed

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// postgreSQL is a connection in a transaction.
type postgreSQL struct{ conn *pgconn.PgConn }

func connectPostgreSQL(ctx context.Context, dsn string) (server, error) {
	conn, err := pgconn.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	p := &postgreSQL{conn}
	if err := conn.Exec(ctx, "BEGIN").Close(); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// inTransaction is the transaction status of a connection that goes on well.
const inTransaction = 'T'

func (p *postgreSQL) run(ctx context.Context, s script.Statement, rows io.Reader) error {
	var err error
	if s.Copy {
		_, err = p.conn.CopyFrom(ctx, rows, s.Text)
	} else {
		err = p.conn.Exec(ctx, s.Text).Close()
	}
	if err == nil && p.conn.TxStatus() != inTransaction {
		err = errors.New("the statement has ended the transaction that all of the files are: leave BEGIN, COMMIT and ROLLBACK out")
	}
	return err
}

func (p *postgreSQL) position(err error) int {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return 0
	}
	return int(answer.Position)
}

// activeTransaction is the SQLSTATE of what cannot run in a transaction.
const activeTransaction = "25001"

func (p *postgreSQL) describe(err error) error {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return err
	}
	text := answer.Message + " (SQLSTATE " + answer.Code + ")"
	switch {
	case answer.Code == activeTransaction:
		text += ": all of the files are one transaction"
	case strings.HasPrefix(answer.Where, "COPY "):
		place, _, _ := strings.Cut(answer.Where, ":") // what follows is the data
		text += ", in " + place
	}
	return errors.New(text)
}

func (p *postgreSQL) commit(ctx context.Context) error {
	if err := p.conn.Exec(ctx, "COMMIT").Close(); err != nil {
		return p.describe(err)
	}
	return nil
}

// close rolls back what is not committed.
func (p *postgreSQL) close() { _ = p.conn.Close(context.Background()) }
