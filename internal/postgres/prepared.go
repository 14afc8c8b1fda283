package postgres

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Prepared is what the server says about a statement that it has prepared.
type Prepared struct {
	Parameters []Type

	results      []string // pg_type.typname of the columns
	knowsResults bool
}

// ParsePrepared reads what the statements of this package that ask for types
// answer: a JSON array of the parameters' types, with names as [NewType] takes
// them, or an object of that and the columns' types.
func ParsePrepared(text string) (Prepared, error) {
	var answer struct {
		Parameters []string `json:"parameters"`
		Results    []string `json:"results"`
	}
	p := Prepared{knowsResults: strings.HasPrefix(text, "{")}
	into := any(&answer)
	if !p.knowsResults {
		into = &answer.Parameters
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return Prepared{}, fmt.Errorf("read types of prepared statement: %w", err)
	}
	p.Parameters = make([]Type, len(answer.Parameters))
	for i, name := range answer.Parameters {
		p.Parameters[i] = NewType(name)
	}
	p.results = answer.Results
	return p, nil
}

// RefusesResults reports whether the statement returns a column of a type that
// the service refuses. Before PostgreSQL 16 that is not known.
func (p Prepared) RefusesResults() (refuses, known bool) {
	isRefused := func(typeName string) bool { return !isReturned(typeName) }
	return slices.ContainsFunc(p.results, isRefused), p.knowsResults
}
