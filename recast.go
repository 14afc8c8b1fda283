package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// submission is a statement with its arguments on its way to the service, which
// does not return all that PostgreSQL does. Columns that it refuses are cast to
// text and become their values here.
//
// What is to be cast is found out in one of two ways: before the statement runs,
// if it modifies rows and the mode is to ask the server; else after the service
// has refused its result, and then it is run once more only if that changes
// nothing.
type submission struct {
	conn      *conn
	statement *statement
	bound     *bound
	args      []driver.NamedValue
	metadata  bool // the caller wants to know the columns
	found     bool // they have been asked for

	read               *sqltext.Outline // of the text that is sent
	isRead, isReadable bool

	acts        bool // it calls a function that might do something
	returnsMuch bool // it has effects, and returns rows that may be too many
	onlyMayRead bool // it was sent so that an effect would have been refused
	again       bool // it has run, and the service has refused its result
}

// submit runs a statement with the arguments that it has been given.
func (c *conn) submit(ctx context.Context, s *statement, b *bound, args []driver.NamedValue, metadata bool) (*answer, error) {
	submission := submission{conn: c, statement: s, bound: b, args: args, metadata: metadata}
	return c.inAttempts(func() (*answer, error) { return submission.run(ctx) })
}

// key returns the text that the statement's columns are remembered under. If the
// types of its arguments follow from Go, its columns may do so as well.
func (s *submission) key() string {
	switch {
	case s.bound.inferred != nil:
		return s.bound.inferred.inquiry.sql
	case len(s.args) == 0:
		return s.bound.sql
	}
	key := s.statement.inquire(s.bound.names).sql
	for i := range s.args {
		key += fmt.Sprintf(" %T", s.args[i].Value)
	}
	return key
}

// maxRefusals bounds how often a statement is run anew: one result may be refused
// for a type, for an array's dimensions and for an infinite date.
const maxRefusals = 4

func (s *submission) run(ctx context.Context) (*answer, error) {
	if err := s.assess(ctx); err != nil {
		return nil, err
	}
	recast, err := s.recall(ctx)
	if err != nil {
		return nil, err
	}
	a, err := s.send(ctx, recast)
	switch {
	case err == nil || recast == nil:
	case s.isOutOfDate(err) && recast.Needed():
		a, recast, err = s.sendAnew(ctx)
	case recast.IsEmpty():
		s.forget() // what could not be asked may have an answer by now
	}
	for range maxRefusals {
		refusal := refusalOf(err)
		if refusal.IsNone() {
			break
		}
		if recast = s.learn(ctx, recast, refusal, err); recast == nil {
			break
		}
		a, err = s.sendAgain(ctx, recast, refusal, err)
	}
	s.explain(err)
	return a, err
}

// sendAnew runs a statement, of which nothing has run, with what its columns are by
// now. It returns those too.
func (s *submission) sendAnew(ctx context.Context) (*answer, *postgres.Recast, error) {
	recast, err := s.recall(ctx)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.send(ctx, recast)
	return a, recast, err
}

// sendAgain runs a statement that only reads once more, after the service has
// refused its result. If it turns out that it does more, that failure remains.
func (s *submission) sendAgain(ctx context.Context, recast *postgres.Recast, refusal postgres.Refusal, failure error) (*answer, error) {
	s.again = true
	a, err := s.send(ctx, recast)
	if !s.showsEffects(err) {
		return a, err
	}
	var e *Error
	if errors.As(failure, &e) {
		e.advice, e.unknown = recast.Advice(refusal), s.conn.settings.Empty()
	}
	return nil, failure
}

// send runs the statement with its columns cast, and with the guard that it needs
// if there is room for it. A nil recast casts none.
func (s *submission) send(ctx context.Context, recast *postgres.Recast) (*answer, error) {
	if guard := s.guard(); !guard.IsNone() {
		if b, err := s.rewrite(recast, guard); err == nil {
			return s.sendGuarded(ctx, recast, guard, b)
		}
	}
	a, err := s.sendUnguarded(ctx, recast)
	if !s.again && s.showsEffects(err) {
		return s.send(ctx, recast)
	}
	return a, err
}

func (s *submission) sendUnguarded(ctx context.Context, recast *postgres.Recast) (*answer, error) {
	if recast == nil || !recast.Needed() {
		return s.deliver(ctx, s.bound)
	}
	b, err := s.rewrite(recast, postgres.Guard{})
	if err == nil && s.again {
		b, err = s.onlyReading(b, true)
	}
	if err != nil {
		return nil, err
	}
	a, err := s.deliver(ctx, b)
	restore(a, recast)
	return a, err
}

// restore describes the columns of an answer as they were before they were cast.
// There may be none of either.
func restore(a *answer, recast *postgres.Recast) {
	if a != nil && recast != nil && recast.Needed() {
		recast.Restore(a.result.Columns)
	}
}

// rewrite returns the statement with its columns cast, and with a guard. recast is
// nil if the columns are not known.
func (s *submission) rewrite(recast *postgres.Recast, guard postgres.Guard) (*bound, error) {
	outline, ok := s.outline()
	nested := sqltext.Nested{}
	if ok {
		nested, ok = postgres.Nest(outline, recast, guard)
	}
	switch {
	case !ok && recast == nil:
		return nil, errNotNested
	case !ok:
		return nil, unsupported(recast.Advice(postgres.Refusal{}))
	}
	b := *s.bound
	b.sql = nested.SQL
	b.positions = b.positions.Inserted(nested.At, utf8.RuneCountInString(nested.Inserted))
	return &b, s.statement.checkLength(b.sql)
}

// outline reads the text that is sent, once.
func (s *submission) outline() (*sqltext.Outline, bool) {
	if !s.isRead {
		s.isRead = true
		s.read, s.isReadable = sqltext.ReadOutline(sqltext.PostgreSQL, s.bound.sql)
	}
	return s.read, s.isReadable
}

// isOutOfDate reports whether a statement whose columns were cast has failed
// because it returns other columns by now, so that it is to be run as it is. Then
// nothing has run, but in a transaction nothing can any more. What was remembered
// is forgotten.
func (s *submission) isOutOfDate(failure error) bool {
	var e *Error
	if !errors.As(failure, &e) || !postgres.SuggestsOtherColumns(e.Code) {
		return false
	}
	s.forget()
	return s.conn.tx == nil
}

// learn draws from a refused result what to cast, and remembers it. It returns nil
// if that is nothing, or if the statement is not to be run once more: then the
// failure says what can be done.
func (s *submission) learn(ctx context.Context, recast *postgres.Recast, refusal postgres.Refusal, failure error) *postgres.Recast {
	var e *Error
	if !errors.As(failure, &e) {
		return nil
	}
	isNew := recast == nil || recast.IsEmpty() || s.isUnexplained(recast, refusal)
	if isNew {
		var err error
		if recast, err = s.find(ctx, nothingBefore); err != nil || recast == nil {
			return nil
		}
	}
	recast, changed := recast.With(refusal)
	if !changed && !(isNew && recast.Needed()) {
		return nil
	}
	s.remember(recast)
	if !s.isRepeatable() {
		e.advice = recast.Advice(refusal)
		return nil
	}
	return recast
}

// isUnexplained reports whether what was remembered of the columns is out of date,
// since none of them may have been refused that was not cast. It is forgotten.
func (s *submission) isUnexplained(recast *postgres.Recast, refusal postgres.Refusal) bool {
	if _, explained := recast.With(refusal); explained || s.found {
		return false
	}
	s.forget()
	return true
}

// isRepeatable reports whether the statement may be run once more after it has
// run: it only reads, and calls no function that might do something.
func (s *submission) isRepeatable() bool {
	return !s.acts && !s.modifies() && !s.statement.text.Contains("INTO")
}

func (s *submission) remember(recast *postgres.Recast) {
	memory, key := s.conn.memory(s.key())
	memory.put(key, knowledge{recast: recast})
}

// refusalOf returns what the service has not returned.
func refusalOf(failure error) postgres.Refusal {
	var e *Error
	switch {
	case !errors.As(failure, &e):
	case e.isUnsupported():
		return postgres.ReadRefusal(e.Message)
	case isUnprintable(e.HTTPStatus, e.Exception, e.Message):
		return postgres.Infinity
	}
	return postgres.Refusal{}
}

// isUnprintable recognizes the service's answer to a value that it cannot write,
// an infinite date (tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
func isUnprintable(status int, exception, message string) bool {
	return exception == "InternalFailure" && status == http.StatusInternalServerError && strings.TrimSpace(message) == ""
}

// unsupported is the error for a statement that was not sent, since the service
// would not return its result.
func unsupported(advice string) error {
	return &Error{Exception: "UnsupportedResultException", verb: executeOperation.verb, advice: advice}
}
