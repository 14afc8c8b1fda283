// Package placeholder is the service's own search for :name in a statement,
// with the weaknesses it has.
//
// What is known of it comes from tmokmss/aurora-data-api-proxy
// (COMPATIBILITY.md, checked against a live cluster): string literals, quoted
// identifiers and comments are left alone; the bodies of dollar-quoted strings
// are not, nor are array slices, so that :b in $$a :b c$$ and :2 in a[1:2] are
// taken for placeholders. A double colon is a cast. Every occurrence becomes a
// bind of its own, also of a name that stands there twice. What the service
// does with E'...' strings and with nested comments is unknown; here a
// backslash does not escape a quote, and a comment ends at the first */.
//
// Of the scanner on MySQL nothing is known. It is taken to be the same one, so
// that a backslash does not escape a quote there either, backticks do not quote
// and # begins no comment.
package placeholder

import (
	"strconv"
	"strings"
)

// Mark writes what takes the place of a placeholder, the n-th from 1.
type Mark func(out *strings.Builder, n int)

// Dollar writes $1, $2, … as PostgreSQL wants them.
func Dollar(out *strings.Builder, n int) {
	out.WriteByte('$')
	out.WriteString(strconv.Itoa(n))
}

// Question writes the ? of MySQL.
func Question(out *strings.Builder, _ int) { out.WriteByte('?') }

// Rewrite replaces each placeholder of sql by its mark and gives the names in
// that order, one for every occurrence.
func Rewrite(sql string, mark Mark) (rewritten string, names []string) {
	if strings.IndexByte(sql, ':') < 0 {
		return sql, nil
	}
	var out strings.Builder
	out.Grow(len(sql))
	kept := 0
	for i := 0; i < len(sql); {
		end := skip(sql, i)
		if end > i {
			i = end
			continue
		}
		name := nameAt(sql, i)
		if name == "" {
			i++
			continue
		}
		names = append(names, name)
		out.WriteString(sql[kept:i])
		mark(&out, len(names))
		i += 1 + len(name)
		kept = i
	}
	out.WriteString(sql[kept:])
	return out.String(), names
}

// skip gives the end of the literal, quoted identifier, comment or cast
// operator that starts at i, and i itself where none does.
func skip(sql string, i int) int {
	rest := sql[i:]
	switch {
	case rest[0] == '\'' || rest[0] == '"':
		return i + after(rest, rest[:1], 1)
	case strings.HasPrefix(rest, "--"):
		return i + after(rest, "\n", 2)
	case strings.HasPrefix(rest, "/*"):
		return i + after(rest, "*/", 2)
	case strings.HasPrefix(rest, "::"):
		return i + 2
	}
	return i
}

// after gives the index behind the first end in s from start on, or the length
// of s. A doubled quote ends one literal and starts the next, which comes to
// the same as an escaped quote.
func after(s, end string, start int) int {
	at := strings.Index(s[start:], end)
	if at < 0 {
		return len(s)
	}
	return start + at + len(end)
}

// nameAt gives the name of the placeholder that starts at i, or nothing.
func nameAt(sql string, i int) string {
	if sql[i] != ':' {
		return ""
	}
	end := i + 1
	for end < len(sql) && isNameByte(sql[end]) {
		end++
	}
	return sql[i+1 : end]
}

func isNameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
