package postgres

import (
	"iter"
	"slices"
	"strings"
)

// isForSession reports whether what a statement makes ends with the session.
func isForSession(words []string, list iter.Seq[string]) bool {
	return len(words) > 0 && (createsTemporary(words) || makesTemporary(words[0], list))
}

// createsTemporary reads CREATE [OR REPLACE] [LOCAL | GLOBAL] TEMP.
func createsTemporary(words []string) bool {
	if words[0] != "CREATE" {
		return false
	}
	rest := words[1:]
	if hasPrefix(rest, []string{"OR", "REPLACE"}) {
		rest = rest[2:]
	}
	if len(rest) > 0 && (rest[0] == "LOCAL" || rest[0] == "GLOBAL") {
		rest = rest[1:]
	}
	return len(rest) > 0 && isTemporary(rest[0])
}

// makesTemporary reads what a statement's first words do not tell: a cursor WITH
// HOLD, something in the schema pg_temp, a table by SELECT INTO TEMP, a library.
// list yields the tokens of the statement.
func makesTemporary(keyword string, list iter.Seq[string]) bool {
	switch keyword {
	case "LOAD":
		return true
	case "DECLARE":
		return comesBefore(list, []string{"WITH", "HOLD"}, "FOR")
	case "CREATE":
		return comesBefore(list, []string{"PG_TEMP", "."}, "(", "AS")
	case "SELECT", "WITH":
		return selectsIntoTemporary(list)
	}
	return false
}

// comesBefore reports whether two tokens come one after the other, and before any
// of some others.
func comesBefore(list iter.Seq[string], pair []string, ends ...string) bool {
	last := ""
	for token := range list {
		switch {
		case last == pair[0] && strings.EqualFold(token, pair[1]):
			return true
		case slices.ContainsFunc(ends, func(end string) bool { return strings.EqualFold(token, end) }):
			return false
		}
		last = strings.ToUpper(token)
	}
	return false
}

// selectsIntoTemporary looks for INTO TEMP and a name. A table may be called temp:
// then something else follows, or it is the INTO of an INSERT.
func selectsIntoTemporary(list iter.Seq[string]) bool {
	var before [3]string // the tokens before the current one, the latest last
	for token := range list {
		if isTemporary(before[2]) && before[1] == "INTO" && !insertsInto(before[0]) && mayBeName(token) {
			return true
		}
		if before[1] == "INTO" && (before[2] == "LOCAL" || before[2] == "GLOBAL") && isTemporary(token) {
			return true
		}
		before = [3]string{before[1], before[2], intoKeyword(token)}
	}
	return false
}

// intoKeyword returns a token in upper case if it is a keyword that stands around
// INTO, else nothing. Every token of every query comes by here.
func intoKeyword(token string) string {
	for _, keyword := range [...]string{"INTO", "TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "INSERT", "MERGE"} {
		if len(token) == len(keyword) && strings.EqualFold(token, keyword) {
			return keyword
		}
	}
	return ""
}

func isTemporary(keyword string) bool {
	return strings.EqualFold(keyword, "TEMP") || strings.EqualFold(keyword, "TEMPORARY")
}

func insertsInto(keyword string) bool { return keyword == "INSERT" || keyword == "MERGE" }

// mayBeName tells a name, or TABLE before one, from a clause of a SELECT that may
// follow INTO.
func mayBeName(token string) bool {
	switch strings.ToUpper(token) {
	case "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR":
		return false
	}
	t := tokens{token}
	return t.identifier() != ""
}
