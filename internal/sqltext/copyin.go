package sqltext

import "strings"

// CopyIn is COPY … FROM STDIN, whose rows the client sends.
type CopyIn struct {
	Table   []string // its name, behind that of its schema if that is given
	Columns []string // none: all of the table
	Null    string   // what stands for NULL, as a line has it
	HasNull bool     // Null was given
	Option  string   // another option, by its first word in upper case: how lines are written, or which are taken
}

// ReadCopyIn reads a text of one statement of PostgreSQL. It reports false if that
// is not COPY … FROM STDIN. Names are those that stand for themselves in quotes.
func ReadCopyIn(sql string) (in CopyIn, ok bool) {
	r := copyReader{scanner: scanner{dialect: PostgreSQL, source: sql}}
	r.step()
	if !r.skip("COPY") {
		return CopyIn{}, false
	}
	if r.is("BINARY") {
		in.Option = r.word()
		r.step()
	}
	if in.Table = r.names("."); in.Table == nil {
		return CopyIn{}, false
	}
	if r.token.kind == openParen {
		r.step()
		if in.Columns = r.names(","); in.Columns == nil || r.token.kind != closeParen {
			return CopyIn{}, false
		}
		r.step()
	}
	if !r.skip("FROM") || !r.skip("STDIN") {
		return CopyIn{}, false
	}
	if !r.options(&in) || !r.atEnd() {
		return CopyIn{}, false
	}
	return in, true
}

// copyReader reads token by token, of which it holds one.
type copyReader struct {
	scanner
	token token
}

// step goes on to the next token.
func (r *copyReader) step() {
	r.token = r.next()
	for r.token.kind == comment || r.token.kind == hint {
		r.token = r.next()
	}
}

func (r *copyReader) text() string { return r.source[r.token.start:r.token.end] }

// word returns the token in upper case if it is a word.
func (r *copyReader) word() string {
	if r.token.kind != word {
		return ""
	}
	return strings.ToUpper(r.text())
}

func (r *copyReader) is(w string) bool { return r.word() == w }

// skip goes on behind a word, if that is the token.
func (r *copyReader) skip(w string) bool {
	if !r.is(w) {
		return false
	}
	r.step()
	return true
}

// names reads names with a separator between them; nil if there is anything else.
func (r *copyReader) names(separator string) (names []string) {
	for {
		isQuoted := r.token.kind == quoted && strings.HasPrefix(r.text(), `"`)
		if !isQuoted && r.token.kind != word {
			return nil
		}
		names = append(names, fold(r.text()))
		r.step()
		if r.text() != separator {
			return names
		}
		r.step()
	}
}

// options reads what is behind STDIN, in the form with parentheses or in the one
// without, up to the first option that is not about NULL.
func (r *copyReader) options(in *CopyIn) bool {
	r.skip("WITH")
	inParentheses := r.token.kind == openParen
	if inParentheses {
		r.step()
	}
	for r.token.kind == word {
		r.option(in, inParentheses)
		if in.Option != "" {
			r.toEnd()
			return true
		}
		if inParentheses && r.text() == "," {
			r.step()
		}
	}
	if !inParentheses {
		return true
	}
	isClosed := r.token.kind == closeParen
	r.step()
	return isClosed
}

// option reads one option, or names it.
func (r *copyReader) option(in *CopyIn, inParentheses bool) {
	switch {
	case inParentheses && r.isTextFormat():
	case r.is("NULL"):
		r.null(in, inParentheses)
	default:
		in.Option = r.word()
	}
}

// isTextFormat goes on behind FORMAT text, which is how lib/pq writes lines.
func (r *copyReader) isTextFormat() bool {
	before := *r
	if r.skip("FORMAT") && (r.skip("TEXT") || r.constant() == "text") {
		return true
	}
	*r = before
	return false
}

// null reads NULL with its constant. Of one that is not a plain one the value is
// not known.
func (r *copyReader) null(in *CopyIn, inParentheses bool) {
	r.step()
	if !inParentheses {
		r.skip("AS")
	}
	if r.token.kind != constant || r.at(r.token.start) != '\'' {
		in.Option = "NULL"
		return
	}
	in.Null, in.HasNull = r.constant(), true
}

// constant goes on behind a plain constant and returns its value.
func (r *copyReader) constant() string {
	if r.token.kind != constant || r.at(r.token.start) != '\'' {
		return ""
	}
	var value strings.Builder
	source := r.text()
	eachSegment(source, 1, func(from, to int) { value.WriteString(strings.ReplaceAll(source[from:to], "''", "'")) })
	r.step()
	return value.String()
}

// toEnd goes on to the end of the statement.
func (r *copyReader) toEnd() {
	for r.token.kind != endOfText && r.token.kind != semicolon && r.token.kind != broken {
		r.step()
	}
}

// atEnd reports whether nothing follows but semicolons.
func (r *copyReader) atEnd() bool {
	for r.token.kind == semicolon {
		r.step()
	}
	return r.token.kind == endOfText
}
