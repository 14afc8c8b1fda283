package engine_test

import (
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// FuzzFacts: whatever a text consists of, each engine reads its statements without a
// panic, refuses outside a transaction what it refuses inside, and has nothing to set if
// nothing has been set.
func FuzzFacts(f *testing.F) {
	for _, text := range []string{
		"load /*!80000 data */ local", "xa start 'a'", "lock tables", "commit and chain release", "select row_count()", "show count(*) warnings",
		"create or replace temporary", "savepoint `a``", "rollback work to savepoint", "select get_lock('a', -1)", "set @@global.a = (", "select @a := ",
		"select last_insert_id(", "flush tables a with read lock", "drop prepare", "begin; set; start transaction read", "use `", "call p(@a, @`b",
		"declare c cursor with hold", "prepare transaction", "select pg_advisory_lock(1)", "set local a to", "reset all", "discard all", "do $$a$$", "(", "/*!", "@@",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, e := range []engine.Engine{postgres.Engine{}, mysql.Engine{}} {
			parsed, err := sqltext.Parse(e.Dialect(), text)
			if err != nil {
				continue
			}
			for _, s := range parsed.Statements() {
				checkFacts(t, e, &s)
			}
		}
	})
}

func checkFacts(t *testing.T, e engine.Engine, s *sqltext.Statement) {
	keyword, tokens := s.Keyword(), slices.Collect(s.Tokens())
	if inside := e.Refuse(s.Words(4), s.Tokens(), true); inside != "" && e.Refuse(s.Words(4), s.Tokens(), false) != inside {
		t.Errorf("%s: %q is refused in a transaction alone", e.Name(), s)
	}
	if control, n := e.ReadControl(s.Words(7)); control != engine.NoControl && (!e.MayControl(keyword) || n > len(s.Words(7))) {
		t.Errorf("%s: %q is %v, by %d words", e.Name(), s, control, n)
	}
	if e.ReadBlock(tokens) != engine.AnyBlock && !e.MayBlock(keyword) {
		t.Errorf("%s: %q is not one that ReadBlock is asked about", e.Name(), s)
	}
	settings := e.NewSettings()
	for _, c := range e.ReadSettings(tokens, s.String()) {
		if c.Refuse() == "" {
			settings = c.In(settings)
		}
	}
	if settings.Empty() && len(settings.Statements()) > 0 {
		t.Errorf("%s: %q leaves nothing to be set, and %q", e.Name(), s, settings.Statements())
	}
	if i, ok := e.LockTimeout(tokens); ok && (i < 0 || i >= len(tokens)) {
		t.Errorf("%s: %q has no token %d", e.Name(), s, i)
	}
	e.ReadSessionLocks(s.Calls())
	e.SetsLastInsertID(tokens)
	e.ReadSavepoint(tokens)
	e.CommitsFirst(s.Words(4))
}
