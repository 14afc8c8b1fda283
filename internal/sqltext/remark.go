package sqltext

import "strings"

// leastMySQL is the version of MySQL that Aurora MySQL 3.07 has, the oldest that
// the Data API serves (Amazon Aurora User Guide, "Supported Regions and Aurora DB
// engines for RDS Data API"), as /*!80036 has it.
const leastMySQL = "80036"

// executable is the comment whose inside MySQL runs, /*! … */, that a position is
// in.
type executable struct {
	is        bool
	unwrapped bool // its marks are taken away
}

// isKept says whether the position is in one that stays a comment.
func (e executable) isKept() bool { return e.is && !e.unwrapped }

// readRemark reads what starts with the sign of a comment, or the end of one
// whose inside is run, or else an operator.
func (s *scanner) readRemark(c byte) token {
	following := s.at(s.pos + 1)
	switch {
	case c == '#', c == '-' && following == '-' && s.endsDashes(s.pos+2):
		return s.take(comment, newlineAt(s.source, s.pos))
	case c == '-' && following == '-':
		t := s.take(operator, s.pos+1)
		t.respell = true
		return t
	case c == '/' && following == '*':
		return s.readSlashed()
	case c == '*' && following == '/' && s.executable.is:
		t := s.take(hint, s.pos+2)
		t.respell = s.executable.unwrapped
		s.executable = executable{}
		return t
	}
	return s.take(operator, s.pos+1)
}

// endsDashes says whether two dashes right before i start a comment.
func (s *scanner) endsDashes(i int) bool {
	c := s.at(i) // 0 at the end
	return c <= ' ' || c == 0x7f
}

// newlineAt returns where the line ends that i is in.
func newlineAt(source string, i int) int {
	if n := strings.IndexByte(source[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(source)
}

// readSlashed reads what starts with /*.
func (s *scanner) readSlashed() token {
	length := strings.Index(s.source[s.pos+2:], "*/")
	if length < 0 {
		if s.at(s.pos+2) == '!' { // what is missing is missing at the end
			s.pos = len(s.source)
		}
		return s.fail("unterminated /* comment")
	}
	switch end := s.pos + 2 + length + 2; {
	case s.at(s.pos+2) == '!':
		return s.readExecutable(end - 2)
	case s.at(s.pos+2) == 'M' && s.at(s.pos+3) == '!':
		return s.readForeign()
	case s.at(s.pos+2) == '+':
		return s.take(hint, end)
	default:
		return s.take(comment, end)
	}
}

// readExecutable reads the opening mark of a comment whose inside is run. end is
// where the first closing mark stands.
func (s *scanner) readExecutable(end int) token {
	open := s.pos + len("/*!")
	if digits := s.skipDigits(open) - open; digits > 5 || digits == 5 && s.source[open:open+5] > leastMySQL {
		return s.readForeign()
	} else if digits == 5 {
		open += 5
	}
	if open > end { // /*!*/ and the like
		open = end
	}
	inside := s.source[open:end]
	s.executable = executable{is: true, unwrapped: slipsInExecutable(inside)}
	t := s.take(hint, open)
	t.respell = s.executable.unwrapped
	return t
}

// slipsInExecutable says whether a comment cannot stay one: a placeholder in it
// would not be seen, or the first closing mark may be within quotes or may be
// that of a comment inside. A single identifier is what Render puts there.
func slipsInExecutable(inside string) bool {
	if strings.HasPrefix(inside, "`") && backticksEnd(inside, 0) == len(inside) {
		return false
	}
	for _, quote := range []string{"'", `"`, "`"} {
		if strings.Count(inside, quote)%2 != 0 {
			return true
		}
	}
	return strings.ContainsAny(inside, `?:\`) || strings.Contains(inside+"*", "/*")
}

// readForeign reads a comment whose inside MySQL 8.0 may not run: MariaDB does, or
// a later version. It is left to the database, unless a lexer that looks into it
// may trip.
func (s *scanner) readForeign() token {
	t := s.readBlockComment()
	if t.kind == comment {
		inside := s.source[t.start+2 : t.end-2]
		if !strings.ContainsAny(inside, "'\"`:?#;") && !strings.Contains(inside, "/*") && !strings.Contains(inside, "--") {
			t.kind = hint
		}
	}
	return t
}

// mark notes the mark of a comment whose inside is run, which would stand in the
// way of what is written around parts of the statement. Around a single identifier
// it stays: see respellMySQL.
func (o *Outline) mark(t token) {
	text := o.source[t.start:t.end]
	switch {
	case o.dialect != MySQL, strings.HasSuffix(text, "*/") && text != "*/", strings.HasPrefix(text, "/*+"):
		return
	case text == "*/" && len(o.marks) > 0 && len(o.tokens) > 0:
		open, inside := &o.marks[len(o.marks)-1], &o.tokens[len(o.tokens)-1]
		if inside.kind == quoted && inside.start == open.end && inside.end == t.start {
			inside.start, inside.end = open.start, t.end
			o.marks = o.marks[:len(o.marks)-1]
			return
		}
	}
	o.marks = append(o.marks, t)
}

// dropMarks puts spaces in the place of the marks.
func (o *Outline) dropMarks() {
	if len(o.marks) == 0 {
		return
	}
	source := []byte(o.source)
	for _, t := range o.marks {
		for i := t.start; i < t.end; i++ {
			source[i] = ' '
		}
	}
	o.source = string(source)
}
