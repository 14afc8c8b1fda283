package mysql_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// statementOf returns the first statement of a text.
func statementOf(t *testing.T, text string) sqltext.Statement {
	t.Helper()
	parsed, err := sqltext.Parse(sqltext.MySQL, text)
	if err != nil {
		t.Fatal(err)
	}
	if len(parsed.Statements()) == 0 {
		return sqltext.Statement{}
	}
	return parsed.Statements()[0]
}

func tokensOf(t *testing.T, text string) []string {
	t.Helper()
	s := statementOf(t, text)
	return slices.Collect(s.Tokens())
}

func TestReadControl(t *testing.T) {
	tests := []struct {
		words string
		want  engine.Control
		n     int
	}{
		{"", engine.NoControl, 0},
		{"START REPLICA", engine.NoControl, 0},
		{"START TRANSACTION READ ONLY", engine.Begin, 2},
		{"START TRANSACTION WITH CONSISTENT SNAPSHOT", engine.Begin, 2},
		{"START TRANSACTION ISOLATION LEVEL SERIALIZABLE", engine.NoControl, 0},
		{"START TRANSACTION READ", engine.NoControl, 0},
		{"BEGIN", engine.Begin, 1},
		{"BEGIN READ ONLY", engine.NoControl, 0},
		{"BEGIN NOT ATOMIC", engine.NoControl, 0},
		{"BEGIN WORK", engine.Begin, 2},
		{"COMMIT WORK AND NO CHAIN NO RELEASE", engine.Commit, 7},
		{"COMMIT NO RELEASE", engine.Commit, 3},
		{"COMMIT AND CHAIN", engine.CommitAndChain, 3},
		{"COMMIT RELEASE", engine.NoControl, 0},
		{"ROLLBACK", engine.Rollback, 1},
		{"ROLLBACK AND CHAIN NO RELEASE", engine.RollbackAndChain, 5},
		{"ROLLBACK TO A", engine.NoControl, 0},
		{"ROLLBACK WORK TO SAVEPOINT A", engine.NoControl, 0},
	}
	for _, tt := range tests {
		control, n := mysql.ReadControl(strings.Fields(tt.words))
		if control != tt.want || n != tt.n {
			t.Errorf("%s: got %d, %d words; want %d, %d words", tt.words, control, n, tt.want, tt.n)
		}
		if control != engine.NoControl && !mysql.MayControl(strings.Fields(tt.words)[0]) {
			t.Errorf("%s: its keyword is not one that may", tt.words)
		}
	}
}

func TestReadSavepoint(t *testing.T) {
	tests := []struct {
		sql  string
		verb engine.SavepointVerb
		name string
	}{
		{"savepoint A", engine.MarkSavepoint, "a"},
		{"SAVEPOINT `A``b`", engine.MarkSavepoint, "a`b"},
		{"release savepoint a", engine.ReleaseSavepoint, "a"},
		{"rollback to a", engine.RollbackToSavepoint, "a"},
		{"rollback work to savepoint a", engine.RollbackToSavepoint, "a"},
		{"rollback to savepoint", engine.RollbackToSavepoint, "savepoint"},
		{"rollback", engine.NoSavepoint, ""},
		{"select 1", engine.NoSavepoint, ""},
	}
	for _, tt := range tests {
		if verb, name := mysql.ReadSavepoint(tokensOf(t, tt.sql)); verb != tt.verb || name != tt.name {
			t.Errorf("%s: got %v %q, want %v %q", tt.sql, verb, name, tt.verb, tt.name)
		}
	}
}

func TestModes(t *testing.T) {
	tests := []struct {
		level     sql.IsolationLevel
		readsOnly bool
		want      string
		set       string
		again     []string
	}{
		{sql.LevelDefault, true, "READ ONLY", "START TRANSACTION READ ONLY", nil},
		{sql.LevelReadCommitted, false, "ISOLATION LEVEL READ COMMITTED", "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
			[]string{"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "START TRANSACTION"}},
		{sql.LevelSerializable, true, "ISOLATION LEVEL SERIALIZABLE, READ ONLY", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY",
			[]string{"SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE", "START TRANSACTION READ ONLY"}},
	}
	for _, tt := range tests {
		got, err := mysql.Modes(tt.level, tt.readsOnly)
		if err != nil || got != tt.want {
			t.Errorf("%v: got %q, %v", tt.level, got, err)
		}
		if set := mysql.SetModes(got); set != tt.set {
			t.Errorf("%s: set by %q", got, set)
		}
		if again := mysql.BeginAgain(got); len(tt.again) == 0 && again != nil || tt.again != nil && !slices.Equal(again[:2], tt.again) {
			t.Errorf("%s: again by %q", got, again)
		}
	}
	for _, level := range []sql.IsolationLevel{sql.LevelSnapshot, sql.LevelLinearizable, sql.LevelWriteCommitted} {
		if _, err := mysql.Modes(level, false); err == nil {
			t.Errorf("%v is taken", level)
		}
	}
	if got := mysql.SetModes("isolation level serializable, isolation  level read committed, read only, read write"); got != "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE" {
		t.Errorf("of two modes the last counts: %s", got)
	}
	if got := mysql.SetModes("ISOLATION LEVEL SERIALIZABLE, WITH CONSISTENT SNAPSHOT"); got != "" {
		t.Errorf("a level and a snapshot by one statement: %s", got)
	}
	if got := mysql.BeginAgain("ISOLATION LEVEL REPEATABLE READ, WITH CONSISTENT SNAPSHOT, READ ONLY")[1]; got != "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY" {
		t.Errorf("with a snapshot: %s", got)
	}
	for modes, want := range map[string]bool{"": true, "ISOLATION LEVEL READ COMMITTED": false, "ISOLATION LEVEL SERIALIZABLE": true} {
		if mysql.KeepsSnapshot(modes) != want {
			t.Errorf("%q keeps its snapshot: %t", modes, !want)
		}
	}
}

func TestCommitsFirst(t *testing.T) {
	for sql, want := range map[string]bool{
		"create table t (a int)": true, "create temporary table t (a int)": false, "create or replace temporary table t (a int)": false,
		"create table temporary (a int)": true, "drop table t": true, "drop temporary table t": false, "drop prepare p": false,
		"alter table t add a int": true, "truncate t": true, "rename table a to b": true, "grant select on a to b": true,
		"set password = 'a'": true, "set default role all to a": true, "set a = 1": false, "analyze table t": true, "analyze select 1": false,
		"load index into cache t": true, "load data infile 'a' into table t": false, "start replica": true, "reset persist": false,
		"reset master": true, "flush tables": true, "insert into t values (1)": false, "call p()": false, "checksum table t": false,
		"unlock tables": false, "savepoint a": false, "/* a */ create index i on t (a)": true, "": false,
	} {
		s := statementOf(t, sql)
		if got := mysql.CommitsFirst(s.Words(4)); got != want {
			t.Errorf("%s: got %t", sql, got)
		}
	}
}

func TestReadSettings(t *testing.T) {
	type change = mysql.SettingChange
	const unread, next, def, refused = mysql.SetUnread, mysql.SetNext, mysql.SetDefault, mysql.SetRefused
	tests := []struct {
		sql  string
		want []change
	}{
		{"select 1", nil},
		{"set", nil},
		{"use `My``db`", []change{{Kind: mysql.SetDatabase, Name: "database", Value: "My`db"}}},
		{"set foreign_key_checks = 0", []change{{Name: "foreign_key_checks", Value: "0"}}},
		{"SET @@FOREIGN_KEY_CHECKS := off", []change{{Name: "foreign_key_checks", Value: "off"}}},
		{"set session Sql_Notes = -1, @@local.unique_checks = 0", []change{{Name: "sql_notes", Value: "- 1"}, {Name: "unique_checks", Value: "0"}}},
		{"set global a = 1, b = 2, session c = 3, @@d = 4, @@persist.e = 5", []change{{Name: "c", Value: "3"}, {Name: "d", Value: "4"}}},
		{"set a = default", []change{{Kind: def, Name: "a"}}},
		{"set a = (select max(x, y) from t), @b = 'c'", []change{{Kind: unread, Name: "a"}, {Name: "@b", Value: "'c'"}}},
		{"set @A = 1.50, @`b c` = \"d\", @'e' = null", []change{{Name: "@a", Value: "1.50"}, {Name: "@b c", Value: `"d"`}, {Name: "@e", Value: "null"}}},
		{"set @a = now()", []change{{Kind: unread, Name: "@a"}}},
		{"set @a = ?", []change{{Kind: unread, Name: "@a"}}},
		{"set @a = :b", []change{{Kind: unread, Name: "@a"}}},
		{"set @a.b = @@global.x", []change{{Kind: unread, Name: "@a.b"}}},
		{"set @old = @@sql_mode, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'", []change{{Kind: unread, Name: "@old"}, {Name: "sql_mode", Value: "'NO_AUTO_VALUE_ON_ZERO'"}}},
		{"set sql_mode = @old", []change{{Kind: unread, Name: "sql_mode"}}},
		{"set names utf8mb4 collate utf8mb4_bin", []change{{Name: "names", Value: "utf8mb4 collate utf8mb4_bin"}}},
		{"set names 'utf8', @a = 1", []change{{Name: "names", Value: "'utf8'"}, {Name: "@a", Value: "1"}}},
		{"set character set utf8mb4", []change{{Name: "character set", Value: "utf8mb4"}}},
		{"set names default", []change{{Kind: def, Name: "names"}}},
		{"set transaction isolation level serializable, read only", []change{{Kind: next, Name: "transaction", Value: "ISOLATION LEVEL SERIALIZABLE , READ ONLY"}}},
		{"set session transaction isolation level read committed, read only", []change{{Name: "transaction_isolation", Value: "READ COMMITTED"}, {Name: "transaction_read_only", Value: "READ ONLY"}}},
		{"set local transaction read write", []change{{Name: "transaction_read_only", Value: "READ WRITE"}}},
		{"set global transaction read only", nil},
		{"set tx_isolation = 'read-committed'", []change{{Name: "transaction_isolation", Value: "READ COMMITTED"}}},
		{"set @@transaction_isolation = 'SERIALIZABLE'", []change{{Kind: next, Name: "transaction", Value: "ISOLATION LEVEL SERIALIZABLE"}}},
		{"set session transaction_read_only = on", []change{{Name: "transaction_read_only", Value: "READ ONLY"}}},
		{"set session transaction_isolation = default", []change{{Kind: def, Name: "transaction_isolation"}}},
		{"set role none", []change{{Name: "role", Value: "none"}}},
		{"set role default", []change{{Kind: def, Name: "role"}}},
		{"set autocommit = 0", []change{{Name: "autocommit", Value: "0"}}},
		{"set password = 'a'", nil},
		{"set default role all to a", nil},
		{"set resource group a", nil},
		{"select @a := 1, @b:=@c into @d, @e", []change{{Kind: unread, Name: "@a"}, {Kind: unread, Name: "@b"}, {Kind: unread, Name: "@d"}, {Kind: unread, Name: "@e"}}},
		{"select a into @x from t where @y = 1", []change{{Kind: unread, Name: "@x"}}},
		{"select @a, @b", nil},
		{"insert into t values (@a, 1)", nil},
		{"call p(@a, 1, @a, @b)", []change{{Kind: unread, Name: "@a"}, {Kind: unread, Name: "@b"}}},
		{"set sql_mode = 'ANSI_QUOTES'", []change{{Kind: refused, Name: "sql_mode"}}},
		{"set sql_mode = concat(@@sql_mode, ',no_backslash_escapes')", []change{{Kind: refused, Name: "sql_mode"}}},
		{"set sql_mode = replace(@@sql_mode, 'ANSI_QUOTES', '')", []change{{Kind: unread, Name: "sql_mode"}}},
		{"set sql_mode = ansi", []change{{Kind: refused, Name: "sql_mode"}}},
		{"set names latin1", []change{{Kind: refused, Name: "names"}}},
		{"set insert_id = 1", []change{{Kind: refused, Name: "insert_id"}}},
		{"set @@last_insert_id = 1", []change{{Kind: refused, Name: "last_insert_id"}}},
		{"set autocommit = @a", []change{{Kind: refused, Name: "autocommit"}}},
		{"set session transaction_isolation = @a", []change{{Kind: refused, Name: "transaction_isolation"}}},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			s := statementOf(t, tt.sql)
			got := mysql.ReadSettings(tokensOf(t, tt.sql))
			for i := range got {
				if (got[i].Refuse() != "") != (got[i].Kind == refused) {
					t.Errorf("%s: refused with %q", got[i].Name, got[i].Refuse())
				}
				if got[i].Kind == refused {
					got[i].Value = ""
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			if len(got) > 0 && !mysql.MaySet(s.Keyword(), s.String()) {
				t.Error("is not one that may")
			}
		})
	}
}

// FuzzReadSettings: whatever stands behind SET is read without a panic, and a name in
// backticks is read as it is.
func FuzzReadSettings(f *testing.F) {
	for _, text := range []string{"a = 1", "@a := 2, names", "session transaction read", "@@ = 1", "@", "@@global.", "sql_mode = -", "a = _utf8mb4 'x' collate", "`a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, begin := range []string{"set ", "set @`", "call ", "select into @a, "} {
			parsed, err := sqltext.Parse(sqltext.MySQL, begin+text)
			if err != nil {
				continue
			}
			var settings engine.Settings = mysql.Settings{}
			for _, s := range parsed.Statements() {
				for _, c := range mysql.ReadSettings(slices.Collect(s.Tokens())) {
					settings = c.In(settings)
				}
			}
			for _, s := range settings.Statements() {
				if !strings.HasPrefix(s, "SET ") {
					t.Errorf("%q becomes %q", text, s)
				}
			}
		}
		if strings.ContainsAny(text, "\x00") || text == "" || strings.ToValidUTF8(text, "") != text {
			return
		}
		got := mysql.ReadSettings(tokensOf(t, "set @`"+strings.ReplaceAll(text, "`", "``")+"` = 1"))
		if len(got) != 1 || got[0].Name != "@"+strings.ToLower(text) {
			t.Errorf("%q is read as %+v", text, got)
		}
	})
}

func TestSettings(t *testing.T) {
	tests := []struct {
		name       string
		sql        []string
		want       []string
		modes      string
		next       string // the modes of a second transaction
		database   string
		manual     bool
		isQuestion bool
	}{
		{name: "in one", sql: []string{"set a = 1, @b = 'x'", "set names utf8mb4", "set a = 2"}, want: []string{"SET @b = 'x', NAMES utf8mb4, @@SESSION.a = 2"}},
		{name: "taken back", sql: []string{"set a = 1, @b = 1", "set a = default, @b = null"}},
		{name: "modes", sql: []string{"set session transaction isolation level read committed", "set transaction read only", "set a = 1"},
			want:  []string{"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET @@SESSION.a = 1"},
			modes: "ISOLATION LEVEL READ COMMITTED, READ ONLY", next: "ISOLATION LEVEL READ COMMITTED"},
		{name: "use", sql: []string{"use d"}, database: "d"},
		{name: "autocommit", sql: []string{"set autocommit = off"}, manual: true},
		{name: "autocommit again", sql: []string{"set autocommit = 0", "set @@autocommit = 1"}},
		{name: "role", sql: []string{"set role a"}, want: []string{"SET ROLE a"}},
		{name: "unread", sql: []string{"set @`a b` = now(), @c = 1"}, want: []string{"SET @c = 1"}, isQuestion: true},
		{name: "names", sql: []string{"set @`a``b` = 1"}, want: []string{"SET @`a``b` = 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s engine.Settings = mysql.Settings{}
			for _, text := range tt.sql {
				for _, c := range mysql.ReadSettings(tokensOf(t, text)) {
					s = c.In(s)
				}
			}
			if got := s.Statements(); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if s.Modes() != tt.modes || s.Begun().Modes() != tt.next || s.Database() != tt.database || s.Manual() != tt.manual {
				t.Errorf("modes %q, then %q; database %q; manual %t", s.Modes(), s.Begun().Modes(), s.Database(), s.Manual())
			}
			if (s.Question() != "") != tt.isQuestion {
				t.Errorf("asks %q", s.Question())
			}
		})
	}
}

func TestRefuse(t *testing.T) {
	for sql, want := range map[string][2]string{ // outside a transaction, and in one
		"select 1": {}, "lock tables t read": {"GET_LOCK", "GET_LOCK"}, "flush tables t with read lock": {"REPEATABLE", "REPEATABLE"}, "flush tables": {},
		"load data local infile 'a' into table t": {"CopyFrom", "CopyFrom"}, "load data from s3 'a' into table t": {}, "xa start 'a'": {"BeginTx", "BeginTx"},
		"xa commit 'a'": {}, "commit release": {"RELEASE", "RELEASE"}, "rollback work and no chain release": {"RELEASE", "RELEASE"}, "commit no release": {}, "rollback to release": {}, "rollback to savepoint release": {},
		"commit": {}, "prepare a from 'b'": {"Prepare", ""}, "execute a": {"Prepare", ""},
		"create temporary table t (a int)": {"BeginTx", ""}, "drop temporary table if exists t": {}, "handler t open": {"SELECT", ""},
		"show warnings limit 1": {"RowsAffected", ""}, "show count(*) errors": {"RowsAffected", ""}, "show count from t": {},
		"select row_count()": {"RowsAffected", ""}, "select FOUND_ROWS() as n": {"RowsAffected", ""}, "select row_count": {},
		"get diagnostics @a = number": {"RowsAffected", ""}, "show tables": {}, "set @a = get_lock('a', 1)": {"SELECT", "SELECT"}, "unlock tables": {},
	} {
		s := statementOf(t, sql)
		for i, inTransaction := range []bool{false, true} {
			got := mysql.Refuse(s.Words(4), s.Tokens(), inTransaction)
			if (got == "") != (want[i] == "") || !strings.Contains(got, want[i]) {
				t.Errorf("%s, in a transaction %t: got %q", sql, inTransaction, got)
			}
		}
	}
}

func TestReadSessionLocks(t *testing.T) {
	for sql, want := range map[string]engine.SessionLocks{
		"select GET_LOCK('a', 1)":                 {Waits: true, Tries: true},
		"select release_lock('a')":                {Unlocks: true},
		"do release_all_locks()":                  {UnlocksAll: true},
		"select is_free_lock('a')":                {},
		"select is_used_lock(1), connection_id()": {Asks: true},
		"select 'get_lock(1)'":                    {},
	} {
		s := statementOf(t, sql)
		if got := mysql.ReadSessionLocks(s.Calls()); got != want {
			t.Errorf("%s: got %+v", sql, got)
		}
		if want.Any() && !mysql.MayUseSessionLocks(s.Keyword(), s.String()) {
			t.Errorf("%s: is not one that may", sql)
		}
	}
}

func TestLastInsertID(t *testing.T) {
	for sql, want := range map[string][2]bool{ // uses it, sets it
		"select last_insert_id()": {true, false}, "update t set a = LAST_INSERT_ID(a + 1)": {true, true}, "select @@identity": {true, false},
		"select last_insert_id ( ) , last_insert_id(5)": {true, true}, "select 1": {},
	} {
		if uses, sets := mysql.MayUseLastInsertID(sql), mysql.SetsLastInsertID(tokensOf(t, sql)); uses != want[0] || sets != want[1] {
			t.Errorf("%s: uses it %t, sets it %t", sql, uses, sets)
		}
	}
	if got := mysql.TellLastInsertID(-1); got != "DO LAST_INSERT_ID(18446744073709551615)" {
		t.Errorf("got %s", got)
	}
}
