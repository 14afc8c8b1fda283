package shell

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi"
)

// Completer finds what a word may become. One goroutine uses it.
type Completer struct {
	// Before returns the lines of the statement above the one that is typed. May be
	// nil.
	Before func() string
	// Loaded is called, by another goroutine, when names have come that were asked
	// for. May be nil.
	Loaded func()

	engine auroradataapi.Engine
	names  names
}

// NewCompleter returns a completer that knows no names of objects until Reset.
func NewCompleter(engine auroradataapi.Engine) *Completer {
	return &Completer{engine: engine, names: names{engine: engine, columns: map[string][]string{}}}
}

// Reset forgets all names and looks for them in a database from now on.
func (c *Completer) Reset(db *sql.DB) { c.names.reset(db) }

// Close ends what runs in the background.
func (c *Completer) Close() { c.names.reset(nil) }

// Complete returns the word at the end of a line, up to the cursor, and what it may
// become.
func (c *Completer) Complete(line string) (word string, candidates []string) {
	if strings.HasPrefix(strings.TrimSpace(line), `\`) {
		return c.completeCommand(strings.TrimLeftFunc(line, unicode.IsSpace))
	}
	text := line
	if c.Before != nil {
		text = c.Before() + line
	}
	word = lastWord(text, isNamePart)
	if !(&buffer{engine: c.engine}).inCode(strings.TrimSuffix(text, word)) {
		return "", nil
	}
	return word, beginningWith(word, c.inStatement(text, word))
}

// lastWord returns the characters at the end of a text that belong to one word.
func lastWord(text string, belongs func(rune) bool) string {
	end := strings.LastIndexFunc(text, func(r rune) bool { return !belongs(r) })
	if end < 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[end:])
	return text[end+size:]
}

// isNamePart tells whether a character belongs to a name, with its schema.
func isNamePart(r rune) bool {
	return r == '_' || r == '$' || r == '.' || r == '"' || r == '`' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// beginningWith returns the candidates that begin with a word, each once.
func beginningWith(word string, candidates []string) []string {
	word = strings.ToLower(word)
	var fitting []string
	for _, candidate := range candidates {
		if strings.HasPrefix(strings.ToLower(candidate), word) && !slices.Contains(fitting, candidate) {
			fitting = append(fitting, candidate)
		}
	}
	return fitting
}

// inStatement returns what may stand at the end of a statement that was begun, in
// place of a word.
func (c *Completer) inStatement(text, word string) []string {
	objects := c.names.all(c.loaded)
	before := strings.TrimSuffix(text, word)
	if qualifier, _, ok := cutLast(word, "."); ok {
		return c.qualified(objects, before, qualifier)
	}
	switch previous := strings.ToUpper(lastWord(strings.TrimSpace(before), isWord)); {
	case previous == "USE":
		return c.ofKind(objects, "database")
	case previous == "SCHEMA":
		return c.ofKind(objects, "schema")
	case takesTable[previous]:
		return append(c.ofKind(objects, "table"), c.ofKind(objects, "schema")...)
	}
	candidates := c.quoted(c.names.columnsOf(tablesIn(objects, before), c.loaded))
	if word == "" {
		return candidates
	}
	candidates = append(candidates, c.ofKind(objects, "function")...)
	return append(append(candidates, keywordsLike(word)...), c.ofKind(objects, "table")...)
}

func (c *Completer) loaded() {
	if c.Loaded != nil {
		c.Loaded()
	}
}

// takesTable are the words behind which the name of a table stands.
var takesTable = map[string]bool{
	"FROM": true, "JOIN": true, "INTO": true, "UPDATE": true, "TABLE": true, "ONLY": true, "DESCRIBE": true, "DESC": true,
	"VIEW": true, "TRUNCATE": true, "ANALYZE": true, "REFERENCES": true,
}

// ofKind returns the names of a kind that need no schema.
func (c *Completer) ofKind(objects []object, kind string) []string {
	var found []string
	for _, o := range objects {
		if o.kind == kind && o.inPath && !strings.HasPrefix(o.schema, "pg_catalog") {
			found = append(found, o.name)
		}
	}
	return c.quoted(found)
}

// qualified returns what may stand behind a schema, a table or its alias, and a dot.
func (c *Completer) qualified(objects []object, before, qualifier string) []string {
	plain := strings.Trim(qualifier, "\"`")
	var found []string
	for _, o := range objects {
		if o.kind == "table" && strings.EqualFold(o.schema, plain) {
			found = append(found, o.name)
		}
	}
	if len(found) == 0 {
		found = c.names.columnsOf(standsFor(objects, before, plain), c.loaded)
	}
	found = c.quoted(found)
	for i := range found {
		found[i] = qualifier + "." + found[i]
	}
	return found
}

// standsFor returns the tables that a name before a dot may mean: the table of that
// name, or those that the statement gives it to.
func standsFor(objects []object, text, name string) []string {
	var found []string
	for _, table := range tablesIn(objects, text) {
		alias := `(?i)\b` + regexp.QuoteMeta(table) + "[\"`]?\\s+(as\\s+)?" + regexp.QuoteMeta(name) + `\b`
		if strings.EqualFold(table, name) || regexp.MustCompile(alias).MatchString(text) {
			found = append(found, table)
		}
	}
	return found
}

// tablesIn returns the tables that a text names.
func tablesIn(objects []object, text string) []string {
	words := map[string]bool{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !isNamePart(r) || strings.ContainsRune(".\"`", r) }) {
		words[strings.ToLower(word)] = true
	}
	var found []string
	for _, o := range objects {
		if o.kind == "table" && words[strings.ToLower(o.name)] && !slices.Contains(found, o.name) {
			found = append(found, o.name)
		}
	}
	return found
}

var plainName = regexp.MustCompile(`^[a-z_][a-z0-9_$]*$`)

// quoted puts names in quotes that need them.
func (c *Completer) quoted(found []string) []string {
	s := Shell{Options: Options{Engine: c.engine}}
	for i, name := range found {
		if !plainName.MatchString(name) && (!s.isMySQL() || !plainName.MatchString(strings.ToLower(name))) {
			found[i] = s.quoteIdentifier(name)
		}
	}
	return found
}

// completeCommand completes a line that begins with a backslash.
func (c *Completer) completeCommand(line string) (word string, candidates []string) {
	name, rest := cutName(line)
	if rest == "" {
		return line, beginningWith(line, withBackslash(commandNames()))
	}
	word = lastWord(rest, func(r rune) bool { return !unicode.IsSpace(r) })
	switch {
	case slices.Contains([]string{"i", "o", "e", "g", "gx"}, name):
		return word, files(word)
	case name == "c" || name == "connect":
		return word, beginningWith(word, c.ofKind(c.names.all(c.loaded), "database"))
	case name == "pset":
		return word, beginningWith(word, append([]string{"null", "format", "pager", "expanded"}, formats...))
	case name == "x":
		return word, beginningWith(word, []string{"on", "off", "auto"})
	case name == "timing":
		return word, beginningWith(word, []string{"on", "off"})
	case name == "copy":
		return c.completeCopy(rest)
	case name == "dn" || name == "dn+":
		return word, beginningWith(word, c.ofKind(c.names.all(c.loaded), "schema"))
	case strings.HasPrefix(name, "d"):
		return word, beginningWith(word, c.inStatement("TABLE "+word, word))
	}
	return word, nil
}

// completeCopy completes \copy TABLE TO|FROM FILE.
func (c *Completer) completeCopy(rest string) (word string, candidates []string) {
	fields := strings.Fields(rest)
	word = lastWord(rest, func(r rune) bool { return !unicode.IsSpace(r) })
	if word != "" {
		fields = fields[:len(fields)-1]
	}
	switch len(fields) {
	case 0:
		return word, beginningWith(word, c.inStatement("TABLE "+word, word))
	case 1:
		return word, beginningWith(word, []string{"to", "from"})
	case 2:
		return word, files(word)
	}
	return word, beginningWith(word, []string{"csv", "json"})
}

func withBackslash(names []string) []string {
	for i := range names {
		names[i] = `\` + names[i]
	}
	return names
}

// files returns the files and folders that begin with a path.
func files(path string) []string {
	folder, prefix := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(folder + "."))
	if err != nil {
		return nil
	}
	var found []string
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, prefix) || prefix == "" && strings.HasPrefix(name, ".") {
			continue
		}
		if entry.IsDir() {
			name += "/"
		}
		found = append(found, folder+name)
	}
	return found
}

// cutLast cuts a text around the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}
