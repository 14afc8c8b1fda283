package shell

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// run runs a statement and shows what comes of it.
func (s *Shell) run(ctx context.Context, text string) error {
	text, err := s.interpolate(text)
	if err != nil {
		return err
	}
	s.last = text
	ctx, stop := s.Interruptible(ctx)
	defer stop()
	start := s.now()
	err = s.guarded(ctx, text)
	if s.timing {
		s.note("Time: %.3f ms", float64(s.now().Sub(start))/float64(time.Millisecond))
	}
	s.follow(ctx, text, err)
	return err
}

// guard is the savepoint that ON_ERROR_ROLLBACK puts in front of a statement.
const guard = "auroradataapi_shell"

// guarded runs a statement so that its failure does not end the transaction, if
// that is wanted.
func (s *Shell) guarded(ctx context.Context, text string) error {
	if !s.wantsGuard(text) {
		return s.execute(ctx, text)
	}
	if _, err := s.session.conn.ExecContext(ctx, "SAVEPOINT "+guard); err != nil {
		return err
	}
	err := s.execute(ctx, text)
	end := "RELEASE SAVEPOINT " + guard
	if err != nil {
		end = "ROLLBACK TO SAVEPOINT " + guard
	}
	if s.session.status() == statusIdle { // the statement has ended the transaction
		return err
	}
	_, endErr := s.session.conn.ExecContext(context.WithoutCancel(ctx), end)
	return errors.Join(err, endErr)
}

func (s *Shell) wantsGuard(text string) bool {
	mode := s.variables["ON_ERROR_ROLLBACK"]
	if mode != "on" && (mode != "interactive" || !s.atTerminal()) {
		return false
	}
	switch verbOf(text) {
	case "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "BEGIN", "START":
		return false
	}
	return s.session.status() == statusOpen
}

// execute runs a statement.
func (s *Shell) execute(ctx context.Context, text string) error {
	if script.OnlyCounts(text) {
		return s.change(ctx, text)
	}
	rows, err := s.session.conn.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		if err := s.present(rows, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// present shows a result set, or what was done by a statement without one.
func (s *Shell) present(rows *sql.Rows, text string) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	if len(columns) > 0 {
		return s.display.rows(rows)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	s.note("%s", tag(text))
	return nil
}

func (s *Shell) change(ctx context.Context, text string) error {
	result, err := s.session.conn.ExecContext(ctx, text)
	if err != nil {
		return err
	}
	count, err := result.RowsAffected()
	if err != nil {
		return err
	}
	verb := verbOf(text)
	if verb == "INSERT" {
		verb = "INSERT 0" // as psql, which tells an OID there
	}
	s.note("%s %d", verb, count)
	return nil
}

// follow draws consequences for what the shell itself knows.
func (s *Shell) follow(ctx context.Context, text string, err error) {
	if err != nil {
		return
	}
	switch verbOf(text) {
	case "USE":
		if err := s.session.introduce(ctx, s.Engine); err != nil {
			s.complain(err)
		}
		s.changed()
	case "CREATE", "ALTER", "DROP", "RENAME", "IMPORT":
		s.changed()
	}
}

// verbOf returns the first word of a statement in capitals.
func verbOf(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) })
	if len(words) == 0 {
		return ""
	}
	return strings.ToUpper(words[0])
}

func isWord(r rune) bool { return r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// tag is what psql says of a statement without rows: its verb, and what kind of
// object it was about.
func tag(text string) string {
	words := strings.Fields(strings.ToUpper(text))
	if len(words) == 0 {
		return "OK"
	}
	switch verb := verbOf(words[0]); verb {
	case "END":
		return "COMMIT"
	case "ABORT":
		return "ROLLBACK"
	case "START":
		return "START TRANSACTION"
	case "TRUNCATE":
		return "TRUNCATE TABLE"
	case "CREATE", "ALTER", "DROP":
		return strings.TrimSpace(verb + " " + kindOf(words[1:]))
	case "":
		return "OK"
	default:
		return verb
	}
}

// modifiers are what may stand between CREATE and what is created.
var modifiers = map[string]bool{
	"OR": true, "REPLACE": true, "TEMP": true, "TEMPORARY": true, "UNIQUE": true, "GLOBAL": true, "LOCAL": true,
	"UNLOGGED": true, "RECURSIVE": true, "FULLTEXT": true, "SPATIAL": true, "TRUSTED": true, "CONSTRAINT": true,
}

var twoWords = map[string]bool{"MATERIALIZED VIEW": true, "FOREIGN TABLE": true, "EVENT TRIGGER": true}

func kindOf(words []string) string {
	for i, word := range words {
		switch {
		case modifiers[word] || strings.Contains(word, "="):
		case i+1 < len(words) && twoWords[word+" "+words[i+1]]:
			return word + " " + words[i+1]
		default:
			return strings.TrimFunc(word, func(r rune) bool { return !isWord(r) })
		}
	}
	return ""
}

// isMySQL is for what differs between the engines.
func (s *Shell) isMySQL() bool { return s.Engine == auroradataapi.EngineMySQL }
