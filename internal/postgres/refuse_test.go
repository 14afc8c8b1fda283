package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestRefuse(t *testing.T) {
	tests := []struct {
		words           string
		outside, inside string // a word of the advice, empty if not refused
	}{
		{"BEGIN", "", ""},
		{"START TRANSACTION ISOLATION", "", ""},
		{"COMMIT", "", ""},
		{"COMMIT AND CHAIN", "", ""},
		{"COMMIT PREPARED", "", ""},
		{"END", "", ""},
		{"ROLLBACK", "", ""},
		{"ROLLBACK WORK", "", ""},
		{"ROLLBACK TO A", "", ""},
		{"ROLLBACK TO SAVEPOINT A", "", ""},
		{"ROLLBACK TRANSACTION TO A", "", ""},
		{"ROLLBACK PREPARED", "", ""},
		{"ABORT", "", ""},
		{"PREPARE TRANSACTION", "COMMIT", "COMMIT"},
		{"PREPARE P AS SELECT", "prepared", ""},
		{"DEALLOCATE P", "prepared", ""},
		{"DECLARE C CURSOR", "forgotten", ""},
		{"SET SEARCH_PATH", "SET LOCAL", ""},
		{"SET LOCAL SEARCH_PATH", "SET LOCAL", ""},
		{"SET TRANSACTION READ ONLY", "SET LOCAL", ""},
		{"RESET ALL", "SET LOCAL", ""},
		{"LISTEN C", "notifications", "notifications"},
		{"NOTIFY C", "", ""},
		{"CREATE TEMP TABLE T", "forgotten", ""},
		{"CREATE LOCAL TEMPORARY TABLE", "forgotten", ""},
		{"CREATE GLOBAL TEMP TABLE", "forgotten", ""},
		{"CREATE OR REPLACE TEMP", "forgotten", ""},
		{"CREATE OR REPLACE TEMPORARY", "forgotten", ""},
		{"CREATE OR REPLACE VIEW", "", ""},
		{"CREATE TABLE T", "", ""},
		{"COPY T FROM STDIN", "COPY protocol", "COPY protocol"},
		{"SAVEPOINT A", "", ""},
		{"SELECT", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.words, func(t *testing.T) {
			check := func(inTransaction bool, want string) {
				t.Helper()
				got := postgres.Refuse(strings.Fields(tt.words), inTransaction)
				if (got == "") != (want == "") || !strings.Contains(got, want) {
					t.Errorf("in a transaction %v: got %q, want %q", inTransaction, got, want)
				}
			}
			check(false, tt.outside)
			check(true, tt.inside)
		})
	}
}
