package policy

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Request is what is to be decided.
type Request struct {
	// Action is the action, such as "rds-data:ExecuteStatement".
	Action string
	// Resource is an ARN, or "*" for an action that has none.
	Resource string
	// Principal is the ARN of the caller.
	Principal string
	// Region is the region that is called.
	Region string
	// SecureTransport says that the request came over TLS.
	SecureTransport bool
	// Tags are those of the resource.
	Tags map[string]string
}

// Decision is what policies say to a request.
type Decision int

// The decisions.
const (
	// NotAllowed means that no statement allows the action.
	NotAllowed Decision = iota
	// Allowed means that a statement allows it and none denies it.
	Allowed
	// Denied means that a statement denies it.
	Denied
)

// Decide asks all policies of a caller.
func Decide(policies []*Document, r Request) Decision {
	decision := NotAllowed
	for _, d := range policies {
		for _, s := range d.statements {
			switch {
			case !s.applies(r):
			case s.deny:
				return Denied
			default:
				decision = Allowed
			}
		}
	}
	return decision
}

func (s statement) applies(r Request) bool {
	if !s.actions.matchAction(r.Action) || !s.resources.matchResource(r.Resource) {
		return false
	}
	for _, c := range s.conditions {
		if !c.met(r) {
			return false
		}
	}
	return true
}

// value gives the value that a request has for a key of conditions.
func (r Request) value(key string) (string, bool) {
	switch key {
	case keyRegion:
		return r.Region, true
	case keyPrincipal:
		return r.Principal, true
	case keyAccount:
		return accountOf(r.Principal)
	case keySecureTransport:
		return strconv.FormatBool(r.SecureTransport), true
	}
	if tag, ok := strings.CutPrefix(key, keyTag); ok {
		return r.tag(tag)
	}
	if tag, ok := strings.CutPrefix(key, keySecretTag); ok && strings.HasPrefix(r.Action, "secretsmanager:") {
		return r.tag(tag)
	}
	return "", false
}

// tag gives the value of a tag, whose key has the same letters in any case (IAM User
// Guide, "Controlling access to AWS resources using tags"). Of several that do, the
// one in the same case counts.
func (r Request) tag(key string) (string, bool) {
	if value, ok := r.Tags[key]; ok {
		return value, true
	}
	for _, other := range slices.Sorted(maps.Keys(r.Tags)) {
		if strings.EqualFold(other, key) {
			return r.Tags[other], true
		}
	}
	return "", false
}

// accountOf gives the account of an ARN.
func accountOf(arn string) (string, bool) {
	parts := strings.SplitN(arn, ":", arnParts)
	if len(parts) < arnParts {
		return "", false
	}
	return parts[4], true
}
