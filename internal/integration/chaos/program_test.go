package chaos_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
)

// program is one of many that use the database at the same time.
type program struct {
	id     int
	db     *sql.DB
	random *rand.Rand
	ledger *ledger
	done   int // operations
}

// operation is something that a program does. do returns the fate of it as a
// whole, and an error for what must never be, whatever goes wrong.
type operation struct {
	kind string
	do   func(*program, context.Context, string) (fate, error)
}

// step does one operation. Its name begins the tokens of its rows.
func (p *program) step(ctx context.Context) error {
	o := mix[p.random.IntN(len(mix))]
	p.done++
	name := fmt.Sprintf("%s %d-%d", o.kind, p.id, p.done)
	f, err := o.do(p, ctx, name)
	p.ledger.count(o.kind, f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// rolledBack is the kind of operation that commits nothing.
const rolledBack = "transaction rolled back"

// mix are the operations, those that are there more often being done more
// often.
var mix = []operation{
	{"insert", (*program).insert},
	{"insert", (*program).insert},
	{"insert returning", (*program).insertReturning},
	{"update", (*program).update},
	{"script", (*program).script},
	{"transaction", (*program).transaction},
	{"transaction", (*program).transaction},
	{"transaction with savepoints", (*program).savepoints},
	{"transaction of RunTx", (*program).runTx},
	{"transaction of RunTx", (*program).runTx},
	{"serializable transfer", (*program).transfer},
	{rolledBack, (*program).rolledBack},
	{"batch", (*program).batch},
	{"batch of updates", (*program).batchOfUpdates},
	{"copy", (*program).copyRows},
	{"copy in a transaction", (*program).copyInTx},
	{"copy in chunks", (*program).copyInChunks},
	{"read", (*program).read},
	{"operator", (*program).operate},
	{"stream", (*program).stream},
	{"stream in a transaction", (*program).streamInTx},
	{"stream closed early", (*program).closeEarly},
	{"insert returning much", (*program).insertMany},
}

const (
	insertion = "insert into chaos (program, token) values ($1, $2)"
	appending = "update chaos_lists set tokens = tokens || $1::text where program = $2"
)

// insert inserts a row.
func (p *program) insert(ctx context.Context, name string) (fate, error) {
	_, err := p.db.ExecContext(ctx, insertion, p.id, name)
	f := fateOf(err)
	p.ledger.note(f, name)
	return f, nil
}

// insertReturning inserts a row by a query.
func (p *program) insertReturning(ctx context.Context, name string) (fate, error) {
	var got string
	err := p.db.QueryRowContext(ctx, insertion+" returning token", p.id, name).Scan(&got)
	f := fateOf(err)
	p.ledger.note(f, name)
	if err == nil && got != name {
		return f, fmt.Errorf("returned %q", got)
	}
	return f, nil
}

// update appends to a list, which has another effect each time it is done.
func (p *program) update(ctx context.Context, name string) (fate, error) {
	result, err := p.db.ExecContext(ctx, appending, name, p.id)
	f := fateOf(err)
	p.ledger.note(f, name)
	if err != nil {
		return f, nil
	}
	if n, err := result.RowsAffected(); n != 1 || err != nil {
		return f, fmt.Errorf("%d rows were affected, %v", n, err)
	}
	return f, nil
}

// script inserts rows by one text, which is one transaction.
func (p *program) script(ctx context.Context, name string) (fate, error) {
	first, second := name+" first", name+" second"
	_, err := p.db.ExecContext(ctx, fmt.Sprintf("insert into chaos values (%d, '%s'); insert into chaos values (%[1]d, '%[3]s')", p.id, first, second))
	f := fateOf(err)
	p.ledger.note(f, first, second)
	return f, nil
}

// read reads a result of one page, or of none.
func (p *program) read(ctx context.Context, _ string) (fate, error) {
	return readRows(ctx, p.db, readingLittle, p.random.IntN(300), 10)
}
