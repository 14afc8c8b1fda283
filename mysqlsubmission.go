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

// mysqlSubmission is a statement of MySQL with its arguments on its way to the service. It
// is sent as it is, unless it is remembered that the service does not return its
// columns as they are. If the service turns out not to, the statement is run once
// more with these columns cast, provided that it only reads.
type mysqlSubmission struct {
	conn      *conn
	statement *statement
	bound     *bound
	args      []driver.NamedValue
	metadata  bool // the caller wants to know the columns
}

// key returns the text that the columns are remembered under. Their types may follow
// from those of the arguments.
func (s *mysqlSubmission) key() string {
	key := s.bound.sql
	if s.isPrepared() {
		key += " prepared"
	}
	for i := range s.args {
		key += fmt.Sprintf(" %T", s.args[i].Value)
	}
	return key
}

// isPrepared reports whether the program has prepared a statement that has no
// arguments: it expects the values of the binary protocol where the service has the
// text protocol's, in which a FLOAT has six digits.
func (s *mysqlSubmission) isPrepared() bool { return s.statement.prepared && len(s.args) == 0 }

func (s *mysqlSubmission) run(ctx context.Context) (*answer, error) {
	if recast := s.recall(); recast != nil && recast.Needed() {
		a, err := s.sendRecast(ctx, recast)
		if !suggestsOtherColumns(err) {
			return a, err
		}
		s.conn.forget(s.key())
	}
	a, err := s.send(ctx, s.bound)
	for range maxRefusals {
		recast := s.learn(ctx, a, err)
		if recast == nil {
			break
		}
		again, failure := s.sendRecast(ctx, recast)
		if isUnreadable(failure) {
			s.remember(mysql.NewRecast(nil)) // so that it is not tried again
			break
		}
		if a != nil {
			_ = a.release() // of an answer that has arrived as a whole
		}
		a, err = again, failure
	}
	return a, err
}

// send runs the statement, b, with its columns cast or not.
func (s *mysqlSubmission) send(ctx context.Context, b *bound) (*answer, error) {
	return s.deliver(ctx, b)
}

// recall returns what is remembered of the columns, nil if they need no cast.
func (s *mysqlSubmission) recall() *mysql.Recast {
	if memory, _ := s.conn.memory(""); !memory.hasResults() {
		return nil // as in many programs: the key has a price
	}
	memory, key := s.conn.memory(s.key())
	return memory.get(key).columns
}

func (s *mysqlSubmission) remember(recast *mysql.Recast) {
	memory, key := s.conn.memory(s.key())
	memory.change(key, func(k *knowledge) { k.columns = recast })
}

// sendRecast runs the statement with its columns cast, and describes them as they were
// before.
func (s *mysqlSubmission) sendRecast(ctx context.Context, recast *mysql.Recast) (*answer, error) {
	b, err := s.rewrite(recast)
	if errors.Is(err, errUnsorted) {
		return s.sendSorted(ctx)
	}
	if err != nil {
		return nil, err
	}
	a, err := s.send(ctx, b)
	if err != nil || a.pages != nil {
		return a, err
	}
	if recast.IsAmbiguous() {
		recast = s.settle(a, recast)
	}
	recast.Restore(a.result.Columns)
	return a, nil
}

// sendSorted gives the exact values of a query whose order the rewritten one would
// lose: a copy of its result keeps it. Where there can be none, the query is sent as
// it is.
func (s *mysqlSubmission) sendSorted(ctx context.Context) (*answer, error) {
	if s.metadata && s.isCopyable() && s.statement.streaming != StreamingNever {
		a, err := s.readLarge(ctx, 0)
		if err == nil || !mysql.HasNoTables(numberOf(err)) {
			return a, err
		}
	}
	return s.send(ctx, s.bound)
}

// mostPeeked is at how many rows is looked to tell a TINYINT(1) from a BIT(1).
const mostPeeked = 256

// settle tells by the rows of an answer, which can still be read afterwards, which
// columns are a TINYINT(1) and which a BIT(1), and remembers it.
func (s *mysqlSubmission) settle(a *answer, recast *mysql.Recast) *mysql.Recast {
	if a.body == nil || a.result.RecordCount == 0 {
		return recast
	}
	result, err := wire.DecodeExecute(a.body.Bytes())
	if err != nil {
		return recast
	}
	defer result.Release()
	fields := make([]wire.Field, len(a.result.Columns))
	for range mostPeeked {
		if ok, err := result.NextRow(fields); err != nil || !ok || !recast.IsAmbiguous() {
			break
		}
		recast = recast.WithRow(fields)
	}
	s.remember(recast)
	return recast
}

// errUnsorted is why a query is not rewritten that is ordered by more than it returns.
var errUnsorted = errors.New("auroradataapi: cast columns: the order would be lost")

// rewrite returns the statement with its columns cast.
func (s *mysqlSubmission) rewrite(recast *mysql.Recast) (*bound, error) {
	outline, ok := sqltext.ReadOutline(sqltext.MySQL, s.bound.sql)
	if !ok {
		return nil, errNotNested
	}
	nested, ok := recast.Rewrite(outline)
	if !ok {
		return nil, errUnsorted
	}
	b := *s.bound
	b.sql, b.positions = nested, sqltext.Positions{}
	return &b, s.statement.checkLength(b.sql)
}

// learn draws from an answer, or from the refusal of one, what to cast, and remembers
// it. It returns nil if there is nothing to cast, or if the statement is not to be run
// once more.
func (s *mysqlSubmission) learn(ctx context.Context, a *answer, failure error) *mysql.Recast {
	var recast *mysql.Recast
	if failure == nil {
		recast = s.lossy(a)
	} else {
		recast = s.refused(ctx, failure)
	}
	if recast == nil || !recast.Needed() {
		return nil
	}
	if _, err := s.rewrite(recast); err != nil && !errors.Is(err, errUnsorted) {
		return nil
	}
	s.remember(recast)
	return recast
}

// lossy looks at the columns of a result: those of which the service tells too little
// are to be cast, if there is a row and if that can be done.
func (s *mysqlSubmission) lossy(a *answer) *mysql.Recast {
	if len(a.result.Columns) == 0 || a.result.RecordCount == 0 || a.pages != nil || s.recall() != nil {
		return nil
	}
	recast := mysql.NewRecast(a.result.Columns)
	if s.isPrepared() {
		recast = recast.WithFloats()
	}
	if !recast.Needed() || !s.isRepeatable() {
		return nil
	}
	return recast
}

// refused asks for the columns of a query whose result the service has refused, and
// says in the error what can be done if that cannot be.
func (s *mysqlSubmission) refused(ctx context.Context, failure error) *mysql.Recast {
	var e *Error
	refusal := mysqlRefusal(failure)
	if refusal.IsNone() || !errors.As(failure, &e) {
		return nil
	}
	if !s.isRepeatable() {
		s.advise(e, refusal)
		return nil
	}
	recast := s.recall()
	isNew := recast == nil
	if isNew {
		columns, err := s.columns(ctx)
		if err != nil || len(columns) == 0 {
			return nil
		}
		recast = mysql.NewRecast(columns)
	}
	with, changed := recast.With(refusal)
	if !changed && !(isNew && recast.Needed()) {
		return nil
	}
	e.advice = with.Advice(refusal)
	return with
}

// advise says of a refused result, whose columns are not known, what to write. The
// service has no words for a time that it cannot write, so that it may have failed for
// another reason.
func (s *mysqlSubmission) advise(e *Error, refusal mysql.Refusal) {
	switch {
	case refusal != mysql.Unprintable:
		e.advice = refusal.Advice()
	case mysql.IsQuery(s.statement.text.Keyword()):
		e.note = "maybe since " + refusal.Advice()
	}
}

// columns asks for the columns of the query, of which no row is asked for.
func (s *mysqlSubmission) columns(ctx context.Context) ([]wire.Column, error) {
	outline, ok := sqltext.ReadOutline(sqltext.MySQL, s.bound.sql)
	if !ok {
		return nil, errNotNested
	}
	b := *s.bound
	b.sql = outline.Limited("0")
	b.parameters = parametersOf(b.sql, b.parameters)
	a, err := s.conn.deliver(ctx, s.statement, &b, true)
	if err != nil {
		return nil, err
	}
	columns := a.result.Columns
	return columns, a.release()
}

// isRepeatable reports whether the statement may be run once more, as a part of
// another one: it is a query, only reads, sets no variable, counts nothing for
// FOUND_ROWS and calls no function that might do something.
func (s *mysqlSubmission) isRepeatable() bool {
	return mysql.IsQuery(s.statement.text.Keyword()) && !s.conn.isForLocks(s.statement) &&
		!s.statement.text.Contains("SQL_CALC_FOUND_ROWS") && !strings.Contains(s.bound.sql, ":=") && s.statement.onlyReads(s.bound.sql)
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

// isUnreadable reports whether the database cannot read a text, which it could before
// that was part of another one.
func isUnreadable(failure error) bool {
	var e *Error
	return errors.As(failure, &e) && mysql.IsUnreadable(e.Number)
}

func suggestsOtherColumns(failure error) bool {
	var e *Error
	return errors.As(failure, &e) && mysql.SuggestsOtherColumns(e.Number)
}

// parametersOf returns those of some parameters, whose names are numbers, that a text
// still has.
func parametersOf(sql string, parameters []wire.Parameter) []wire.Parameter {
	var kept []wire.Parameter
	for _, p := range parameters {
		if hasNumber(sql, p.Name) {
			kept = append(kept, p)
		}
	}
	return kept
}

// hasNumber reports whether a text has a mark :n.
func hasNumber(sql, n string) bool {
	for {
		_, rest, ok := strings.Cut(sql, ":"+n)
		if !ok {
			return false
		}
		if rest == "" || rest[0] < '0' || rest[0] > '9' {
			return true
		}
		sql = rest
	}
}
