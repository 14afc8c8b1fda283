package dataapi

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// violations collects what breaks the bounds of the model, in the words that
// AWS services share for it. That this service sends ValidationException with
// these words is a guess; its model gives only the bounds.
type violations []string

func (v *violations) missing(name string) {
	v.add("Value null at '%s' failed to satisfy constraint: Member must not be null", name)
}

func (v *violations) length(name, value string, shortest, longest int) {
	n := utf8.RuneCountInString(value)
	if n < shortest {
		v.add("Value at '%s' failed to satisfy constraint: Member must have length greater than or equal to %d", name, shortest)
	}
	if n > longest {
		v.add("Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d", name, longest)
	}
}

func (v *violations) enum(name, value string, values []string) {
	if slices.Contains(values, value) {
		return
	}
	v.add("Value at '%s' failed to satisfy constraint: Member must satisfy enum value set: [%s]", name, strings.Join(values, ", "))
}

func (v *violations) add(format string, args ...any) {
	*v = append(*v, fmt.Sprintf(format, args...))
}

func (v *violations) exception() *Exception {
	switch n := len(*v); n {
	case 0:
		return nil
	case 1:
		return Errorf(Validation, "1 validation error detected: %s", (*v)[0])
	default:
		named := (*v)[:min(n, maxNamed)]
		return Errorf(Validation, "%d validation errors detected: %s", n, strings.Join(named, "; "))
	}
}

// maxNamed bounds how many violations an answer names: a request of 4 MiB has
// room for hundreds of thousands.
const maxNamed = 20
