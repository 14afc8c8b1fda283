package auroradataapi

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// statement is one SQL statement as the caller wrote it, read once. It does not
// change, so that it can be run with arguments any number of times.
type statement struct {
	text  sqltext.Statement
	empty bool // nothing but comments and white space

	ordinals int      // the greatest n of the placeholders $n
	names    []string // of the placeholders :name, each once
	optional []string // of those that are placeholders only if there is an argument
}

// maxSQL is the most that the service takes as a statement, in characters
// (service model, SqlStatement).
const maxSQL = 65536

// parse reads a text and returns its statements, or one that is empty.
func parse(query string) ([]*statement, error) {
	text, err := sqltext.Parse(sqltext.PostgreSQL, query)
	if err != nil {
		return nil, unreadableText(err)
	}
	if len(text.Statements()) == 0 {
		return []*statement{{empty: true}}, nil
	}
	statements := make([]*statement, len(text.Statements()))
	for i, t := range text.Statements() {
		if statements[i], err = newStatement(t); err != nil {
			return nil, err
		}
	}
	return statements, nil
}

// parseStatement reads a text of one statement.
func parseStatement(query string) (*statement, error) {
	statements, err := parse(query)
	if err != nil {
		return nil, err
	}
	if len(statements) > 1 {
		return nil, severalCommands()
	}
	return statements[0], nil
}

func newStatement(text sqltext.Statement) (*statement, error) {
	s := &statement{text: text}
	s.countPlaceholders()
	if s.ordinals > 0 && len(s.names) > 0 {
		return nil, fmt.Errorf("auroradataapi: parse statement: text mixes $1 and :%s: use one kind of placeholder", s.names[0])
	}
	return s, nil
}

func unreadableText(err error) error {
	var e *sqltext.Error
	if errors.As(err, &e) {
		return fmt.Errorf("auroradataapi: parse statement: %s at character %d", e.Problem, e.Position)
	}
	return fmt.Errorf("auroradataapi: parse statement: %w", err)
}

func (s *statement) countPlaceholders() {
	for _, p := range s.text.Placeholders() {
		switch {
		case p.Ordinal > 0:
			s.ordinals = max(s.ordinals, p.Ordinal)
		case p.Ambiguous:
			s.optional = appendOnce(s.optional, p.Name)
		default:
			s.names = appendOnce(s.names, p.Name)
		}
	}
}

func appendOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
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
	if advice := postgres.Refuse(s.text.Words(4), inTransaction); advice != "" {
		return fmt.Errorf("auroradataapi: %s cannot be sent over the Data API: %s", s.text.Keyword(), advice)
	}
	return nil
}

// bound is a statement with its arguments, as the service takes it.
type bound struct {
	sql        string
	parameters []wire.Parameter
	positions  sqltext.Positions

	names    []string     // of the arguments, if the placeholders have names
	inferred *description // where the types are from; nil if from Go types
}

// bind gives the statement its arguments. Their types are those of the
// description or, if that is nil, follow from their Go types. names are what
// match has returned for the arguments.
func (s *statement) bind(args []driver.NamedValue, names []string, d *description) (*bound, error) {
	arguments, err := encode(args, d)
	if err != nil {
		return nil, err
	}
	b := &bound{names: names, inferred: d}
	sent := make([]bool, len(args))
	b.sql, b.positions = s.text.Render(func(p sqltext.Placeholder) (string, bool) {
		i := p.Ordinal - 1
		if p.Ordinal == 0 {
			i = slices.Index(names, p.Name)
		}
		if i < 0 || i >= len(arguments) {
			return "", false
		}
		name := "p" + strconv.Itoa(i+1)
		if !sent[i] {
			sent[i] = true
			arguments[i].Parameter.Name = name
			b.parameters = append(b.parameters, arguments[i].Parameter)
		}
		return placeholder(name, arguments[i].Cast), true
	})
	if err := checkLength(b.sql); err != nil {
		return nil, err
	}
	return b, nil
}

// checkLength returns an error for a text that the service would refuse.
func checkLength(sql string) error {
	if n := utf8.RuneCountInString(sql); n > maxSQL {
		return fmt.Errorf("auroradataapi: execute statement: %w: the text has %d characters, the service takes %d", ErrRequestTooLarge, n, maxSQL)
	}
	return nil
}

// encode returns what the service takes for the arguments. It refuses here what
// the request could not carry, where an argument has the name that the caller
// knows.
func encode(args []driver.NamedValue, d *description) ([]postgres.Argument, error) {
	arguments := make([]postgres.Argument, len(args))
	for i := range args {
		var err error
		if d == nil {
			arguments[i], err = postgres.Bind(args[i].Value)
		} else {
			arguments[i], err = d.types[i].Encode(args[i].Value)
		}
		if err == nil && !utf8.ValidString(arguments[i].Parameter.Text) {
			err = wire.ErrInvalidUTF8
		}
		if err != nil {
			return nil, fmt.Errorf("auroradataapi: bind argument %s: %w", argumentName(&args[i]), err)
		}
	}
	return arguments, nil
}

func placeholder(name, cast string) string {
	if cast == "" {
		return ":" + name
	}
	return "CAST(:" + name + " AS " + cast + ")"
}

// argumentName names an argument in an error.
func argumentName(arg *driver.NamedValue) string {
	if arg.Name != "" {
		return ":" + arg.Name
	}
	return "$" + strconv.Itoa(arg.Ordinal)
}

// match checks that arguments and placeholders fit, and returns the names of the
// arguments if the placeholders have names. With placeholders $n the names of
// arguments do not count.
func (s *statement) match(args []driver.NamedValue) (names []string, err error) {
	switch {
	case s.ordinals == 0 && len(s.names)+len(s.optional) > 0:
		names, err = s.matchNames(args)
	case len(args) != s.ordinals:
		err = fmt.Errorf("statement takes %d arguments, got %d", s.ordinals, len(args))
	}
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: bind arguments: %w", err)
	}
	return names, nil
}

func (s *statement) matchNames(args []driver.NamedValue) ([]string, error) {
	names := make([]string, len(args))
	for i := range args {
		name := args[i].Name
		switch {
		case name == "":
			return nil, errors.New("statement has named placeholders: pass every argument with sql.Named")
		case slices.Contains(names[:i], name):
			return nil, fmt.Errorf("argument :%s is given twice", name)
		case !slices.Contains(s.names, name) && !slices.Contains(s.optional, name):
			return nil, fmt.Errorf("statement has no placeholder :%s", name)
		}
		names[i] = name
	}
	for _, name := range s.names {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("no argument for placeholder :%s", name)
		}
	}
	return names, nil
}
