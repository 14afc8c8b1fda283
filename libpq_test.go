package auroradataapi_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// newLibPQ returns a scripted service for a driver in the place of lib/pq.
func newLibPQ(t *testing.T, steps ...step) *service {
	t.Helper()
	s := newService(t, steps...)
	s.config.Compat = auroradataapi.CompatPQ
	return s
}

const noColumn = `ERROR: column "x" does not exist; Position: 8; SQLState: 42703`

// TestLibPQErrors: errors of the database read as lib/pq's, whatever they are errors of.
func TestLibPQErrors(t *testing.T) {
	tests := []struct {
		name  string
		steps []step
		run   func(*sql.DB) error
		want  string
	}{
		{"exec", []step{databaseError(noColumn)}, func(db *sql.DB) error {
			_, err := db.Exec("select x")
			return err
		}, `pq: column "x" does not exist at column 8 (42703)`},
		{"query of lines", []step{databaseError(noColumn)}, func(db *sql.DB) error {
			_, err := db.Query("select\nx")
			return err
		}, `pq: column "x" does not exist at position 2:1 (42703)`},
		{"prepared", []step{databaseError(noColumn), databaseError(noColumn)}, func(db *sql.DB) error {
			s, err := db.Prepare("select x")
			if err != nil {
				return err
			}
			defer s.Close()
			_, execErr := s.Exec()
			_, queryErr := s.Query()
			return errors.Join(execErr, queryErr)
		}, `pq: column "x" does not exist at column 8 (42703)` + "\n" + `pq: column "x" does not exist at column 8 (42703)`},
		{"found by the driver", nil, func(db *sql.DB) error {
			_, err := db.Prepare("select 'x")
			return err
		}, `pq: unterminated quoted string at or near "'x" at column 8 (42601)`},
		{"begin", []step{databaseError(`FATAL: database "x" does not exist; SQLState: 3D000`)}, func(db *sql.DB) error {
			_, err := db.Begin()
			return err
		}, `pq: database "x" does not exist (3D000)`},
		{"commit", []step{began("T1"), databaseError(`ERROR: duplicate key; SQLState: 23505`)}, func(db *sql.DB) error {
			tx, err := db.Begin()
			if err != nil {
				return err
			}
			return tx.Commit()
		}, `pq: duplicate key (23505)`},
		{"not of the database", nil, func(db *sql.DB) error {
			_, err := db.Exec("listen x")
			return err
		}, "auroradataapi: LISTEN cannot be sent over the Data API"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.run(newLibPQ(t, tt.steps...).open())
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			var e *auroradataapi.Error
			if isDatabases := strings.HasPrefix(tt.want, "pq: "); errors.As(err, &e) != isDatabases {
				t.Errorf("errors.As finds %v", e)
			}
		})
	}
}

// TestLibPQFailedCommit: the commit of a failed transaction has lib/pq's error.
func TestLibPQFailedCommit(t *testing.T) {
	tx, err := newLibPQ(t, began("T1"), databaseError(noColumn), databaseError(aborted), rolledBack()).open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("select x"); err == nil {
		t.Fatal("a statement with an error has none")
	}
	err = tx.Commit()
	native := errors.New("pq: could not complete operation in a failed transaction")
	if !errors.Is(err, native) || !errors.Is(err, auroradataapi.ErrTxCommitRollback) || errors.Is(err, errors.New("pq: unsupported command")) {
		t.Errorf("got %v", err)
	}
	if err.Error() != native.Error() {
		t.Errorf("got %q, want %q", err, native)
	}
}

// TestLibPQZoneOfConnection: what SET TIME ZONE has set is the zone of the times that
// the connection returns, also of a statement that was prepared before.
func TestLibPQZoneOfConnection(t *testing.T) {
	row := returned(`timestamptz = {"stringValue":"2024-02-29 13:14:15"}`)
	s := newLibPQ(t, row, updated("0"), began("T1"), updated("0"), row, committed())
	conn, err := s.open().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	now, err := conn.PrepareContext(t.Context(), "select now()")
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()
	for _, want := range []string{"UTC", "Europe/Berlin"} {
		var got time.Time
		if err := now.QueryRow().Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got.Location().String() != want || got.Unix() != 1709212455 {
			t.Errorf("got %v, want it in %s", got, want)
		}
		if want == "UTC" {
			if _, err := conn.ExecContext(t.Context(), "set time zone 'Europe/Berlin'"); err != nil {
				t.Fatal(err)
			}
		}
	}
}
