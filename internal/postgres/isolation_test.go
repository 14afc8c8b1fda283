package postgres_test

import (
	"database/sql"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestSetTransaction(t *testing.T) {
	tests := []struct {
		level    sql.IsolationLevel
		readOnly bool
		want     string
		refused  bool
	}{
		{level: sql.LevelDefault},
		{level: sql.LevelDefault, readOnly: true, want: "SET TRANSACTION READ ONLY"},
		{level: sql.LevelReadUncommitted, want: "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED"},
		{level: sql.LevelReadCommitted, want: "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"},
		{level: sql.LevelRepeatableRead, want: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"},
		{level: sql.LevelSnapshot, want: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"},
		{level: sql.LevelSerializable, readOnly: true, want: "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY"},
		{level: sql.LevelWriteCommitted, refused: true},
		{level: sql.LevelLinearizable, refused: true},
		{level: 99, refused: true},
	}
	for _, tt := range tests {
		got, err := postgres.SetTransaction(tt.level, tt.readOnly)
		if got != tt.want || (err != nil) != tt.refused {
			t.Errorf("SetTransaction(%v, %v) = %q, %v, want %q, refused %v", tt.level, tt.readOnly, got, err, tt.want, tt.refused)
		}
	}
}
