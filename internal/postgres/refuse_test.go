package postgres_test

import (
	"slices"
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
		{"DEALLOCATE P", "", ""},
		{"LOAD 'auto_explain'", "forgotten", ""},
		{"DECLARE C CURSOR FOR SELECT 1", "", ""},
		{"DECLARE C SCROLL CURSOR WITH HOLD FOR SELECT 1", "forgotten", ""},
		{"DECLARE C CURSOR WITHOUT HOLD FOR SELECT A WITH HOLD", "", ""},
		{"FETCH C", "", ""},
		{"SET SEARCH_PATH", "", ""},
		{"RESET ALL", "", ""},
		{"LISTEN C", "notifications", "notifications"},
		{"NOTIFY C", "", ""},
		{"CREATE TEMP TABLE T", "forgotten", ""},
		{"CREATE LOCAL TEMPORARY TABLE", "forgotten", ""},
		{"CREATE GLOBAL TEMP TABLE", "forgotten", ""},
		{"CREATE OR REPLACE TEMP", "forgotten", ""},
		{"CREATE OR REPLACE TEMPORARY", "forgotten", ""},
		{"CREATE OR REPLACE VIEW", "", ""},
		{"CREATE TABLE pg_temp . t ( a int )", "forgotten", ""},
		{"CREATE FUNCTION pg_temp . f ( ) RETURNS int", "forgotten", ""},
		{"CREATE TABLE pg_temp ( a int )", "", ""},
		{"CREATE TABLE t AS SELECT pg_temp . f ( )", "", ""},
		{"SELECT 1 AS a INTO TEMP t", "forgotten", ""},
		{"SELECT 1 INTO temporary table t", "forgotten", ""},
		{"SELECT 1 INTO LOCAL TEMP t", "forgotten", ""},
		{"SELECT 1 INTO \"t\" FROM temp", "", ""},
		{"SELECT a INTO temp FROM t", "", ""},
		{"SELECT a INTO temp . t FROM t", "", ""},
		{"SELECT a INTO temp", "", ""},
		{"WITH a AS ( SELECT 1 ) SELECT * INTO TEMP t FROM a", "forgotten", ""},
		{"WITH a AS ( SELECT 1 ) INSERT INTO temp SELECT * FROM a", "", ""},
		{"WITH a AS ( SELECT 1 ) MERGE INTO temp USING a", "", ""},
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
				got := postgres.Refuse(strings.Fields(tt.words), slices.Values(strings.Fields(tt.words)), inTransaction)
				if (got == "") != (want == "") || !strings.Contains(got, want) {
					t.Errorf("in a transaction %v: got %q, want %q", inTransaction, got, want)
				}
			}
			check(false, tt.outside)
			check(true, tt.inside)
		})
	}
}
