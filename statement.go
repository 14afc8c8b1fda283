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
	source string
	text   sqltext.Statement
	empty  bool // nothing but comments and white space

	ordinals int      // the greatest n of the placeholders $n
	names    []string // of the placeholders :name, each once
	optional []string // of those that are placeholders only if there is an argument
}

// maxSQL is the most that the service takes as a statement, in characters
// (service model, SqlStatement).
const maxSQL = 65536

func parseStatement(query string) (*statement, error) {
	text, err := sqltext.Parse(sqltext.PostgreSQL, query)
	if err != nil {
		return nil, unreadableText(err)
	}
	s := &statement{source: query}
	switch statements := text.Statements(); len(statements) {
	case 0:
		s.empty = true
	case 1:
		s.text = statements[0]
		s.countPlaceholders()
	default:
		return nil, fmt.Errorf("auroradataapi: parse statement: text has %d statements: send them one by one", len(statements))
	}
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
}

// bind gives the statement its arguments, each with the type that follows from
// its Go type.
func (s *statement) bind(args []driver.NamedValue) (*bound, error) {
	names, err := s.match(args)
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: bind arguments: %w", err)
	}
	arguments := make([]postgres.Argument, len(args))
	for i := range args {
		if arguments[i], err = bindArgument(args[i].Value); err != nil {
			return nil, fmt.Errorf("auroradataapi: bind argument %s: %w", argumentName(&args[i]), err)
		}
	}
	b := &bound{}
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
	if n := utf8.RuneCountInString(b.sql); n > maxSQL {
		return nil, fmt.Errorf("auroradataapi: execute statement: %w: the text has %d characters, the service takes %d", ErrRequestTooLarge, n, maxSQL)
	}
	return b, nil
}

// bindArgument refuses here what the request could not carry, where the argument
// has the name that the caller knows.
func bindArgument(v any) (postgres.Argument, error) {
	argument, err := postgres.Bind(v)
	if err == nil && !utf8.ValidString(argument.Parameter.Text) {
		err = wire.ErrInvalidUTF8
	}
	return argument, err
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
func (s *statement) match(args []driver.NamedValue) ([]string, error) {
	if len(s.names) == 0 && len(s.optional) == 0 || s.ordinals > 0 {
		if len(args) != s.ordinals {
			return nil, fmt.Errorf("statement takes %d arguments, got %d", s.ordinals, len(args))
		}
		return nil, nil
	}
	return s.matchNames(args)
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
