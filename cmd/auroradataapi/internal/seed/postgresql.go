package seed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

func runPostgreSQL(ctx context.Context, dsn string, scripts []script) error {
	conn, err := pgconn.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) // which rolls back what is not committed
	if err := conn.Exec(ctx, "BEGIN").Close(); err != nil {
		return err
	}
	for _, s := range scripts {
		for _, step := range s.steps {
			if err := step.runPostgreSQL(ctx, conn); err != nil {
				return s.failed(step.lineOf(err), describe(err))
			}
		}
	}
	if err := conn.Exec(ctx, "COMMIT").Close(); err != nil {
		return fmt.Errorf("commit: %w", describe(err))
	}
	return nil
}

func (s step) runPostgreSQL(ctx context.Context, conn *pgconn.PgConn) error {
	var err error
	if s.data != nil {
		_, err = conn.CopyFrom(ctx, bytes.NewReader(s.data), s.sql)
	} else {
		err = conn.Exec(ctx, s.sql).Close()
	}
	if err == nil && conn.TxStatus() != 'T' {
		err = errors.New("the statement has ended the transaction that all of the files are run in: leave BEGIN, COMMIT and ROLLBACK out")
	}
	return err
}

// lineOf gives the line that an error is about: that of its position, if it has one.
func (s step) lineOf(err error) int {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) || answer.Position < 1 {
		return s.line
	}
	line, left := s.line, answer.Position
	for _, r := range s.sql {
		if left--; left <= 0 {
			break
		}
		if r == '\n' {
			line++
		}
	}
	return line
}

// activeTransaction is the SQLSTATE of what cannot run in a transaction.
const activeTransaction = "25001"

// describe leaves of an answer of the server what says what is wrong. Its details
// may have values.
func describe(err error) error {
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
