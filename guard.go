package auroradataapi

import (
	"context"
	"errors"
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// A statement that has effects and returns rows cannot be run once more when the
// service finds its result too large. It is sent in a form that looks at the result
// first (postgres.Guard), if the result may be large at all.

// effects is what is known of a text that has effects: of its functions and of its
// results.
type effects uint8

const (
	returnedLittle effects = 1 << iota
	returnedMuch           // once, at least
	notNested              // the database does not take it as part of another statement
)

// assess finds out whether the statement calls functions that might do something,
// and whether its result may be too large for a statement that cannot be run twice.
// It asks the server about functions that it does not know: with the question about
// types, which the statement without arguments has none of otherwise.
func (s *submission) assess(ctx context.Context) (err error) {
	switch keyword := s.statement.text.Keyword(); {
	case s.statement.locks.Any():
		s.acts = true
	case keyword == "WITH" && s.modifies():
		s.returnsMuch = s.returnsOnce()
	case keyword != "WITH" && !postgres.OnlyReads(keyword):
		s.returnsMuch = containsFold(s.bound.sql, "returning") && (!s.insertsLittle() || s.hasReturnedMuch()) && s.returnsOnce()
	case s.statement.text.Contains("INTO"):
	case s.hasReturnedMuch():
		s.acts, s.returnsMuch = true, true
	case s.statement.callsUnknown():
		var kinds postgres.FunctionKinds
		kinds, err = s.functionKinds(ctx)
		s.acts = kinds.Volatile
		s.returnsMuch = s.acts && (kinds.Sets || !s.returnsOneRow())
	}
	return err
}

// functionKinds returns what is known of the functions that the statement calls, the
// worst of those of which nothing is.
func (s *submission) functionKinds(ctx context.Context) (postgres.FunctionKinds, error) {
	text := &s.statement.text
	kinds := postgres.FunctionKinds{Volatile: text.CallsAny(postgres.Acts), Sets: text.CallsAny(postgres.ReturnsSet)}
	if !text.CallsAny(isUnknown) {
		return kinds, nil
	}
	if outline, ok := s.outline(); ok && !outline.CallsAny(isUnknown) {
		return kinds, nil // there is only what looks like a call
	}
	asked, known, err := s.askFunctionKinds(ctx)
	if !known {
		asked = postgres.FunctionKinds{Volatile: true, Sets: true}
	}
	return kinds.And(asked), err
}

// askFunctionKinds returns what the server knows of the functions, if it has been
// asked. In a transaction it is not asked for this alone.
func (s *submission) askFunctionKinds(ctx context.Context) (kinds postgres.FunctionKinds, known bool, err error) {
	switch {
	case s.bound.inferred != nil:
		kinds, known = s.bound.inferred.prepared.Functions()
	case !s.statement.infers():
	case s.conn.tx != nil:
		memory, key := s.conn.memory(s.statement.inquire(s.bound.names).sql)
		if prepared := memory.get(key).prepared; prepared != nil {
			kinds, known = prepared.Functions()
		}
	default:
		var d *description
		if d, err = s.conn.describe(ctx, s.statement.inquire(s.bound.names)); err == nil {
			kinds, known = d.prepared.Functions()
		}
	}
	return kinds, known, err
}

// guard returns the guard that the statement needs. In a transaction, where an
// error would abort it, the rows are kept; outside of one the statement fails and
// has done nothing, unless it is known to return much. What functions do is not
// always undone, as the numbers that a sequence has given: a query that calls them
// fails only if it has never returned much.
func (s *submission) guard() postgres.Guard {
	if !s.returnsMuch || s.statement.streaming == StreamingNever {
		return postgres.Guard{}
	}
	known := s.effects()
	if known&notNested != 0 {
		return postgres.Guard{}
	}
	keeps := s.statement.streaming == StreamingAlways || s.conn.tx != nil || !s.conn.settings.Empty() ||
		known&returnedMuch != 0 || known == 0 && s.acts
	if !keeps {
		return postgres.FailingGuard
	}
	s.conn.kept++
	return postgres.KeepingGuard(postgres.KeptName(s.conn.kept))
}

func isUnknown(function string) bool {
	return !postgres.IsHarmless(function) && !postgres.Acts(function)
}

// callsUnknown reports whether the statement may call a function that might do
// something, as far as the driver knows by its name.
func (s *statement) callsUnknown() bool {
	return s.text.CallsAny(func(function string) bool { return !postgres.IsHarmless(function) })
}

// unknownFunctions returns the names of the functions that the server is to be asked
// about. Some may only look like functions.
func (s *statement) unknownFunctions() []string {
	var names []string
	if keyword := s.text.Keyword(); keyword != "WITH" && !postgres.OnlyReads(keyword) {
		return nil
	}
	s.text.CallsAny(func(function string) bool {
		if isUnknown(function) && !slices.Contains(names, function) {
			names = append(names, function)
		}
		return false
	})
	return names
}

// returnsOneRow reports whether the statement is a SELECT of values alone.
func (s *submission) returnsOneRow() bool {
	for _, word := range []string{"FROM", "UNION", "VALUES", "TABLE"} {
		if s.statement.text.Contains(word) {
			return false
		}
	}
	return true
}

// What the rows of an INSERT may have that the statement does not give, and how
// much they may have in all, in octets: half of what the service returns.
const (
	maxDefaults = 512
	maxInserted = 1 << 19
)

// insertsLittle reports whether the statement inserts rows that it has in it, which
// are so few and small that they can be returned.
func (s *submission) insertsLittle() bool {
	rows, ok := s.statement.text.InsertedRows()
	size := rows*maxDefaults + len(s.bound.sql)
	for i := range s.bound.parameters {
		size += len(s.bound.parameters[i].Text) + 2*len(s.bound.parameters[i].Blob)
	}
	return ok && size <= maxInserted
}

// effects returns what is known of the text.
func (s *submission) effects() effects {
	memory, key := s.conn.memory(s.key())
	return memory.get(key).effects
}

// hasReturnedMuch reports whether the text is known to have returned too much. It is
// for texts that are thought to return little, and so is quick.
func (s *submission) hasReturnedMuch() bool { return s.known().effects&returnedMuch != 0 }

// note remembers something of the text.
func (s *submission) note(more effects) {
	memory, key := s.conn.memory(s.key())
	memory.put(key, knowledge{effects: more})
}

// sendGuarded runs the statement, b, with a guard. Outside of a transaction it is
// sent again if the guard, or the database because of the guard, has let nothing
// happen.
func (s *submission) sendGuarded(ctx context.Context, recast *postgres.Recast, guard postgres.Guard, b *bound) (a *answer, err error) {
	if name, keeps := guard.Keeps(); keeps {
		a, err = s.keep(ctx, recast, name, b)
	} else {
		a, err = s.conn.deliver(ctx, s.statement, b, s.metadata)
		restore(a, recast)
	}
	var e *Error
	if s.conn.tx != nil || !errors.As(err, &e) {
		return a, err
	}
	switch {
	case postgres.FailedByGuard(e.Code, e.Message):
		s.note(returnedMuch)
	case postgres.CannotBeNested(e.Code, e.Message):
		s.note(notNested)
	default:
		return a, err
	}
	return s.send(ctx, recast)
}

// explain says of a result that was too large what has become of the statement, and
// remembers it.
func (s *submission) explain(failure error) {
	var e *Error
	if !errors.As(failure, &e) || !errors.Is(e, ErrResultTooLarge) || s.isRepeatable() {
		return
	}
	s.note(returnedMuch)
	var fate string
	switch {
	case s.conn.tx != nil && e.isTooLargeV1():
		fate = "was rolled back with its transaction, as Aurora Serverless v1 does it"
	case s.conn.tx != nil:
		fate = "has run, and the transaction is still open"
	case !s.conn.settings.Empty():
		fate = "was rolled back"
	default:
		e.unknown = true
		fate = "has run; whether it was committed is not known"
	}
	e.advice = "the result exceeds the 1 MiB that the Data API returns, and the statement " + fate + ": return less, or in several parts"
}
