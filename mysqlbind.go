package auroradataapi

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

// bindMySQL gives a statement its arguments, which MySQL converts to what it needs.
// Times are in a location. Without arguments a placeholder ? stays in the text: the
// server says what is wrong with it.
func (s *statement) bindMySQL(args []driver.NamedValue, loc *time.Location) (*bound, error) {
	names, err := s.matchMySQL(args)
	if err != nil {
		return nil, err
	}
	substitutes := make([]substitute, len(args))
	for i := range args {
		argument, err := mysql.Bind(args[i].Value, loc)
		if err != nil {
			return nil, bindError(&args[i], err)
		}
		substitutes[i] = mysqlSubstitute(&argument, strconv.Itoa(i+1))
	}
	return s.render(substitutes, names, nil)
}

// mysqlSubstitute returns what comes in place of an argument's placeholders.
func mysqlSubstitute(a *mysql.Argument, name string) substitute {
	if a.Constant != "" {
		return substitute{text: a.Constant}
	}
	parameter := a.Parameter
	parameter.Name = name
	return substitute{text: ":" + name, parameter: &parameter}
}

// matchMySQL checks that arguments and placeholders fit, in the words of
// database/sql, and returns the names of the arguments if the placeholders have
// names.
func (s *statement) matchMySQL(args []driver.NamedValue) (argumentNames, error) {
	switch {
	case s.hasNames():
		names, err := s.matchNames(args)
		if err != nil {
			err = fmt.Errorf("auroradataapi: bind arguments: %w", err)
		}
		return names, err
	case len(args) > 0 && len(args) != s.ordinals:
		return nil, fmt.Errorf("sql: expected %d arguments, got %d", s.ordinals, len(args))
	}
	return nil, nil
}
