package auroradataapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// statement is one SQL statement as the caller wrote it, read once. It does not
// change, so that it can be run with arguments any number of times.
type statement struct {
	engine engine.Engine
	text   sqltext.Statement
	mode   QueryExecMode
	empty  bool // nothing but comments and white space
	remark bool // an empty one with a comment

	prepared bool // by the caller

	ordinals int      // the greatest n of the placeholders $n
	gap      int      // an n below that which the whole text has nowhere; 0 if none
	names    []string // of the placeholders :name, each once
	optional []string // of those that are placeholders only if there is an argument
	places   map[string]place

	streaming Streaming // when its result is read page by page

	locks    engine.SessionLocks // what it does to session advisory locks
	lastID   bool                // it asks for the last generated id of the session, or sets it
	onlyLock bool                // it does nothing else: SELECT pg_advisory_lock(…) and the like
}

// place says where a name is that of a placeholder.
type place uint8

const (
	certainPlace  place = 1 << iota // it is among the names of the statement
	optionalPlace                   // it is among the optional ones
)

// parse reads a text and returns its statements, or one that is empty. The mode
// says how they get their arguments, streaming how their results are read.
func parse(e engine.Engine, query string, mode QueryExecMode, streaming Streaming) ([]*statement, error) {
	text, err := sqltext.Parse(e.Dialect(), query)
	if err != nil {
		return nil, unreadableText(e, query, err)
	}
	if len(text.Statements()) == 0 {
		return []*statement{{engine: e, mode: mode, streaming: streaming, empty: true, remark: strings.Trim(query, " \t\r\n\f;") != ""}}, nil
	}
	statements := make([]*statement, len(text.Statements()))
	for i, t := range text.Statements() {
		if statements[i], err = newStatement(e, t, mode); err != nil {
			return nil, err
		}
	}
	gap := gap(statements)
	for _, s := range statements {
		s.gap, s.streaming = gap, streaming
	}
	return statements, nil
}

// parseStatement reads a text of one statement.
func parseStatement(e engine.Engine, query string, mode QueryExecMode) (*statement, error) {
	statements, err := parse(e, query, mode, StreamingAuto)
	if err != nil {
		return nil, err
	}
	if len(statements) > 1 {
		return nil, severalCommands(statements)
	}
	return statements[0], nil
}

func newStatement(e engine.Engine, text sqltext.Statement, mode QueryExecMode) (*statement, error) {
	s := &statement{engine: e, text: text, mode: mode}
	s.countPlaceholders()
	s.readLocks()
	s.lastID = e.MayUseLastInsertID(text.String())
	if s.ordinals > 0 && len(s.names) > 0 {
		return nil, fmt.Errorf("auroradataapi: parse statement: text mixes %s and :%s: use one kind of placeholder", ordinalOf(e.Dialect()), s.names[0])
	}
	return s, nil
}

// ordinalOf returns a placeholder that has no name, as the dialect writes it.
func ordinalOf(d sqltext.Dialect) string {
	if d == sqltext.MySQL {
		return "?"
	}
	return "$1"
}

// readLocks finds out what the statement does to session locks.
func (s *statement) readLocks() {
	if s.engine.MayUseSessionLocks(s.text.Keyword(), s.text.String()) {
		s.locks = s.engine.ReadSessionLocks(s.text.Calls())
		s.onlyLock = s.locks.Any() && s.locks == s.engine.ReadSessionLocks([]string{s.text.OnlyCall()})
	}
}

// onlyReads reports whether the statement, of which sql is the text that is sent,
// only reads, and calls no function that might do something. Nothing is known of
// what a view, an operator or a function written as t.f does: it counts as reading.
func (s *statement) onlyReads(sql string) bool {
	outline, ok := sqltext.ReadOutline(s.engine.Dialect(), sql)
	mayDoMore := func(function string) bool { return !s.engine.IsHarmless(function) }
	return ok && !outline.Modifies() && !s.text.Contains("INTO") && !slices.ContainsFunc(outline.Calls(), mayDoMore)
}

// unreadableText returns the database's own error for a text that ends too early,
// which names all of the text from the trouble on.
func unreadableText(database engine.Engine, query string, err error) error {
	var e *sqltext.Error
	switch {
	case !errors.As(err, &e):
		return fmt.Errorf("auroradataapi: parse statement: %w", err)
	case !e.Unterminated():
		return fmt.Errorf("auroradataapi: parse statement at character %d: %s", e.Position, e.Problem)
	}
	rest := e.Rest(query)
	known := foreseenMessage(database.Unterminated(e.Problem, rest, 1+strings.Count(strings.TrimSuffix(query, rest), "\n")))
	known.Position = e.Position
	return known
}

func (s *statement) countPlaceholders() {
	for _, p := range s.text.Placeholders() {
		switch {
		case p.Ordinal > 0:
			s.ordinals = max(s.ordinals, p.Ordinal)
		case p.Ambiguous:
			s.optional = s.appendOnce(s.optional, p.Name, optionalPlace)
		default:
			s.names = s.appendOnce(s.names, p.Name, certainPlace)
		}
	}
}

// appendOnce appends a name unless it has been appended for that place.
func (s *statement) appendOnce(names []string, name string, at place) []string {
	if s.places == nil {
		s.places = map[string]place{}
	}
	if s.places[name]&at != 0 {
		return names
	}
	s.places[name] |= at
	return append(names, name)
}

// numInput returns how many arguments the statement takes, -1 if that depends on
// the arguments.
func (s *statement) numInput() int {
	if len(s.optional) > 0 {
		return -1
	}
	return max(s.ordinals, len(s.names))
}

// refuse returns an error for a statement that cannot work.
func (s *statement) refuse(inTransaction bool) error {
	if s.empty {
		return nil
	}
	if advice := s.engine.Refuse(s.text.Words(4), s.text.Tokens(), inTransaction); advice != "" {
		return fmt.Errorf("auroradataapi: %s cannot be sent over the Data API: %s", s.text.Keyword(), advice)
	}
	return s.refuseSettings()
}
