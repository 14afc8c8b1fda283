package auroradataapi_test

import (
	"database/sql"
	"testing"
)

func TestTxStatus(t *testing.T) {
	s := newService(t, began("T1"), updated("0"), databaseError(`ERROR: no; SQLState: 22012`), updated("0"), rolledBack())
	conn, err := s.open().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	steps := []struct {
		sql  string
		want byte
	}{
		{"begin", 'T'}, {"savepoint a", 'T'}, {"select 1/0", 'E'}, {"rollback to a", 'T'}, {"rollback", 'I'},
	}
	if got := txStatus(t, conn); got != 'I' {
		t.Errorf("at first: %q", got)
	}
	for _, step := range steps {
		_, _ = conn.ExecContext(t.Context(), step.sql) // one of them fails
		if got := txStatus(t, conn); got != step.want {
			t.Errorf("after %s: %q, want %q", step.sql, got, step.want)
		}
	}
}

func txStatus(t *testing.T, conn *sql.Conn) (status byte) {
	t.Helper()
	err := conn.Raw(func(c any) error {
		status = c.(interface{ TxStatus() byte }).TxStatus()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return status
}
