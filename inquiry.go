package auroradataapi

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// inquiry is a statement with nothing but placeholders $n, as the server prepares
// it. Its text stands for all statements that differ from it in comments or in
// the names of placeholders.
type inquiry struct {
	keyword   string
	sql       string
	positions sqltext.Positions
	order     []int // the n of each argument, from 1
	rows      *manyRows
	functions []string // that the statement calls and that might do something
}

// inquire returns the inquiry about a statement. names are those of its
// arguments. Of many rows that it inserts, the inquiry has one.
func (s *statement) inquire(names argumentNames) inquiry {
	if rows := s.manyRows(); rows != nil {
		if q, err := rows.inquire(s.text.Keyword()); err == nil {
			return q
		}
	}
	return s.inquireWhole(names)
}

// inquireWhole returns the inquiry about the statement as it is.
func (s *statement) inquireWhole(names argumentNames) inquiry {
	numbers := s.number(names)
	q := inquiry{keyword: s.text.Keyword(), functions: s.unknownFunctions()}
	q.sql, q.positions = s.text.Render(func(p sqltext.Placeholder) (string, bool) {
		n := p.Ordinal
		if n == 0 {
			n = numbers[p.Name]
		}
		return "$" + strconv.Itoa(n), n > 0
	})
	q.order = make([]int, max(s.ordinals, len(names)))
	for i := range q.order {
		q.order[i] = i + 1
	}
	for name, i := range names {
		q.order[i] = numbers[name]
	}
	return q
}

// number numbers the names from 1, in an order that does not depend on that of
// the arguments.
func (s *statement) number(names argumentNames) map[string]int {
	if names == nil {
		return nil
	}
	numbers := make(map[string]int, len(names))
	for _, known := range [][]string{s.names, s.optional} {
		for _, name := range known {
			_, isArgument := names[name]
			if isArgument && numbers[name] == 0 { // it may be among both
				numbers[name] = len(numbers) + 1
			}
		}
	}
	return numbers
}

// hasRoom reports whether the statement is short enough to be prepared.
func (q inquiry) hasRoom() bool {
	text, _ := postgres.Prepare(preparedName+"_"+strconv.Itoa(math.MaxInt32), q.sql)
	return checkLength(text) == nil
}

// ask asks the server. If the statement cannot be prepared, the error is that of
// the statement, at its place in the caller's text.
//
// In a transaction that error aborts the transaction, as that of any statement
// does and as it does with a native driver. To keep the transaction would take a
// handler in PL/pgSQL, which does not know the position of an error.
func (c *conn) ask(ctx context.Context, q inquiry) (*postgres.Prepared, error) {
	var text string
	var err error
	if c.tx != nil {
		if err := c.restore(ctx); err != nil {
			return nil, err
		}
		c.tx.prepared++
		name := preparedName + "_" + strconv.Itoa(c.tx.prepared)
		text, err = c.client.prepare(ctx, c.request("").Target, name, q)
	} else {
		text, err = c.client.infer(ctx, q, c.settings.Statements())
	}
	if err != nil {
		return nil, c.failed(q.keyword, q.positions, err)
	}
	prepared, err := postgres.ParsePrepared(text)
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: describe statement: %w", err)
	}
	return &prepared, nil
}

// preparedName is the name under which a statement is prepared to be described.
const preparedName = "auroradataapi"

// infer asks outside a transaction, in one call if it can. settings are statements
// to be run first.
func (c *client) infer(ctx context.Context, q inquiry, settings []string) (string, error) {
	if c.quiet {
		return c.inferQuietly(ctx, q, settings)
	}
	question, err := shield(postgres.InferTypes(preparedName, q.sql, q.functions, settings...))
	if err != nil {
		return "", err
	}
	if checkLength(question) != nil {
		return c.inferQuietly(ctx, q, settings)
	}
	_, _, err = c.executeAs(ctx, describeOperation, &wire.ExecuteRequest{Target: c.target, SQL: question}, true)
	var e *Error
	switch {
	case err == nil:
		return "", errors.New("auroradataapi: describe statement: the server did not answer")
	case !errors.As(err, &e) || e.Code == "":
		return "", err
	case e.Code == postgres.TypesCode:
		return e.Message, nil
	}
	return "", c.locate(ctx, q, settings, e)
}

// shield returns a text of one statement as the service must receive it.
func shield(text string) (string, error) { return shieldIn(sqltext.PostgreSQL, text) }

// shieldIn is shield for the texts of any engine.
func shieldIn(dialect sqltext.Dialect, text string) (string, error) {
	parsed, err := sqltext.Parse(dialect, text)
	if err != nil {
		return "", fmt.Errorf("auroradataapi: describe statement: %w", err)
	}
	if len(parsed.Statements()) == 0 {
		return "", nil
	}
	sql, _ := parsed.Statements()[0].Render(nil)
	return sql, nil
}

// locate has a statement that cannot be prepared fail once more by itself, since
// an error inside of a block has no position in it. What was prepared after all
// is forgotten with the call.
func (c *client) locate(ctx context.Context, q inquiry, settings []string, inBlock *Error) error {
	var err error
	if len(settings) > 0 {
		_, err = c.inferQuietly(ctx, q, settings)
	} else {
		_, err = c.prepare(ctx, c.target, preparedName, q)
	}
	var e *Error
	if errors.As(err, &e) && e.Code == inBlock.Code {
		return e
	}
	return inBlock
}

// inferQuietly asks in a transaction of its own.
func (c *client) inferQuietly(ctx context.Context, q inquiry, settings []string) (string, error) {
	id, err := c.begin(ctx, c.target.Database)
	if err != nil {
		return "", err
	}
	target := c.target
	target.TransactionID, target.Database = id, ""
	var text string
	if err = c.restore(ctx, target, c.together(settings)); err == nil {
		text, err = c.prepare(ctx, target, preparedName, q)
	}
	// The answer is there, or the error is the one to return. A caller whose
	// context has ended does not wait for what runs on.
	if ctx.Err() != nil {
		c.abandon(ctx, id)
	} else {
		c.rollBackAbandoned(ctx, id)
	}
	return text, err
}

// prepare asks in two calls, in a transaction. The statement stays prepared until
// the transaction ends and the service discards its session.
func (c *client) prepare(ctx context.Context, target wire.Target, name string, q inquiry) (string, error) {
	text, offset := postgres.Prepare(name, q.sql)
	if err := checkLength(text); err != nil {
		return "", err
	}
	_, call, err := c.executeAs(ctx, describeOperation, &wire.ExecuteRequest{Target: target, SQL: text}, false)
	if err != nil {
		var e *Error
		if errors.As(err, &e) && e.Position > 0 {
			e.Position = max(e.Position-offset, 0)
		}
		return "", err
	}
	reuse(call.response)
	if target.TransactionID == "" {
		return "", nil
	}
	result, call, err := c.executeAs(ctx, describeOperation, &wire.ExecuteRequest{Target: target, SQL: postgres.PreparedTypes(name, q.functions)}, true)
	if err != nil {
		return "", err
	}
	defer reuse(call.response)
	if !result.HasRecords {
		return "", nil
	}
	fields := make([]wire.Field, 1)
	if _, err := result.NextRow(fields); err != nil {
		return "", fmt.Errorf("auroradataapi: describe statement: %w", err)
	}
	return fields[0].Text, nil
}
