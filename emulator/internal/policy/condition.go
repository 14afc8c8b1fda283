package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// condition compares a key of the request with values.
type condition struct {
	key      string // lower case, but for the key of a tag
	operator operator
	ifExists bool
	null     bool // asks for the key's absence, or presence, alone
	values   []string
}

// operator compares a value of the request with one of a policy.
type operator struct {
	negated bool
	match   func(pattern, value string) bool
	check   func(pattern string) error
}

// operators are those without IfExists, and without Null.
var operators = map[string]operator{
	"StringEquals":              {match: equal},
	"StringNotEquals":           {match: equal, negated: true},
	"StringEqualsIgnoreCase":    {match: strings.EqualFold},
	"StringNotEqualsIgnoreCase": {match: strings.EqualFold, negated: true},
	"StringLike":                {match: glob},
	"StringNotLike":             {match: glob, negated: true},
	"ArnEquals":                 {match: matchARN}, // the same as ArnLike
	"ArnNotEquals":              {match: matchARN, negated: true},
	"ArnLike":                   {match: matchARN},
	"ArnNotLike":                {match: matchARN, negated: true},
	"Bool":                      {match: strings.EqualFold, check: checkBool},
}

func equal(pattern, value string) bool { return pattern == value }

func checkBool(text string) error {
	if !strings.EqualFold(text, "true") && !strings.EqualFold(text, "false") {
		return fmt.Errorf("%q is neither true nor false", text)
	}
	return nil
}

// The keys of conditions; letter case does not count in them.
const (
	keyRegion          = "aws:requestedregion"
	keyPrincipal       = "aws:principalarn"
	keyAccount         = "aws:principalaccount"
	keySecureTransport = "aws:securetransport"
	keyTag             = "aws:resourcetag/"
	keySecretTag       = "secretsmanager:resourcetag/"
)

// parseConditions reads the conditions of a statement, all of which must be met.
func parseConditions(raw json.RawMessage) ([]condition, error) {
	if raw == nil {
		return nil, nil
	}
	byOperator, err := anyObject(raw)
	if err != nil {
		return nil, fmt.Errorf("element Condition: %w", err)
	}
	var conditions []condition
	for _, name := range slices.Sorted(maps.Keys(byOperator)) {
		more, err := parseOperator(name, byOperator[name])
		if err != nil {
			return nil, fmt.Errorf("element Condition: %s: %w", name, err)
		}
		conditions = append(conditions, more...)
	}
	return conditions, nil
}

// parseOperator reads the keys and values that stand under an operator.
func parseOperator(name string, raw json.RawMessage) ([]condition, error) {
	base, ifExists := strings.CutSuffix(name, "IfExists")
	op, known := operators[base]
	null := name == "Null"
	if null {
		op, known = operator{check: checkBool}, true
	}
	if !known {
		return nil, fmt.Errorf("the operator is not supported: known are %s, with IfExists behind them or not, and Null",
			strings.Join(slices.Sorted(maps.Keys(operators)), ", "))
	}
	keys, err := anyObject(raw)
	if err != nil {
		return nil, err
	}
	var conditions []condition
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		c := condition{operator: op, ifExists: ifExists, null: null}
		if c.key, err = parseKey(key); err != nil {
			return nil, err
		}
		if c.values, err = parseValues(keys[key], op); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		conditions = append(conditions, c)
	}
	return conditions, nil
}

// parseKey knows the keys that a request has a value for.
func parseKey(key string) (string, error) {
	prefix, tag, isTag := strings.Cut(key, "/")
	prefix = strings.ToLower(prefix)
	if isTag && tag != "" && (prefix+"/" == keyTag || prefix+"/" == keySecretTag) {
		return prefix + "/" + tag, nil
	}
	if !isTag && slices.Contains([]string{keyRegion, keyPrincipal, keyAccount, keySecureTransport}, prefix) {
		return prefix, nil
	}
	return "", fmt.Errorf("the key %s is not supported: known are aws:ResourceTag/KEY, secretsmanager:ResourceTag/KEY, "+
		"aws:RequestedRegion, aws:PrincipalArn, aws:PrincipalAccount and aws:SecureTransport", key)
}

// parseValues reads texts, or true and false as they are.
func parseValues(raw json.RawMessage, op operator) ([]string, error) {
	if text := string(raw); op.check != nil && (text == "true" || text == "false") {
		return []string{text}, nil
	}
	values, err := texts(raw)
	if err != nil {
		return nil, err
	}
	for _, value := range values {
		if err := checkVariables(value); err != nil {
			return nil, err
		}
		if op.check == nil {
			continue
		}
		if err := op.check(value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// met tells whether a request meets the condition. Without the key no operator is
// met but those that are negated or say IfExists.
func (c condition) met(r Request) bool {
	value, present := r.value(c.key)
	if c.null {
		return slices.ContainsFunc(c.values, func(v string) bool { return strings.EqualFold(v, "true") == !present })
	}
	if !present {
		return c.operator.negated || c.ifExists
	}
	matches := slices.ContainsFunc(c.values, func(v string) bool { return c.operator.match(v, value) })
	return matches != c.operator.negated
}
