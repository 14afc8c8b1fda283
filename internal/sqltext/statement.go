package sqltext

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Statement is one statement of a Text, without the semicolon, white space
// and comments around it. Like the Text it does not change. The zero value is
// an empty statement.
type Statement struct {
	dialect      Dialect
	source       string // of the whole text
	start, end   int
	terminator   int // where the semicolon behind it stands, or the text ends
	keyword      string
	placeholders []Placeholder
	edits        []edit

	before, behind string // comments around it
}

// Placeholder is a place in a statement that stands for an argument.
type Placeholder struct {
	// Start and End delimit the placeholder in the source of the whole text,
	// in bytes.
	Start, End int
	// Ordinal is n of $n, from 1 to 65535 (the most that the protocol of
	// PostgreSQL can count); 0 for a named placeholder. $0 is not a placeholder:
	// the database refuses it. A ? has the number that it is of its kind in the
	// whole text, from 1.
	Ordinal int
	// Name is the name of a :name placeholder, without the colon; empty for any
	// other.
	// It starts with a letter, an underscore or a character outside ASCII.
	Name string
	// Ambiguous marks a :name that PostgreSQL might read as a colon of its own
	// followed by a column: a[:name], a[x:name], JSON_OBJECT(key:name). It is
	// a placeholder only if there is an argument of that name. Set only for
	// named placeholders.
	Ambiguous bool
}

// String returns the statement as it was written.
func (s Statement) String() string { return s.source[s.start:s.end] }

// Offset returns how many characters of the whole text precede the statement.
func (s Statement) Offset() int { return utf8.RuneCountInString(s.source[:s.start]) }

// Bounds returns where the statement starts in the source of the whole text and
// where what ends it stands, in bytes: the semicolon behind it, the delimiter of the
// mysql client, or the end of the text.
func (s Statement) Bounds() (start, terminator int) { return s.start, s.terminator }

// Keyword returns the word the statement opens with, in upper case, after
// comments and opening parentheses: "SELECT" for "/* x */ (select 1)". It is
// empty if the statement opens with anything else. A statement with common
// table expressions answers "WITH", whatever it does.
func (s Statement) Keyword() string { return s.keyword }

// Words returns the first n words the statement opens with, in upper case:
// keywords and unquoted identifiers, after opening parentheses, skipping
// comments. It returns fewer where something else comes first: for
// "SET search_path = x" and n = 3 only SET and SEARCH_PATH.
func (s Statement) Words(n int) []string {
	words, _ := s.words(n)
	return words
}

// words returns also where the last of the words ends.
func (s Statement) words(n int) (words []string, end int) {
	sc := scanner{dialect: s.dialect, source: s.source[:s.end], pos: s.start}
	for end = s.start; len(words) < n; {
		switch t := sc.next(); {
		case t.kind == word:
			words = append(words, strings.ToUpper(s.source[t.start:t.end]))
			end = t.end
		case t.kind == comment || t.kind == hint:
		case t.kind == openParen && len(words) == 0:
		default:
			return words, end
		}
	}
	return words, end
}

// Rest returns what is written behind the first n words, which [Statement.Words]
// must have returned, without white space and comments before it, and how many
// characters of the whole text precede it.
func (s Statement) Rest(n int) (text string, offset int) {
	_, end := s.words(n)
	sc := scanner{dialect: s.dialect, source: s.source[:s.end], pos: end}
	t := sc.next()
	for t.kind == comment {
		t = sc.next()
	}
	return s.source[t.start:s.end], utf8.RuneCountInString(s.source[:t.start])
}

// Tokens yields the tokens of the statement as they are written, without white
// space, comments and hints. A quoted identifier or constant, a number, a word and
// a placeholder are one token each, as are "::", ":=" and MySQL's variables, up to
// the dot behind @@session; of other operators each character is one.
func (s Statement) Tokens() iter.Seq[string] {
	return func(yield func(string) bool) {
		sc := scanner{dialect: s.dialect, source: s.source[:s.end], pos: s.start}
		for t := sc.next(); t.kind != endOfText && t.kind != broken; t = sc.next() {
			if t.kind != comment && t.kind != hint && !yield(s.source[t.start:t.end]) {
				return
			}
		}
	}
}

// Contains reports whether some words, in upper case, stand one right behind the
// other in the statement: keywords or unquoted identifiers, with nothing but
// white space and comments between them.
func (s Statement) Contains(words ...string) bool {
	found := 0
	sc := scanner{dialect: s.dialect, source: s.source[:s.end], pos: s.start}
	for found < len(words) {
		t := sc.next()
		switch {
		case t.kind == endOfText || t.kind == broken:
			return false
		case t.kind == comment || t.kind == hint:
		case t.kind == word && strings.EqualFold(s.source[t.start:t.end], words[found]):
			found++
		case t.kind == word && strings.EqualFold(s.source[t.start:t.end], words[0]):
			found = 1
		default:
			found = 0
		}
	}
	return true
}

// Placeholders returns the placeholders of the statement in the order they
// appear, each occurrence separately. The $n of PREPARE and of the function that
// a CREATE FUNCTION or CREATE PROCEDURE is about are not among them, nor is
// anything in a routine, trigger or event of MySQL. The caller must not change the
// slice.
func (s Statement) Placeholders() []Placeholder { return s.placeholders }
