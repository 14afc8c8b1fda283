package sqltext

import "strings"

// isDelimiterCommand says whether a token is the DELIMITER of the mysql client,
// which is no statement: it says what ends the statements behind it, besides the
// semicolon between those that have no body.
func (p *parser) isDelimiterCommand(t token) bool {
	return p.dialect == MySQL && t.kind == word && !p.solid && strings.EqualFold(p.source[t.start:t.end], "DELIMITER")
}

// readDelimiter reads the rest of the line of the command. It returns a broken
// token if it cannot.
func (p *parser) readDelimiter(t token) token {
	end := newlineAt(p.source, t.end)
	fields := strings.Fields(p.source[t.end:end])
	if len(fields) == 0 || strings.Contains(fields[0], `\`) {
		p.pos = t.start
		return p.fail("DELIMITER without a delimiter, or with a backslash in it")
	}
	p.delimiter = fields[0]
	if p.delimiter == ";" {
		p.delimiter = ""
	}
	p.pos = end
	return t
}
