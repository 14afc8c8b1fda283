package postgres

import (
	"encoding/json"
	"fmt"
	"strings"
)

// MarshalJSON writes what the server said in the form that [ParsePrepared] reads.
func (p Prepared) MarshalJSON() ([]byte, error) {
	text := preparedText{Parameters: make([]string, len(p.Parameters)), Results: p.results, Functions: p.functions}
	for i, t := range p.Parameters {
		text.Parameters[i] = t.source()
	}
	if !p.knowsResults && p.functions == nil {
		return json.Marshal(text.Parameters)
	}
	return json.Marshal(text)
}

// UnmarshalJSON reads what MarshalJSON has written. The names of types become part
// of statements, so it takes nothing that is not a name.
func (p *Prepared) UnmarshalJSON(text []byte) error {
	var answer preparedText
	if err := answer.read(string(text)); err != nil {
		return err
	}
	for _, name := range answer.Parameters {
		if !isQualifiedName(name) {
			return fmt.Errorf("read types of prepared statement: %q is not the name of a type", name)
		}
	}
	*p = answer.prepared()
	return nil
}

// source returns the name that NewType has made the type of.
func (t Type) source() string {
	switch {
	case t.cast == regclassCast:
		return catalog + "regclass"
	case isIdentifier(t.cast):
		return catalog + t.cast
	case t.noCommas:
		return t.cast + noCommas
	}
	return t.cast
}

// isQualifiedName reports whether a text is a schema and a name, as quote_ident of
// PostgreSQL writes them, as NewType takes them.
func isQualifiedName(text string) bool {
	text = strings.TrimSuffix(text, noCommas)
	for i := 1; i < len(text)-1; i++ {
		if text[i] == '.' && isIdentifier(text[:i]) && isIdentifier(text[i+1:]) {
			return true
		}
	}
	return false
}

// isIdentifier reports whether a text is one name as quote_ident writes it: small
// letters, digits and underscores, or anything between quotes.
func isIdentifier(text string) bool {
	if rest, ok := strings.CutPrefix(text, `"`); ok {
		name, ok := strings.CutSuffix(rest, `"`)
		return ok && name != "" && !strings.Contains(strings.ReplaceAll(name, `""`, ""), `"`) && !strings.Contains(name, "\x00")
	}
	for i, c := range []byte(text) {
		if c != '_' && (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}
