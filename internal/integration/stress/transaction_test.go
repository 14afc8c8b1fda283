package stress_test

import (
	"context"
	"database/sql"
	"errors"
)

// transaction writes rows in a transaction of database/sql, some of them behind
// a savepoint that is rolled back, and commits or rolls back.
func (p *program) transaction(ctx context.Context) error {
	tx, err := p.begin(ctx)
	if err != nil {
		return err
	}
	tokens, err := p.fill(ctx, tx)
	if err != nil || p.random.IntN(3) == 0 {
		return errors.Join(err, ended(tx.Rollback()))
	}
	err = tx.Commit()
	p.ledger.note(fateOf(err), tokens...)
	return err
}

func (p *program) begin(ctx context.Context) (*sql.Tx, error) {
	tx, err := p.db.BeginTx(ctx, &sql.TxOptions{Isolation: []sql.IsolationLevel{0, sql.LevelReadCommitted, sql.LevelRepeatableRead}[p.random.IntN(3)]})
	if err != nil {
		p.tally.add(failedBegins, 1)
	}
	return tx, err
}

// failedBegins counts the begins that failed, and broken the connections that
// were broken, by which a transaction may be open whose id nobody has learnt.
const (
	failedBegins = "begins that failed"
	broken       = "connections broken"
)

// ended takes the error of the rollback of a transaction that has ended with its
// context for none.
func ended(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// fill writes rows and returns the tokens of those that a commit will keep. Until
// then the ledger has them as discarded.
func (p *program) fill(ctx context.Context, e execer) ([]string, error) {
	first, err := p.write(ctx, e)
	p.ledger.note(discarded, first)
	if err != nil {
		return nil, err
	}
	kept := []string{first}
	if p.random.IntN(2) == 0 {
		token, err := p.fillSavepoint(ctx, e)
		if err != nil {
			return nil, err
		}
		kept = append(kept, token)
	}
	return kept, p.sees(ctx, e)
}

// fillSavepoint writes a row that is rolled back, and one in its stead.
func (p *program) fillSavepoint(ctx context.Context, e execer) (token string, err error) {
	steps := []func() error{
		func() error { return exec(ctx, e, "savepoint s") },
		func() error { return p.discard(ctx, e) },
		func() error { return exec(ctx, e, "rollback to savepoint s") },
		func() error { token, err = p.write(ctx, e); p.ledger.note(discarded, token); return err },
		func() error { return exec(ctx, e, "release savepoint s") },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return "", err
		}
	}
	return token, nil
}

// discard writes a row and fails, so that only a savepoint saves the transaction.
func (p *program) discard(ctx context.Context, e execer) error {
	token, err := p.write(ctx, e)
	p.ledger.note(discarded, token)
	if err != nil {
		return err
	}
	if err := exec(ctx, e, "select nope"); err == nil {
		return wrong("select nope: got no error")
	}
	return nil
}

func exec(ctx context.Context, e execer, text string) error {
	_, err := e.ExecContext(ctx, text)
	return err
}

// panicking leaves a transaction by a panic, after which a deferred call rolls
// it back, as programs do.
func (p *program) panicking(ctx context.Context) (err error) {
	tx, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, ended(tx.Rollback()))
		if recovered := recover(); recovered != nil && recovered != panicked {
			panic(recovered)
		}
	}()
	token, err := p.write(ctx, tx)
	p.ledger.note(discarded, token)
	if err != nil {
		return err
	}
	panic(panicked)
}

const panicked = "a program's own panic"

// transactionByText begins and ends a transaction by statements on a connection.
func (p *program) transactionByText(ctx context.Context) error {
	return p.onConn(ctx, func(conn *sql.Conn) error {
		if err := exec(ctx, conn, "BEGIN -- it's :a"); err != nil {
			p.tally.add(failedBegins, 1)
			return err
		}
		tokens, err := p.fill(ctx, conn)
		if err != nil || p.random.IntN(3) == 0 {
			return errors.Join(err, exec(context.WithoutCancel(ctx), conn, "ROLLBACK"))
		}
		err = exec(ctx, conn, "COMMIT")
		p.ledger.note(fateOf(err), tokens...)
		return err
	})
}

// forgotten gives a connection back in the middle of a transaction.
func (p *program) forgotten(ctx context.Context) error {
	return p.onConn(ctx, func(conn *sql.Conn) error {
		if err := exec(ctx, conn, "start transaction"); err != nil {
			p.tally.add(failedBegins, 1)
			return err
		}
		_, err := p.fill(ctx, conn)
		return err
	})
}

// onConn does something on a connection of its own.
func (p *program) onConn(ctx context.Context, do func(*sql.Conn) error) error {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(conn), conn.Close())
}
