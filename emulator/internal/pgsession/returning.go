package pgsession

import (
	"regexp"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// returning suspects a statement that returns rows of what it changes.
var returning = regexp.MustCompile(`(?i)\breturning\b`)

// executeReturning runs a statement for each parameter set and gives the fields of
// the rows that it returns, one row behind the other, which is a guess where there
// are several.
func (s *Session) executeReturning(sql string, names []string, sets [][]dataapi.Parameter) ([][]dataapi.Field, error) {
	generated := make([][]dataapi.Field, 0, len(sets))
	for _, set := range sets {
		values, err := s.pool.generation.bind(names, set)
		if err != nil {
			return nil, err
		}
		options := pgresult.Options{Fields: true, Generation: s.pool.generation.Generation}
		r := &result{session: s, options: options}
		if err := s.run(&portal{session: s, result: r, parse: sql}, values); err != nil {
			return nil, err
		}
		fields, err := r.generated()
		if err != nil {
			return nil, err
		}
		generated = append(generated, fields)
	}
	return generated, nil
}

// generated gives the fields of all rows, none for a statement without rows.
func (r *result) generated() ([]dataapi.Field, error) {
	if r.fields == nil {
		return []dataapi.Field{}, nil
	}
	_, err := r.settle()
	return append([]dataapi.Field{}, r.encoder.Fields()...), err
}
