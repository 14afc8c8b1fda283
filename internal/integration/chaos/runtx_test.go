package chaos_test

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/auroradataapi/auroradataapi"
)

// runTx has the driver run a transaction, again if it has to. Two rows are
// written, and a third in a savepoint that is left in the end.
func (p *program) runTx(ctx context.Context, name string) (fate, error) {
	written := []string{name + " first", name + " second"}
	runs := 0
	err := auroradataapi.RunTx(ctx, p.db, nil, func(tx *sql.Tx) error {
		runs++
		for _, token := range written {
			if _, err := tx.ExecContext(ctx, spoken.insertion, p.id, token); err != nil {
				return err
			}
		}
		return p.leaveSavepoint(ctx, tx, name+" undone")
	})
	f := fateOf(err)
	p.ledger.note(f, written...)
	p.ledger.note(discarded, name+" undone")
	if runs > 1 {
		p.ledger.count("transaction of RunTx that ran more than once", f)
	}
	return f, nil
}

func (p *program) leaveSavepoint(ctx context.Context, tx *sql.Tx, token string) error {
	for _, statement := range []string{"savepoint s", fmt.Sprintf("insert into chaos values (%d, '%s')", p.id, token), "rollback to savepoint s"} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// contested is how many lists there are behind those of the programs, which all
// programs fight for.
const contested = 16

// transfer changes two of the contested lists, at the level at which transactions
// run into each other.
func (p *program) transfer(ctx context.Context, name string) (fate, error) {
	options := &auroradataapi.RunTxOptions{Isolation: sql.LevelSerializable}
	from := p.random.IntN(contested)
	to := (from + 1 + p.random.IntN(contested-1)) % contested
	err := auroradataapi.RunTx(ctx, p.db, options, func(tx *sql.Tx) error {
		for i, list := range []int{from, to} {
			token := fmt.Sprintf("%s list %d", name, i)
			if _, err := tx.ExecContext(ctx, spoken.appending, token, *programs+list); err != nil {
				return err
			}
		}
		return nil
	})
	f := fateOf(err)
	p.ledger.note(f, name+" list 0", name+" list 1")
	return f, nil
}
