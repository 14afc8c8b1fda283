package mysqlsession

import (
	"regexp"
	"strings"
)

// isSecondStatement says whether the syntax error with this message is about a
// second statement in a text: one that begins behind a semicolon, right where the
// server stopped to understand. That the service leaves the finding to the server
// is a guess; the answer to it is in the AWS page "data-api.differences".
func isSecondStatement(sql, message string) bool {
	if hasBody.MatchString(sql) {
		return false
	}
	for i, end := 0, 0; i < len(sql); i = end {
		end = tokenEnd(sql, i)
		if sql[i] != ';' {
			continue
		}
		rest := withoutSpace(sql[end:])
		return rest != "" && strings.Contains(message, "'"+rest[:min(len(rest), quotedOctets)])
	}
	return false
}

// withoutSpace cuts spaces, comments and semicolons from the front.
func withoutSpace(sql string) string {
	for sql != "" {
		end := tokenEnd(sql, 0)
		if strings.IndexByte(" \t\r\n;#", sql[0]) < 0 && !isDashComment(sql) && !strings.HasPrefix(sql, "/*") {
			break
		}
		sql = sql[end:]
	}
	return sql
}

// quotedOctets is how much of the text a message is asked for. The server quotes
// up to 80 characters of what it did not understand.
const quotedOctets = 16

// hasBody recognises the statements that have others inside.
var hasBody = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*(create\b.*\b(procedure|function|trigger|event)\b|begin\s+not\s+atomic\b)`)

// tokenEnd gives the end of the literal, quoted identifier or comment that starts
// at i, by MySQL's rules, else the next octet.
func tokenEnd(sql string, i int) int {
	rest := sql[i:]
	switch {
	case rest[0] == '\'' || rest[0] == '"':
		return i + quotedEnd(rest, true)
	case rest[0] == '`':
		return i + quotedEnd(rest, false)
	case rest[0] == '#', isDashComment(rest):
		return i + behind(rest, "\n")
	case strings.HasPrefix(rest, "/*"):
		return i + 2 + behind(rest[2:], "*/")
	}
	return i + 1
}

// isDashComment says whether a comment of two dashes starts, which are followed by
// a space.
func isDashComment(rest string) bool {
	return strings.HasPrefix(rest, "--") && (len(rest) == 2 || rest[2] <= ' ')
}

// quotedEnd gives the index behind the quote that ends what rest starts with.
func quotedEnd(rest string, escapes bool) int {
	for i := 1; i < len(rest); i++ {
		switch {
		case escapes && rest[i] == '\\':
			i++
		case rest[i] == rest[0]:
			return i + 1
		}
	}
	return len(rest)
}

// behind gives the index behind the first end in text, or the length of text.
func behind(text, end string) int {
	if at := strings.Index(text, end); at >= 0 {
		return at + len(end)
	}
	return len(text)
}
