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

	// returning is set of an operation that has an INSERT return rows.
	returning bool
}

// step does one operation. Its name begins the tokens of its rows.
func (p *program) step(ctx context.Context) error {
	o := p.choose()
	p.done++
	name := fmt.Sprintf("%s %d-%d", o.kind, p.id, p.done)
	f, err := o.do(p, ctx, name)
	p.ledger.count(o.kind, f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// choose picks an operation that the engine has.
func (p *program) choose() operation {
	for {
		o := mix[p.random.IntN(len(mix))]
		if !o.returning || spoken.insertMany != "" {
			return o
		}
	}
}

// rolledBack is the kind of operation that commits nothing.
const rolledBack = "transaction rolled back"

// mix are the operations, those that are there more often being done more
// often.
var mix = []operation{
	{kind: "insert", do: (*program).insert},
	{kind: "insert", do: (*program).insert},
	{kind: "insert returning", do: (*program).insertReturning, returning: true},
	{kind: "update", do: (*program).update},
	{kind: "script", do: (*program).script},
	{kind: "transaction", do: (*program).transaction},
	{kind: "transaction", do: (*program).transaction},
	{kind: "transaction with savepoints", do: (*program).savepoints},
	{kind: "transaction of RunTx", do: (*program).runTx},
	{kind: "transaction of RunTx", do: (*program).runTx},
	{kind: "serializable transfer", do: (*program).transfer},
	{kind: rolledBack, do: (*program).rolledBack},
	{kind: "batch", do: (*program).batch},
	{kind: "batch of updates", do: (*program).batchOfUpdates},
	{kind: "copy", do: (*program).copyRows},
	{kind: "copy in a transaction", do: (*program).copyInTx},
	{kind: "copy in chunks", do: (*program).copyInChunks},
	{kind: "read", do: (*program).read},
	{kind: "operator", do: (*program).operate},
	{kind: "stream", do: (*program).stream},
	{kind: "stream in a transaction", do: (*program).streamInTx},
	{kind: "stream closed early", do: (*program).closeEarly},
	{kind: "insert returning much", do: (*program).insertMany, returning: true},
}

// insert inserts a row.
func (p *program) insert(ctx context.Context, name string) (fate, error) {
	_, err := p.db.ExecContext(ctx, spoken.insertion, p.id, name)
	f := fateOf(err)
	p.ledger.note(f, name)
	return f, nil
}

// insertReturning inserts a row by a query.
func (p *program) insertReturning(ctx context.Context, name string) (fate, error) {
	var got string
	err := p.db.QueryRowContext(ctx, spoken.insertion+" returning token", p.id, name).Scan(&got)
	f := fateOf(err)
	p.ledger.note(f, name)
	if err == nil && got != name {
		return f, fmt.Errorf("returned %q", got)
	}
	return f, nil
}

// update appends to a list, which has another effect each time it is done.
func (p *program) update(ctx context.Context, name string) (fate, error) {
	result, err := p.db.ExecContext(ctx, spoken.appending, name, p.id)
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
	_, err := p.db.ExecContext(ctx, fmt.Sprintf(spoken.script, p.id, first, second))
	f := fateOf(err)
	p.ledger.note(f, first, second)
	return f, nil
}

// read reads a result of one page, or of none.
func (p *program) read(ctx context.Context, _ string) (fate, error) {
	return readRows(ctx, p.db, spoken.readingLittle, p.random.IntN(300), 10)
}
