package sqltext

import (
	"strings"
	"unicode/utf8"
)

// Remarks returns the block comments in front of the statement and those behind it,
// as they were written, with spaces between them: what tools tell the operator of
// the database there (sqlcommenter of OpenTelemetry). Those behind the semicolon
// that ends a text belong to its last statement. A comment is left out in which a
// lexer would trip that does not know comments: one with a colon, a placeholder or a
// semicolon outside of quotes, a quote without another, or a backslash. So is one that
// is not UTF-8, in which a request is written.
func (s Statement) Remarks() (before, behind string) { return s.before, s.behind }

// cutTail takes the comments behind the last token of the statement from what is
// edited, and returns those that may be sent.
func (p *parser) cutTail() (behind string) {
	n := len(p.edits)
	for n > 0 && p.edits[n-1].start >= p.current.end {
		n--
	}
	for _, e := range p.edits[n:] {
		p.remark(&behind, e.start, e.end)
	}
	p.edits = p.edits[:n]
	return behind
}

// remark adds a comment to others, if it may be sent.
func (p *parser) remark(to *string, start, end int) {
	if comment := p.source[start:end]; isPlainRemark(comment) {
		*to = join(*to, comment)
	}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// isPlainRemark reports whether a comment is one in a block that reads alike for
// whoever takes it for SQL, and that is no hint and not run.
func isPlainRemark(comment string) bool {
	inside, isBlock := strings.CutPrefix(comment, "/*")
	inside, isWhole := strings.CutSuffix(inside, "*/")
	if !isBlock || !isWhole || strings.Contains(inside, "/*") || strings.HasSuffix(inside, "/") ||
		!utf8.ValidString(inside) {
		return false
	}
	for _, mark := range []string{"!", "M!", "+"} {
		if strings.HasPrefix(inside, mark) {
			return false
		}
	}
	var quote byte
	for i := range len(inside) {
		switch c := inside[i]; {
		case c == '\\':
			return false
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case strings.IndexByte(":?$;#`", c) >= 0, strings.HasPrefix(inside[i:], "--"):
			return false
		}
	}
	return quote == 0
}
