package policy

import (
	"fmt"
	"strings"
)

// checkAction takes "*" and SERVICE:ACTION.
func checkAction(text string) error {
	if service, action, ok := strings.Cut(text, ":"); text != "*" && (!ok || service == "" || action == "") {
		return fmt.Errorf("%q is no action: want SERVICE:ACTION or *", text)
	}
	return nil
}

// checkResource takes "*" and ARNs, without variables.
func checkResource(text string) error {
	if text != "*" && !strings.HasPrefix(text, "arn:") {
		return fmt.Errorf("%q is no resource: want an ARN or *", text)
	}
	return checkVariables(text)
}

// checkVariables refuses policy variables, such as ${aws:username}.
func checkVariables(text string) error {
	if strings.Contains(text, "${") {
		return fmt.Errorf("%q has a policy variable, which is not supported", text)
	}
	return nil
}

// matchAction does not look at the case of letters.
func (p patterns) matchAction(action string) bool {
	return p.match(func(pattern string) bool { return glob(strings.ToLower(pattern), strings.ToLower(action)) })
}

func (p patterns) matchResource(resource string) bool {
	return p.match(func(pattern string) bool { return pattern == "*" || matchARN(pattern, resource) })
}

func (p patterns) match(one func(string) bool) bool {
	for _, text := range p.texts {
		if one(text) {
			return !p.negated
		}
	}
	return p.negated
}

// arnParts is how many parts an ARN has; the last may have colons.
const arnParts = 6

// matchARN compares part by part. A pattern with fewer parts has * for the others
// (IAM User Guide, "IAM JSON policy elements: Resource").
func matchARN(pattern, arn string) bool {
	parts := strings.SplitN(arn, ":", arnParts)
	wanted := strings.SplitN(pattern, ":", arnParts)
	if len(parts) < arnParts {
		return pattern == arn
	}
	for i, want := range wanted {
		if !glob(want, parts[i]) {
			return false
		}
	}
	return true
}

// glob reports whether a pattern, in which * is any text and ? any character, is
// all of a text.
func glob(pattern, text string) bool {
	p, t := []rune(pattern), []rune(text)
	star, resume := -1, 0 // the last * and where the text behind what it stands for begins
	i, j := 0, 0
	for j < len(t) {
		switch {
		case i < len(p) && p[i] == '*':
			star, resume = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == t[j]):
			i, j = i+1, j+1
		case star >= 0:
			resume++
			i, j = star+1, resume
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}
