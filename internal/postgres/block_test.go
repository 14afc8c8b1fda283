package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadBlock(t *testing.T) {
	const anywhere, never, nameless, only = engine.AnyBlock, engine.NoBlock, engine.NoBlockNoNames, engine.BlockOnly
	for sql, want := range map[string]engine.Block{
		"": anywhere, "select 1": anywhere, "alter table t add a int": anywhere, "alter": anywhere, "alter table": anywhere,
		"create index i on t (a)": anywhere, "create index concurrently i on t (a)": never, "Create Unique Index Concurrently if not exists i on t (a)": never,
		"create index \"concurrently\" on t (a)": anywhere, "drop index i": anywhere, "drop index concurrently if exists i": never, "drop table t": anywhere,
		"create database d": nameless, "drop database if exists d with (force)": nameless, "alter database d set tablespace t": nameless, "alter database d set a = 1": anywhere,
		"create tablespace t location 'x'": nameless, "drop tablespace t": nameless, "create subscription s connection 'x' publication p": nameless, "alter subscription s refresh publication": nameless,
		"alter system set a = 1": nameless, "alter table a.t detach partition a.p concurrently": never, "alter table t detach partition p": anywhere, "alter table t detach partition p finalize": anywhere,
		"vacuum": nameless, "vacuum full verbose": nameless, "vacuum (full, analyze)": nameless, "vacuum t": never, "vacuum (full) t (a)": never,
		"cluster": nameless, "cluster verbose": nameless, "cluster t using i": anywhere,
		"reindex table t": anywhere, "reindex table concurrently t": never, "reindex (concurrently) index i": never, "reindex (verbose) database d": nameless, "reindex schema concurrently s": nameless,
		"commit prepared 'a'": nameless, "rollback prepared 'a'": nameless, "rollback to a": only, "savepoint a": only, "release a": only,
		"lock t": only, "declare c cursor for select 1": only, "discard all": nameless, "discard plans": anywhere, "drop subscription s": nameless,
	} {
		tokens := tokensOf(t, sql)
		if got := postgres.ReadBlock(tokens); got != want {
			t.Errorf("%s: got %d, want %d", sql, got, want)
		}
		if want != anywhere && !postgres.MayBlock(strings.ToUpper(tokens[0])) {
			t.Errorf("%s is not looked at", sql)
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
		{`savepoint "A"`, engine.MarkSavepoint, "A"},
		{"release savepoint a", engine.ReleaseSavepoint, "a"},
		{"release savepoint", engine.ReleaseSavepoint, "savepoint"},
		{"rollback to a", engine.RollbackToSavepoint, "a"},
		{"rollback work to savepoint a", engine.RollbackToSavepoint, "a"},
		{"rollback transaction to savepoint", engine.RollbackToSavepoint, "savepoint"},
		{"rollback", engine.NoSavepoint, ""},
		{"rollback and chain", engine.NoSavepoint, ""},
	}
	for _, tt := range tests {
		if verb, name := postgres.ReadSavepoint(tokensOf(t, tt.sql)); verb != tt.verb || name != tt.name {
			t.Errorf("%s: got %d, %q", tt.sql, verb, name)
		}
	}
}
