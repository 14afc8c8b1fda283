package chaos_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// transaction inserts rows and commits them, often also where a statement has
// failed. A statement that has certainly not run leaves the others to the
// commit; after one that may have run the commit has to refuse.
func (p *program) transaction(ctx context.Context, name string) (fate, error) {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fateOf(err), nil
	}
	rows := map[fate][]string{}
	for i := range 1 + p.random.IntN(4) {
		token := fmt.Sprintf("%s row %d", name, i)
		_, err := tx.ExecContext(ctx, spoken.insertion, p.id, token)
		rows[fateOf(err)] = append(rows[fateOf(err)], token)
	}
	written, failed := rows[committed], slices.Concat(rows[discarded], rows[unknown])
	if len(failed) > 0 && p.random.IntN(2) == 0 {
		return p.rollBack(tx, slices.Concat(written, failed))
	}
	f := fateOf(tx.Commit())
	p.ledger.note(f, written...)
	p.ledger.note(discarded, failed...)
	if f == committed && len(rows[unknown]) > 0 {
		return f, errors.New("committed, although the outcome of a statement is unknown")
	}
	return f, nil
}

// rollBack rolls back. Whatever comes of that, nothing is committed.
func (p *program) rollBack(tx *sql.Tx, written []string) (fate, error) {
	_ = tx.Rollback()
	p.ledger.note(discarded, written...)
	return discarded, nil
}

func (p *program) rolledBack(ctx context.Context, name string) (fate, error) {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fateOf(err), nil
	}
	_, _ = tx.ExecContext(ctx, spoken.insertion, p.id, name)
	return p.rollBack(tx, []string{name})
}

// savepoints inserts a row behind each of some savepoints, goes back to some of
// these, and to all behind which something has failed.
func (p *program) savepoints(ctx context.Context, name string) (fate, error) {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fateOf(err), nil
	}
	var written, undone []string
	for i := range 1 + p.random.IntN(3) {
		token := fmt.Sprintf("%s row %d", name, i)
		kept, err := p.behindSavepoint(ctx, tx, token)
		if err != nil {
			return p.rollBack(tx, append(append(written, undone...), token))
		}
		if kept {
			written = append(written, token)
		} else {
			undone = append(undone, token)
		}
	}
	f := fateOf(tx.Commit())
	p.ledger.note(f, written...)
	p.ledger.note(discarded, undone...)
	return f, nil
}

// behindSavepoint inserts a row, and reports whether it is to stay. After an
// error nothing is known of the transaction.
func (p *program) behindSavepoint(ctx context.Context, tx *sql.Tx, token string) (kept bool, err error) {
	if _, err := tx.ExecContext(ctx, "savepoint s"); err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, spoken.insertion, p.id, token)
	if err == nil && p.random.IntN(3) > 0 {
		return true, nil
	}
	_, err = tx.ExecContext(ctx, "rollback to savepoint s")
	return false, err
}
