package stress_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
)

// program is one of many that use the database at the same time.
type program struct {
	id     int
	db     *sql.DB
	random *rand.Rand
	ledger ledger
	tally  *tally
	tokens int
	insert *sql.Stmt // prepared by the program once
}

// execer is a sql.DB, Conn or Tx.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// run does a number of things and checks after each that it was done right.
func (p *program) run(t *testing.T, things int) {
	ctx := t.Context()
	var err error
	if p.insert, err = p.db.PrepareContext(ctx, insertion); err != nil {
		t.Errorf("program %d: prepare: %v", p.id, err)
		return
	}
	defer p.insert.Close()
	for range things {
		name, err := p.act(ctx)
		if err != nil {
			t.Errorf("program %d: %s: %v", p.id, name, err)
		}
		p.tally.add(name, 1)
	}
}

// act does one thing. The error is one that must not be: what the program has
// interrupted itself is none.
func (p *program) act(parent context.Context) (name string, err error) {
	interruption := interrupt(parent, p.random)
	defer interruption.cancel()
	a := actions[p.random.IntN(len(actions))]
	err = a.do(p, interruption.ctx)
	if interruption.broken.Load() {
		p.tally.add(broken, 1)
	}
	if interruption.happened() && !errors.Is(err, errWrong) {
		p.tally.add("interrupted", 1)
		return a.name, nil
	}
	return a.name, err
}

var actions = []struct {
	name string
	do   func(*program, context.Context) error
}{
	{"echo", (*program).echo},
	{"echo of a prepared statement", (*program).echoPrepared},
	{"insert", (*program).insertOne},
	{"insert by a prepared statement", (*program).insertPrepared},
	{"insert and return", (*program).insertReturning},
	{"several statements", (*program).script},
	{"rows closed early", (*program).closeEarly},
	{"transaction", (*program).transaction},
	{"transaction", (*program).transaction},
	{"transaction with a panic", (*program).panicking},
	{"transaction by text", (*program).transactionByText},
	{"transaction forgotten", (*program).forgotten},
	{"setting in a transaction", (*program).localSetting},
	{"setting", (*program).setting},
	{"lock", (*program).lock},
	{"failure", (*program).failure},
	{"audit", (*program).audit},
	{"pool", (*program).changePool},
}

// errWrong is an error that no interruption excuses.
var errWrong = errors.New("wrong")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errWrong, fmt.Sprintf(format, args...))
}

const insertion = "insert into ledger (program, token) values ($1, $2)"

// token returns a text that no program has had before.
func (p *program) token() string {
	p.tokens++
	return fmt.Sprintf("%d-%d :a '$1", p.id, p.tokens)
}

// write inserts a row.
func (p *program) write(ctx context.Context, e execer) (token string, err error) {
	token = p.token()
	_, err = e.ExecContext(ctx, insertion, p.id, token)
	return token, err
}

// sees wants a new token back from the database.
func (p *program) sees(ctx context.Context, e execer) error {
	token := p.token()
	var id int
	var got string
	if err := e.QueryRowContext(ctx, "select $1::int, $2::text", p.id, token).Scan(&id, &got); err != nil {
		return err
	}
	return p.same(id, got, token)
}

func (p *program) same(id int, got, token string) error {
	if id != p.id || got != token {
		return wrong("sent %d, %q, got %d, %q", p.id, token, id, got)
	}
	return nil
}

func (p *program) echo(ctx context.Context) error { return p.sees(ctx, p.db) }

func (p *program) echoPrepared(ctx context.Context) error {
	stmt, err := p.db.PrepareContext(ctx, "select $2::text, $1::int")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for range 3 {
		token := p.token()
		var id int
		var got string
		if err := stmt.QueryRowContext(ctx, p.id, token).Scan(&got, &id); err != nil {
			return err
		}
		if err := p.same(id, got, token); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) insertOne(ctx context.Context) error {
	token, err := p.write(ctx, p.db)
	p.ledger.note(fateOf(err), token)
	return err
}

func (p *program) insertPrepared(ctx context.Context) error {
	token := p.token()
	_, err := p.insert.ExecContext(ctx, p.id, token)
	p.ledger.note(fateOf(err), token)
	return err
}

// insertReturning inserts by a query. When the context ends while database/sql
// reads the row, the program cannot know.
func (p *program) insertReturning(ctx context.Context) error {
	token := p.token()
	var got string
	err := p.db.QueryRowContext(ctx, insertion+" returning token", p.id, token).Scan(&got)
	f := fateOf(err)
	if f == discarded && ctx.Err() != nil {
		f = unknown
	}
	p.ledger.note(f, token)
	if err != nil {
		return err
	}
	return p.same(p.id, got, token)
}

// script inserts several rows by one text, which is one transaction.
func (p *program) script(ctx context.Context) error {
	first, second := p.token(), p.token()
	_, err := p.db.ExecContext(ctx, fmt.Sprintf("insert into ledger values (%d, $$%s$$); -- ;\ninsert into ledger values (%[1]d, $x$%[3]s$x$);", p.id, first, second))
	p.ledger.note(fateOf(err), first, second)
	return err
}

// closeEarly reads some of the rows of a result.
func (p *program) closeEarly(ctx context.Context) error {
	rows, err := p.db.QueryContext(ctx, "select $1::int, n from generate_series(1, 300) n order by n", p.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for want := range p.random.IntN(10) {
		if !rows.Next() {
			return rows.Err()
		}
		var id, n int
		if err := rows.Scan(&id, &n); err != nil {
			return err
		}
		if id != p.id || n != want+1 {
			return wrong("row %d of program %d is %d of program %d", want+1, p.id, n, id)
		}
	}
	return nil
}

// failure runs a statement that fails.
func (p *program) failure(ctx context.Context) error {
	token := p.token()
	_, err := p.db.ExecContext(ctx, insertion+", (1 / ($1 - $1), 'x')", p.id, token)
	p.ledger.note(fateOf(err), token)
	var e interface{ SQLState() string }
	if !errors.As(err, &e) || e.SQLState() != "22012" {
		return fmt.Errorf("division by zero: got %w", err)
	}
	return nil
}

// audit compares the ledger with the table while all is going on. A statement
// whose outcome is unknown may not have ended.
func (p *program) audit(ctx context.Context) error {
	tokens, err := rowsOf(ctx, p.db, p.id)
	if err != nil {
		return err
	}
	if err := p.ledger.check(tokens); err != nil {
		return wrong("%v", err)
	}
	return nil
}

// rowsOf returns the tokens that a program has in the table.
func rowsOf(ctx context.Context, db *sql.DB, program int) (tokens []string, err error) {
	rows, err := db.QueryContext(ctx, "select token from ledger where program = $1", program)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var token string
		if err := rows.Scan(&token); err != nil {
			return nil, err
		}
		tokens = append(tokens, token)
	}
	return tokens, rows.Err()
}
