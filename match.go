package auroradataapi

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// maxArguments is what the protocol of PostgreSQL can count.
const maxArguments = 1<<16 - 1

// argumentNames are the names of arguments with their indexes; nil if the
// placeholders are $n.
type argumentNames map[string]int

// argumentOf returns the index of a placeholder's argument, -1 for a name that
// has none.
func (n argumentNames) argumentOf(p sqltext.Placeholder) int {
	if p.Ordinal > 0 {
		return p.Ordinal - 1
	}
	if i, ok := n[p.Name]; ok {
		return i
	}
	return -1
}

// match checks that arguments and placeholders fit, and returns the names of the
// arguments if the placeholders have names. With placeholders $n the names of
// arguments do not count.
func (s *statement) match(args []driver.NamedValue) (names argumentNames, err error) {
	switch {
	case len(args) > maxArguments:
		err = fmt.Errorf("got %d arguments, PostgreSQL takes %d in a statement", len(args), maxArguments)
	case s.hasNames():
		names, err = s.matchNames(args)
	case len(args) > 0 && s.ordinals == 0:
		err = fmt.Errorf("statement takes 0 arguments, got %d: placeholders are $1, $2, … or :name", len(args))
	case len(args) != s.ordinals:
		err = fmt.Errorf("statement takes %d arguments, got %d", s.ordinals, len(args))
	}
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: bind arguments: %w", err)
	}
	return names, s.checkGap(args)
}

func (s *statement) hasNames() bool { return s.ordinals == 0 && len(s.names)+len(s.optional) > 0 }

func (s *statement) matchNames(args []driver.NamedValue) (argumentNames, error) {
	names := make(argumentNames, len(args))
	for i := range args {
		name := args[i].Name
		_, isGiven := names[name]
		switch {
		case name == "":
			return nil, errors.New("statement has named placeholders: pass every argument with sql.Named")
		case isGiven:
			return nil, fmt.Errorf("argument :%s is given twice", name)
		case !s.takes(name):
			return nil, fmt.Errorf("statement has no placeholder :%s", name)
		}
		names[name] = i
	}
	for _, name := range s.names {
		if _, ok := names[name]; !ok {
			return nil, fmt.Errorf("no argument for placeholder :%s", name)
		}
	}
	return names, nil
}

// ownNames are the names of the placeholders as if there were an argument for each
// in that order.
func (s *statement) ownNames() argumentNames {
	if len(s.names) == 0 {
		return nil
	}
	names := make(argumentNames, len(s.names))
	for i, name := range s.names {
		names[name] = i
	}
	return names
}

// takes reports whether the statement has a placeholder of a name.
func (s *statement) takes(name string) bool { return s.places[name] != 0 }

// share returns those of the arguments of a text of several statements that one
// of them takes.
func (s *statement) share(args []driver.NamedValue) []driver.NamedValue {
	if !s.hasNames() {
		return args[:min(s.ordinals, len(args))]
	}
	var own []driver.NamedValue
	for _, arg := range args {
		if s.takes(arg.Name) {
			own = append(own, arg)
		}
	}
	return own
}

// matchScript checks that arguments fit a text of several statements, of which
// each takes what it has placeholders for.
func matchScript(statements []*statement, args []driver.NamedValue) error {
	if statements[0].mode != QueryExecModeSimple {
		return severalCommands(statements)
	}
	used := make([]bool, len(args))
	for _, s := range statements {
		own := s.share(args)
		if _, err := s.match(own); err != nil {
			return err
		}
		for i := range args {
			used[i] = used[i] || i < s.ordinals || s.hasNames() && s.takes(args[i].Name)
		}
	}
	if i := slices.Index(used, false); i >= 0 {
		return noPlaceholder(&args[i])
	}
	_, err := simpleLiterals(args, native(statements[0].engine)) // before any of the statements runs
	return err
}

// gap returns the least n below the greatest of the placeholders $n of some
// statements that none of them has, 0 if there is none.
func gap(statements []*statement) int {
	greatest := 0
	for _, s := range statements {
		greatest = max(greatest, s.ordinals)
	}
	used := make([]bool, greatest)
	for _, s := range statements {
		for _, p := range s.text.Placeholders() {
			if p.Ordinal > 0 {
				used[p.Ordinal-1] = true
			}
		}
	}
	return slices.Index(used, false) + 1
}

// checkGap returns an error if there is an argument that the text does not use.
// Where the server is asked for types, it says so itself; where it could not be, it
// has more to say.
func (s *statement) checkGap(args []driver.NamedValue) error {
	switch {
	case s.gap == 0 || s.gap > len(args):
		return nil
	case s.mode == QueryExecModeSimple:
		return noPlaceholder(&args[s.gap-1])
	case s.infers() || !postgres.Inferable(s.text.Keyword()):
		return nil
	}
	return foreseen("42P18", "could not determine data type of parameter $"+strconv.Itoa(s.gap))
}

func noPlaceholder(arg *driver.NamedValue) error {
	return fmt.Errorf("auroradataapi: bind arguments: no placeholder for argument %s", argumentName(arg))
}
