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
	var answer preparedText
	if err := answer.read(text); err != nil {
		return Prepared{}, err
	}
	return answer.prepared(), nil
}

// preparedText is what ParsePrepared reads, with types as texts.
type preparedText struct {
	Parameters []string `json:"parameters"`
	Results    []string `json:"results"`

	knowsResults bool
}

func (t *preparedText) read(text string) error {
	t.knowsResults = strings.HasPrefix(text, "{")
	into := any(t)
	if !t.knowsResults {
		into = &t.Parameters
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read types of prepared statement: %w", err)
	}
	return nil
}

func (t *preparedText) prepared() Prepared {
	p := Prepared{Parameters: make([]Type, len(t.Parameters)), results: t.Results, knowsResults: t.knowsResults}
	for i, name := range t.Parameters {
		p.Parameters[i] = NewType(name)
	}
	return p
}

// RefusesResults reports whether the statement returns a column of a type that
// the service refuses. Before PostgreSQL 16 that is not known.
func (p Prepared) RefusesResults() (refuses, known bool) {
	isRefused := func(typeName string) bool { return !isReturned(typeName) }
	return slices.ContainsFunc(p.results, isRefused), p.knowsResults
}
