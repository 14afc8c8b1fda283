package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestCloseAmidModification closes a server while a request to RDS waits for a lock
// in the database, which nobody is going to release.
func TestCloseAmidModification(t *testing.T) {
	t.Parallel()
	s := emulator.StartT(t, &emulator.Server{NoListener: true})
	conn, err := pgconn.Connect(t.Context(), s.BackendDSN("local"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.Exec(t.Context(), "BEGIN; ALTER ROLE postgres PASSWORD 'mine'").Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(
		"Action=ModifyDBCluster&Version=2014-10-31&DBClusterIdentifier=local&MasterUserPassword=another-one"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w, answered := httptest.NewRecorder(), make(chan struct{})
	go func() {
		defer close(answered)
		s.ServeHTTP(w, r)
	}()
	awaitLock(t, conn)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-answered
	if w.Code != http.StatusInternalServerError {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// awaitLock returns when another session waits for a lock.
func awaitLock(t *testing.T, conn *pgconn.PgConn) {
	t.Helper()
	const waiting = "SELECT pg_stat_clear_snapshot(), count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
	for {
		results, err := conn.Exec(t.Context(), waiting).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if string(results[0].Rows[0][1]) != "0" {
			return
		}
	}
}
