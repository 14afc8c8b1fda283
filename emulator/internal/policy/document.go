package policy

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Document is a policy.
type Document struct{ statements []statement }

// statement is one of its statements.
type statement struct {
	deny       bool
	actions    patterns
	resources  patterns
	conditions []condition
}

// patterns match by one of them or, negated, by none.
type patterns struct {
	negated bool
	texts   []string
}

// current is the version of the language in which ${…} is a variable.
const current = "2012-10-17"

// Parse reads a document. Its error says what is wrong and where.
func Parse(text []byte) (*Document, error) {
	members, err := object(text, "Version", "Id", "Statement")
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	if err := checkVersion(members["Version"]); err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	var d Document
	for i, raw := range list(members["Statement"]) {
		s, err := parseStatement(raw)
		if err != nil {
			return nil, fmt.Errorf("read policy: statement %d: %w", i+1, err)
		}
		d.statements = append(d.statements, s)
	}
	if len(d.statements) == 0 {
		return nil, fmt.Errorf("read policy: Statement is missing")
	}
	return &d, nil
}

func checkVersion(raw json.RawMessage) error {
	if raw == nil {
		return nil
	}
	var version string
	if err := json.Unmarshal(raw, &version); err != nil || !slices.Contains([]string{current, "2008-10-17"}, version) {
		return fmt.Errorf("element Version is %s: want %q or \"2008-10-17\"", raw, current)
	}
	return nil
}

func parseStatement(raw json.RawMessage) (s statement, err error) {
	members, err := object(raw, "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
	if err != nil {
		return s, err
	}
	if s.deny, err = parseEffect(members["Effect"]); err != nil {
		return s, err
	}
	if s.actions, err = parsePatterns(members, "Action", checkAction); err != nil {
		return s, err
	}
	if s.resources, err = parsePatterns(members, "Resource", checkResource); err != nil {
		return s, err
	}
	s.conditions, err = parseConditions(members["Condition"])
	return s, err
}

func parseEffect(raw json.RawMessage) (deny bool, err error) {
	switch string(raw) {
	case `"Allow"`:
		return false, nil
	case `"Deny"`:
		return true, nil
	case "":
		return false, fmt.Errorf("element Effect is missing")
	}
	return false, fmt.Errorf(`element Effect is %s: want "Allow" or "Deny"`, raw)
}

// parsePatterns reads an element and its negation, of which one must be there.
func parsePatterns(members map[string]json.RawMessage, name string, check func(string) error) (patterns, error) {
	raw, negated := members[name], members["Not"+name]
	if (raw == nil) == (negated == nil) {
		return patterns{}, fmt.Errorf("want one of %s and Not%s", name, name)
	}
	p := patterns{negated: negated != nil}
	if p.negated {
		raw, name = negated, "Not"+name
	}
	var err error
	if p.texts, err = texts(raw); err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	for _, text := range p.texts {
		if err := check(text); err != nil {
			return p, fmt.Errorf("%s: %w", name, err)
		}
	}
	return p, nil
}
