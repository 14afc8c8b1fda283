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

	functions      FunctionKinds
	knowsFunctions bool
}

// FunctionKinds is what is known of the functions that a statement calls, all of
// them together.
type FunctionKinds struct {
	Volatile bool // one might do something
	Sets     bool // one returns a set
}

// And returns what is known of these functions and of others together.
func (k FunctionKinds) And(others FunctionKinds) FunctionKinds {
	return FunctionKinds{Volatile: k.Volatile || others.Volatile, Sets: k.Sets || others.Sets}
}

// ParsePrepared reads what the statements of this package that ask for types
// answer: a JSON array of the parameters' types, with names as [NewType] takes
// them, or an object of that, the columns' types and the kinds of functions.
func ParsePrepared(text string) (Prepared, error) {
	var answer struct {
		Parameters []string `json:"parameters"`
		Results    []string `json:"results"` // nil before PostgreSQL 16
		Functions  *FunctionKinds
	}
	var p Prepared
	into := any(&answer)
	if !strings.HasPrefix(text, "{") {
		into = &answer.Parameters
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return Prepared{}, fmt.Errorf("read types of prepared statement: %w", err)
	}
	p.Parameters = make([]Type, len(answer.Parameters))
	for i, name := range answer.Parameters {
		p.Parameters[i] = NewType(name)
	}
	p.results, p.knowsResults = answer.Results, answer.Results != nil
	if answer.Functions != nil {
		p.functions, p.knowsFunctions = *answer.Functions, true
	}
	return p, nil
}

// RefusesResults reports whether the statement returns a column of a type that
// the service refuses. Before PostgreSQL 16 that is not known.
func (p Prepared) RefusesResults() (refuses, known bool) {
	isRefused := func(typeName string) bool { return !isReturned(typeName) }
	return slices.ContainsFunc(p.results, isRefused), p.knowsResults
}

// Functions returns what is known of the functions that were asked about, if any
// were.
func (p Prepared) Functions() (kinds FunctionKinds, known bool) { return p.functions, p.knowsFunctions }
