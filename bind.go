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

// bound is a statement with its arguments, as the service takes it.
type bound struct {
	sql        string
	parameters []wire.Parameter
	positions  sqltext.Positions

	names    argumentNames
	inferred *description // where the types are from; nil if from Go types
}

// bind gives the statement its arguments. Their types are those of the
// description or, if that is nil, follow from their Go types. names are what
// match has returned for the arguments.
func (s *statement) bind(args []driver.NamedValue, names argumentNames, d *description) (*bound, error) {
	if d != nil && d.inquiry.rows != nil {
		if b, err := d.inquiry.rows.bind(args, d); !errors.Is(err, ErrRequestTooLarge) {
			return b, err
		}
	}
	if s.takesLiterals() {
		b, err := s.bindLiterals(args, names)
		if s.mode == QueryExecModeSimple || !errors.Is(err, ErrRequestTooLarge) {
			return b, err
		}
	}
	arguments, err := encode(args, d)
	if err != nil {
		return nil, err
	}
	repeated := s.repeatedLiterals(arguments, names)
	b, err := s.render(references(arguments, repeated), names, d)
	if err != nil && repeated != nil {
		return s.render(references(arguments, nil), names, d)
	}
	return b, err
}

// takesLiterals reports whether the arguments become part of the text: in mode
// simple, and if there is no other way to have the server infer their types.
func (s *statement) takesLiterals() bool {
	return s.mode == QueryExecModeSimple ||
		s.mode == QueryExecModeDescribe && !s.infers() && postgres.InfersConstantsOnly(s.text.Words(2), s.text.Contains)
}

func (s *statement) bindLiterals(args []driver.NamedValue, names argumentNames) (*bound, error) {
	literals, err := simpleLiterals(args, native(s.engine))
	if err != nil {
		return nil, err
	}
	return s.render(literals, names, nil)
}

// substitute is what comes in place of the placeholders of an argument.
type substitute struct {
	text      string
	parameter *wire.Parameter // that the text refers to; nil for a constant
}

// render puts the arguments in their places.
func (s *statement) render(substitutes []substitute, names argumentNames, d *description) (*bound, error) {
	b := &bound{names: names, inferred: d}
	sent := make([]bool, len(substitutes))
	b.sql, b.positions = s.text.Render(func(p sqltext.Placeholder) (string, bool) {
		i := names.argumentOf(p)
		if i < 0 || i >= len(substitutes) {
			return "", false
		}
		if parameter := substitutes[i].parameter; parameter != nil && !sent[i] {
			sent[i] = true
			b.parameters = append(b.parameters, *parameter)
		}
		return substitutes[i].text, true
	})
	if err := s.checkLength(b.sql); err != nil {
		return nil, err
	}
	return b, nil
}

// simpleLiterals returns the arguments as constants without types.
func simpleLiterals(args []driver.NamedValue, native postgres.Native) ([]substitute, error) {
	literals := make([]substitute, len(args))
	for i := range args {
		text, err := native.Literal(args[i].Value)
		if err != nil {
			return nil, bindError(&args[i], err)
		}
		literals[i].text = text
	}
	return literals, nil
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
			return nil, bindError(&args[i], err)
		}
	}
	return arguments, nil
}

// references returns the arguments as parameters, named by their numbers, and
// those that have a literal as that.
func references(arguments []postgres.Argument, literals []string) []substitute {
	substitutes := make([]substitute, len(arguments))
	for i := range arguments {
		if literals != nil && literals[i] != "" {
			substitutes[i].text = literals[i]
			continue
		}
		parameter := &arguments[i].Parameter
		parameter.Name = strconv.Itoa(i + 1)
		substitutes[i] = substitute{reference(parameter.Name, arguments[i].Cast), parameter}
	}
	return substitutes
}

// reference returns the text for a parameter. A cast is short, since the text of
// an INSERT has many, and in parentheses, which may stand wherever a placeholder
// may: PostgreSQL's grammar calls both a c_expr.
func reference(name, cast string) string {
	if cast == "" {
		return ":" + name
	}
	return "(:" + name + "::" + cast + ")"
}

// repeatedLiterals returns as literals the arguments that occur more than once,
// if the statement pairs up expressions: the service makes a parameter of its own
// of each occurrence (tmokmss/aurora-data-api-proxy COMPATIBILITY.md), so that
// f($1) in SELECT and in GROUP BY would be two things. It returns nil if there is
// nothing to do.
func (s *statement) repeatedLiterals(arguments []postgres.Argument, names argumentNames) []string {
	repeated := s.repeated(len(arguments), names)
	if !slices.Contains(repeated, true) || !postgres.PairsExpressions(s.text.Contains) {
		return nil
	}
	literals := make([]string, len(arguments))
	for i := range arguments {
		if repeated[i] {
			literals[i], _ = arguments[i].Literal() // what has none stays a parameter
		}
	}
	return literals
}

// repeated tells which of n arguments occur more than once.
func (s *statement) repeated(n int, names argumentNames) []bool {
	seen, repeated := make([]bool, n), make([]bool, n)
	for _, p := range s.text.Placeholders() {
		if i := names.argumentOf(p); 0 <= i && i < n {
			repeated[i] = seen[i]
			seen[i] = true
		}
	}
	return repeated
}

// maxSQL is the most that the service takes as a statement, in characters
// (service model, SqlStatement).
const maxSQL = 65536

// checkLength returns an error for a text that the service would refuse.
func (s *statement) checkLength(sql string) error {
	err := checkLength(sql)
	if err != nil && s.mode == QueryExecModeSimple {
		err = fmt.Errorf("%w; in mode simple the arguments are part of it: use another mode", err)
	}
	return err
}

func checkLength(sql string) error {
	if n := utf8.RuneCountInString(sql); n > maxSQL {
		return fmt.Errorf("auroradataapi: execute statement: %w: the text has %d characters, the service takes %d", ErrRequestTooLarge, n, maxSQL)
	}
	return nil
}

// bindError returns the error of an argument. For text that is not UTF-8 it is
// PostgreSQL's, without the bytes in question.
func bindError(arg *driver.NamedValue, err error) error {
	if errors.Is(err, wire.ErrInvalidUTF8) {
		return foreseen("22021", `invalid byte sequence for encoding "UTF8": argument `+argumentName(arg))
	}
	return fmt.Errorf("auroradataapi: bind argument %s: %w", argumentName(arg), err)
}

// argumentName names an argument in an error.
func argumentName(arg *driver.NamedValue) string {
	if arg.Name != "" {
		return ":" + arg.Name
	}
	return "$" + strconv.Itoa(arg.Ordinal)
}
