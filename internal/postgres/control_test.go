package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadControl(t *testing.T) {
	tests := []struct {
		words string
		want  postgres.Control
		n     int
	}{
		{"", postgres.NoControl, 0},
		{"SELECT", postgres.NoControl, 0},
		{"BEGIN", postgres.Begin, 1},
		{"BEGIN WORK", postgres.Begin, 2},
		{"BEGIN TRANSACTION READ ONLY", postgres.Begin, 2},
		{"BEGIN ISOLATION LEVEL SERIALIZABLE", postgres.Begin, 1},
		{"START", postgres.NoControl, 0},
		{"START TRANSACTION READ WRITE", postgres.Begin, 2},
		{"COMMIT", postgres.Commit, 1},
		{"COMMIT WORK", postgres.Commit, 2},
		{"END TRANSACTION AND NO CHAIN", postgres.Commit, 5},
		{"COMMIT AND CHAIN", postgres.CommitAndChain, 3},
		{"COMMIT PREPARED", postgres.NoControl, 2},
		{"COMMIT WORK WORK", postgres.NoControl, 2},
		{"ROLLBACK", postgres.Rollback, 1},
		{"ABORT WORK AND CHAIN", postgres.RollbackAndChain, 4},
		{"ROLLBACK AND NO CHAIN", postgres.Rollback, 4},
		{"ROLLBACK TO A", postgres.NoControl, 1},
		{"ROLLBACK WORK TO SAVEPOINT A", postgres.NoControl, 2},
		{"ROLLBACK PREPARED", postgres.NoControl, 1},
		{"SAVEPOINT A", postgres.NoControl, 0},
		{"PREPARE TRANSACTION", postgres.NoControl, 0},
	}
	for _, tt := range tests {
		t.Run(tt.words, func(t *testing.T) {
			control, n := postgres.ReadControl(strings.Fields(tt.words))
			if tt.want != postgres.NoControl && !postgres.MayControl(strings.Fields(tt.words)[0]) {
				t.Error("its keyword is not one that may")
			}
			if control != tt.want || control != postgres.NoControl && n != tt.n {
				t.Errorf("got %d, %d words; want %d, %d words", control, n, tt.want, tt.n)
			}
		})
	}
}
