package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlQuery is a statement of MySQL with its arguments on its way to the service. It
// is sent as it is, unless it is remembered that the service does not return its
// columns as they are. If the service turns out not to, the statement is run once
// more with these columns cast, provided that it only reads.
type mysqlQuery struct {
	conn      *conn
	statement *statement
	bound     *bound
	args      []driver.NamedValue
	metadata  bool // the caller wants to know the columns
}

// key returns the text that the columns are remembered under. Their types may follow
// from those of the arguments.
func (q *mysqlQuery) key() string {
	key := q.bound.sql
	for i := range q.args {
		key += fmt.Sprintf(" %T", q.args[i].Value)
	}
	return key
}

func (q *mysqlQuery) run(ctx context.Context) (*answer, error) {
	if recast := q.recall(); recast != nil {
		a, err := q.sendRecast(ctx, recast)
		if !suggestsOtherColumns(err) {
			return a, err
		}
		q.conn.forget(q.key())
	}
	a, err := q.send(ctx, q.bound)
	for range maxRefusals {
		recast := q.learn(ctx, a, err)
		if recast == nil {
			break
		}
		if a != nil {
			_ = a.release() // of an answer that has arrived as a whole
		}
		a, err = q.sendRecast(ctx, recast)
	}
	return a, err
}

// send runs the statement, b, with its columns cast or not.
func (q *mysqlQuery) send(ctx context.Context, b *bound) (*answer, error) {
	return q.conn.deliver(ctx, q.statement, b, q.metadata)
}

// recall returns what is remembered of the columns, nil if they need no cast.
func (q *mysqlQuery) recall() *mysql.Recast {
	if memory, _ := q.conn.memory(""); !memory.hasResults() {
		return nil // as in many programs: the key has a price
	}
	memory, key := q.conn.memory(q.key())
	return memory.get(key).columns
}

func (q *mysqlQuery) remember(recast *mysql.Recast) {
	memory, key := q.conn.memory(q.key())
	memory.change(key, func(k *knowledge) { k.columns = recast })
}

// sendRecast runs the statement with its columns cast, and describes them as they were
// before.
func (q *mysqlQuery) sendRecast(ctx context.Context, recast *mysql.Recast) (*answer, error) {
	b, err := q.rewrite(recast)
	if err != nil {
		return nil, err
	}
	a, err := q.send(ctx, b)
	if err != nil {
		return nil, err
	}
	if recast.IsAmbiguous() {
		recast = recast.WithRow(a.peek())
		q.remember(recast)
	}
	recast.Restore(a.result.Columns)
	return a, nil
}

// rewrite returns the statement with its columns cast.
func (q *mysqlQuery) rewrite(recast *mysql.Recast) (*bound, error) {
	part, ok := mysql.ReadOrdering(q.statement.text.Tokens()).Part(q.bound.sql)
	if !ok {
		return nil, errNotNested
	}
	b := *q.bound
	b.sql, b.positions = recast.Rewrite(part), sqltext.Positions{}
	return &b, q.statement.checkLength(b.sql)
}

// learn draws from an answer, or from the refusal of one, what to cast, and remembers
// it. It returns nil if there is nothing to cast, or if the statement is not to be run
// once more.
func (q *mysqlQuery) learn(ctx context.Context, a *answer, failure error) *mysql.Recast {
	var recast *mysql.Recast
	if failure == nil {
		recast = q.lossy(a)
	} else {
		recast = q.refused(ctx, failure)
	}
	if recast == nil || !recast.Needed() {
		return nil
	}
	if _, err := q.rewrite(recast); err != nil {
		return nil
	}
	q.remember(recast)
	return recast
}

// lossy looks at the columns of a result: those of which the service tells too little
// are to be cast, if there is a row and if that can be done.
func (q *mysqlQuery) lossy(a *answer) *mysql.Recast {
	if len(a.result.Columns) == 0 || a.result.RecordCount == 0 || q.recall() != nil {
		return nil
	}
	recast := mysql.NewRecast(a.result.Columns)
	if !recast.Needed() || !q.isRepeatable() {
		return nil
	}
	return recast
}

// refused asks for the columns of a query whose result the service has refused, and
// says in the error what can be done if that cannot be.
func (q *mysqlQuery) refused(ctx context.Context, failure error) *mysql.Recast {
	var e *Error
	refusal := mysqlRefusal(failure)
	if refusal.IsNone() || !errors.As(failure, &e) || !q.isRepeatable() {
		return nil
	}
	recast := q.recall()
	if recast == nil {
		columns, err := q.columns(ctx)
		if err != nil || len(columns) == 0 {
			return nil
		}
		recast = mysql.NewRecast(columns)
	}
	with, changed := recast.With(refusal)
	if !changed && !recast.Needed() {
		return nil
	}
	e.advice = with.Advice(refusal)
	return with
}

// columns asks for the columns of the query, of which no row is asked for.
func (q *mysqlQuery) columns(ctx context.Context) ([]wire.Column, error) {
	b := *q.bound
	b.sql = mysql.NoRows(b.sql)
	a, err := q.conn.deliver(ctx, q.statement, &b, true)
	if err != nil {
		return nil, err
	}
	columns := a.result.Columns
	return columns, a.release()
}

// isRepeatable reports whether the statement may be run once more, as a part of
// another one: it is a query, only reads, sets no variable and calls no function that
// might do something.
func (q *mysqlQuery) isRepeatable() bool {
	return mysql.IsQuery(q.statement.text.Keyword()) && !q.conn.isForLocks(q.statement) &&
		!strings.Contains(q.bound.sql, ":=") && q.statement.onlyReads(q.bound.sql)
}

// mysqlRefusal returns what the service has not returned.
func mysqlRefusal(failure error) mysql.Refusal {
	var e *Error
	switch {
	case !errors.As(failure, &e):
	case e.isUnsupported():
		return mysql.ReadRefusal(e.Message)
	case isUnprintable(e.HTTPStatus, e.Exception, e.Message):
		return mysql.Unprintable
	}
	return mysql.Refusal{}
}

func suggestsOtherColumns(failure error) bool {
	var e *Error
	return errors.As(failure, &e) && mysql.SuggestsOtherColumns(e.Number)
}

// peek returns the fields of the first row of an answer, which can still be read
// afterwards.
func (a *answer) peek() []wire.Field {
	if a.body == nil || a.result.RecordCount == 0 {
		return nil
	}
	result, err := wire.DecodeExecute(a.body.Bytes())
	if err != nil {
		return nil
	}
	defer result.Release()
	fields := make([]wire.Field, len(a.result.Columns))
	if ok, err := result.NextRow(fields); err != nil || !ok {
		return nil
	}
	return fields
}
