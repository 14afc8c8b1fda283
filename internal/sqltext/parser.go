package sqltext

import "strings"

// parser reads a text token by token and notes statements, placeholders and
// the places that Render must change.
type parser struct {
	scanner
	statements []Statement

	// Of the statement being read:
	current      Statement
	solid        bool // it has a token other than a hint
	opening      bool // it has nothing but hints and opening parentheses
	placeholders []Placeholder
	edits        []edit
	nesting      nesting
	routine      routine  // of PostgreSQL
	compound     compound // of MySQL
	remarks      string   // in front of it

	// Of the token before the current one, hints aside:
	previous kind
	last     string // its text
	seam     seam

	// Of the whole text:
	marks int // how many ? were seen
}

// run reads the whole text.
func (p *parser) run() error {
	for {
		t := p.next()
		switch {
		case t.kind == endOfText && p.executable.is:
			return newError(p.source, len(p.source), "unterminated /* comment")
		case t.kind == endOfText:
			p.finish(t)
			return nil
		case t.kind == comment:
			p.comment(t)
			continue
		case t.kind == delimiter, t.kind == semicolon && !p.holds():
			p.finish(t)
			continue
		case p.isDelimiterCommand(t):
			p.finish(t)
			t = p.readDelimiter(t)
			if t.kind != broken {
				continue
			}
		}
		if problem := p.token(t); problem != "" {
			return newError(p.source, t.start, problem)
		}
	}
}

// holds says whether a semicolon belongs to the statement.
func (p *parser) holds() bool {
	if p.dialect == MySQL {
		return p.executable.is || p.compound.holds() || p.compound.is && p.delimiter != ""
	}
	return p.nesting.holds() || p.routine.holds()
}

// token notes a token that belongs to the statement and returns what is wrong
// with it.
func (p *parser) token(t token) (problem string) {
	p.begin(t)
	switch t.kind {
	case broken:
		return p.problem
	case word:
		problem = p.word(p.source[t.start:t.end])
	case constant:
		if p.dialect == PostgreSQL {
			p.constant(t)
		}
	case ordinal:
		p.ordinal(t)
	case named:
		t = p.named(t)
	case colon:
		p.colon(t)
	case openParen, openBracket:
		p.nesting.open(t.kind, p.previous, p.last)
	case closeParen, closeBracket:
		p.nesting.close(t.kind)
	}
	p.opening = p.opening && (t.kind == openParen || t.kind == hint)
	if p.dialect == MySQL {
		p.shield(t)
		p.followCompound(t)
	} else {
		p.seam = seamAfter(t, p.at(t.start))
	}
	if t.kind != hint || p.previous == endOfText {
		p.previous, p.last = t.kind, p.source[t.start:t.end]
	}
	if p.dialect == PostgreSQL || t.kind != semicolon {
		p.current.end = t.end
	}
	return problem
}

// begin makes t the first token of the statement if there was none.
func (p *parser) begin(t token) {
	if p.previous == endOfText {
		p.current = Statement{dialect: p.dialect, source: p.source, start: t.start}
		p.opening = true
	}
	p.solid = p.solid || t.kind != hint
}

// finish ends the statement being read, at the token behind it.
func (p *parser) finish(t token) {
	if p.solid {
		p.current.terminator = t.start
		p.current.before, p.current.behind = p.remarks, p.cutTail()
		p.current.edits, p.current.placeholders = p.edits, p.placeholders
		p.statements = append(p.statements, p.current)
	} else if n := len(p.statements); n > 0 && t.kind == endOfText {
		p.statements[n-1].behind = join(p.statements[n-1].behind, p.remarks)
	}
	*p = parser{scanner: p.scanner, statements: p.statements, marks: p.marks}
}

// comment notes that a comment inside the statement is not rendered. A block
// comment parts tokens and leaves a space; a line comment is followed by a
// line break, which stays.
func (p *parser) comment(t token) {
	if p.previous == endOfText {
		p.remark(&p.remarks, t.start, t.end)
		return
	}
	if p.keepsComment(t) {
		return
	}
	by := byNothing
	if p.source[t.start] == '/' {
		by = bySpace
		if p.seam == asWritten {
			p.seam = loosened
		}
	}
	p.edit(by, t.start, t.end)
}

// ordinal notes a $n as a placeholder, unless it is one of the statement's own:
// a parameter of the function that it creates, or of what it prepares.
func (p *parser) ordinal(t token) {
	if p.ownsPlaceholders() || p.dialect == PostgreSQL && p.current.keyword == "PREPARE" {
		return
	}
	p.placeholder(t)
}

// ownsPlaceholders says whether the statement makes a routine.
func (p *parser) ownsPlaceholders() bool {
	return p.compound.is || p.current.keyword == "CREATE" && p.routine.is
}

// word notes a word: the first may be the keyword of the statement.
func (p *parser) word(w string) (problem string) {
	if p.opening {
		p.current.keyword = strings.ToUpper(w)
	}
	if p.dialect == MySQL {
		return ""
	}
	switch p.current.keyword {
	case "CREATE":
		p.routine.word(w, p.last)
	case "COPY":
		if !p.nesting.holds() && strings.EqualFold(w, "STDIN") && strings.EqualFold(p.last, "FROM") {
			return copyFromStdin
		}
	}
	return ""
}

// copyFromStdin is what is wrong with COPY FROM STDIN, and what to do instead.
const copyFromStdin = "COPY FROM STDIN: the Data API has no data stream, and what follows is not SQL:" +
	" prepare it by itself in a transaction, use CopyFrom or ExecBatch of package auroradataapi, or the aws_s3 extension"
