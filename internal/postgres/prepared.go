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

	functions *FunctionKinds // nil if they have not been asked about
}

// FunctionKinds is what is known of the functions that a statement calls, all of
// them together.
type FunctionKinds struct {
	Volatile bool `json:"volatile"` // one might do something
	Sets     bool `json:"sets"`     // one returns a set
}

// And returns what is known of these functions and of others together.
func (k FunctionKinds) And(others FunctionKinds) FunctionKinds {
	return FunctionKinds{Volatile: k.Volatile || others.Volatile, Sets: k.Sets || others.Sets}
}

// ParsePrepared reads what the statements of this package that ask for types
// answer: a JSON array of the parameters' types, with names as [NewType] takes
// them, or an object of that, the columns' types and the kinds of functions.
func ParsePrepared(text string) (Prepared, error) {
	var answer preparedText
	if err := answer.read(text); err != nil {
		return Prepared{}, err
	}
	return answer.prepared(), nil
}

// preparedText is what ParsePrepared reads, with types as texts.
type preparedText struct {
	Parameters []string       `json:"parameters"`
	Results    []string       `json:"results"` // null before PostgreSQL 16
	Functions  *FunctionKinds `json:"functions,omitempty"`
}

func (t *preparedText) read(text string) error {
	into := any(t)
	if !strings.HasPrefix(text, "{") {
		into = &t.Parameters
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read types of prepared statement: %w", err)
	}
	return nil
}

func (t *preparedText) prepared() Prepared {
	p := Prepared{Parameters: make([]Type, len(t.Parameters)), results: t.Results, knowsResults: t.Results != nil, functions: t.Functions}
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

// Functions returns what is known of the functions that were asked about, if any
// were.
func (p Prepared) Functions() (kinds FunctionKinds, known bool) {
	if p.functions == nil {
		return kinds, false
	}
	return *p.functions, true
}
