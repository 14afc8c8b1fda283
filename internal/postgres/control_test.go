package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadControl(t *testing.T) {
	tests := []struct {
		words string
		want  engine.Control
		n     int
	}{
		{"", engine.NoControl, 0},
		{"SELECT", engine.NoControl, 0},
		{"BEGIN", engine.Begin, 1},
		{"BEGIN WORK", engine.Begin, 2},
		{"BEGIN TRANSACTION READ ONLY", engine.Begin, 2},
		{"BEGIN ISOLATION LEVEL SERIALIZABLE", engine.Begin, 1},
		{"START", engine.NoControl, 0},
		{"START TRANSACTION READ WRITE", engine.Begin, 2},
		{"COMMIT", engine.Commit, 1},
		{"COMMIT WORK", engine.Commit, 2},
		{"END TRANSACTION AND NO CHAIN", engine.Commit, 5},
		{"COMMIT AND CHAIN", engine.CommitAndChain, 3},
		{"COMMIT PREPARED", engine.NoControl, 2},
		{"COMMIT WORK WORK", engine.NoControl, 2},
		{"ROLLBACK", engine.Rollback, 1},
		{"ABORT WORK AND CHAIN", engine.RollbackAndChain, 4},
		{"ROLLBACK AND NO CHAIN", engine.Rollback, 4},
		{"ROLLBACK TO A", engine.NoControl, 1},
		{"ROLLBACK WORK TO SAVEPOINT A", engine.NoControl, 2},
		{"ROLLBACK PREPARED", engine.NoControl, 1},
		{"SAVEPOINT A", engine.NoControl, 0},
		{"PREPARE TRANSACTION", engine.NoControl, 0},
	}
	for _, tt := range tests {
		t.Run(tt.words, func(t *testing.T) {
			control, n := postgres.ReadControl(strings.Fields(tt.words))
			if tt.want != engine.NoControl && !postgres.MayControl(strings.Fields(tt.words)[0]) {
				t.Error("its keyword is not one that may")
			}
			if control != tt.want || control != engine.NoControl && n != tt.n {
				t.Errorf("got %d, %d words; want %d, %d words", control, n, tt.want, tt.n)
			}
		})
	}
}
