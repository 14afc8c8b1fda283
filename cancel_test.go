package auroradataapi_test

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// marked is a statement with a mark.
var marked = regexp.MustCompile(`^/\*auroradataapi([A-Z0-9]{26})\*/ ([^*]*)$`)

// noRow and canceledOne are answers to who is to be canceled.
func noRow() step { return answer(`{"numberOfRecordsUpdated":0,"records":[]}`) }

func canceledOne() step {
	return answer(`{"numberOfRecordsUpdated":0,"records":[[{"booleanValue":true}]]}`)
}

// TestCancelStatement ends the context of a statement while it runs.
func TestCancelStatement(t *testing.T) {
	tests := []struct {
		name    string
		answers []step // to the looks for the statement
	}{
		{"found", []step{canceledOne()}},
		{"found at the second look", []step{noRow(), canceledOne()}},
		{"not there any more", []step{noRow(), noRow(), noRow()}},
		{"not to be asked", []step{failure(http.StatusForbidden, "AccessDeniedException", ""), databaseError("ERROR: permission denied; SQLState: 42501"), canceledOne()}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			hangs := func(_ http.ResponseWriter, r *http.Request) {
				cancel()
				<-r.Context().Done()
			}
			s := newService(t, append([]step{hangs}, tt.answers...)...)
			s.config.CancelStatements = true
			db := s.open()
			_, err := db.ExecContext(ctx, "update t set a = $1", 1)
			if !errors.Is(err, context.Canceled) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("got %v", err)
			}
			if err := db.Close(); err != nil { // waits for the errand
				t.Fatal(err)
			}
			got := s.got()
			mark := marked.FindStringSubmatch(got[0].SQL)
			if mark == nil || mark[2] != "update t set a = :1" {
				t.Fatalf("sent %s", got[0].SQL)
			}
			for _, look := range got[1:] {
				if !strings.Contains(look.SQL, "pg_cancel_backend") || !strings.Contains(look.SQL, "'"+mark[1]+"'") ||
					strings.Contains(look.SQL, "auroradataapi"+mark[1]) || look.TransactionID != "" {
					t.Errorf("looked by %s", look.SQL)
				}
			}
		})
	}
}

// TestCancelEndsWithTransaction: what ran in a transaction that has ended is not
// looked for.
func TestCancelEndsWithTransaction(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	looked, ended := make(chan struct{}), make(chan struct{})
	s := newService(t)
	s.config.CancelStatements = true
	looks := 0
	s.answers = func(r request) step {
		switch {
		case strings.Contains(r.SQL, "pg_cancel_backend"):
			looks++
			return func(w http.ResponseWriter, r *http.Request) {
				close(looked)
				<-ended
				noRow()(w, r)
			}
		case r.Operation == "/Execute":
			return func(_ http.ResponseWriter, r *http.Request) {
				cancel()
				<-r.Context().Done()
			}
		}
		return anyTransaction(r)
	}
	db := s.open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "update t set a = 1"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-looked
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	close(ended)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if looks != 1 {
		t.Errorf("looked %d times", looks)
	}
}

// TestNoCancel: nothing is done about a statement whose context has not ended, or
// that has not begun.
func TestNoCancel(t *testing.T) {
	s := newService(t, dropped(), databaseError("ERROR: no; SQLState: 42601"))
	s.config.CancelStatements = true
	db := s.open()
	for range 2 {
		if _, err := db.Exec("update t set a = 1"); err == nil {
			t.Error("no error")
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.ExecContext(ctx, "update t set a = 1"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestMarks: who has a mark, and who sees it.
func TestMarks(t *testing.T) {
	full := "select '" + strings.Repeat("x", 65536-9) + "'"
	tests := []struct {
		name, sql string
		off       bool
		want      bool
	}{
		{"statement", "select 1", false, true},
		{"off", "select 1", true, false},
		{"no room", full, false, false},
		{"just enough room", strings.Replace(full, strings.Repeat("x", 44), "", 1), false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, updated("0"))
			s.config.CancelStatements = !tt.off
			if _, err := s.open().Exec(tt.sql); err != nil {
				t.Fatal(err)
			}
			if sql := s.got()[0].SQL; marked.MatchString(sql) != tt.want || !strings.HasSuffix(sql, tt.sql) || len(sql) > 65536 {
				t.Errorf("sent %d characters, %.80s", len(sql), sql)
			}
		})
	}
}

// TestMarkAndPosition: the position of an error is that in the caller's text.
func TestMarkAndPosition(t *testing.T) {
	s := newService(t, databaseError(`ERROR: relation "nothing" does not exist; Position: 59; SQLState: 42P01`))
	s.config.CancelStatements = true
	_, err := s.open().Exec("select * from nothing")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Position != 15 {
		t.Errorf("got %+v", e)
	}
}
