package postgres_test

import (
	"database/sql"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestModes(t *testing.T) {
	tests := []struct {
		level    sql.IsolationLevel
		readOnly bool
		want     string
		refused  bool
	}{
		{level: sql.LevelDefault},
		{level: sql.LevelDefault, readOnly: true, want: "READ ONLY"},
		{level: sql.LevelReadUncommitted, want: "ISOLATION LEVEL READ UNCOMMITTED"},
		{level: sql.LevelReadCommitted, want: "ISOLATION LEVEL READ COMMITTED"},
		{level: sql.LevelRepeatableRead, want: "ISOLATION LEVEL REPEATABLE READ"},
		{level: sql.LevelSnapshot, want: "ISOLATION LEVEL REPEATABLE READ"},
		{level: sql.LevelSerializable, readOnly: true, want: "ISOLATION LEVEL SERIALIZABLE, READ ONLY"},
		{level: sql.LevelWriteCommitted, refused: true},
		{level: sql.LevelLinearizable, refused: true},
		{level: 99, refused: true},
	}
	for _, tt := range tests {
		got, err := postgres.Modes(tt.level, tt.readOnly)
		if got != tt.want || (err != nil) != tt.refused {
			t.Errorf("Modes(%v, %v) = %q, %v, want %q, refused %v", tt.level, tt.readOnly, got, err, tt.want, tt.refused)
		}
	}
}
