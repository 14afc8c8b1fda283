package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	rdsapi "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
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

// TestDeleteAmidCalls deletes a cluster under an open transaction and a statement
// that runs, while its password is changed again and again.
func TestDeleteAmidCalls(t *testing.T) {
	t.Parallel()
	s := attached(t, &emulator.Server{})
	c := newClients(s)
	arn := aws.ToString(c.newCluster(t, "shop", "aurora-postgresql").DBClusterArn)
	c.put(t, "shop-secret", "first-password")
	begun, err := c.data.BeginTransaction(t.Context(), &rdsdata.BeginTransactionInput{ResourceArn: &arn, SecretArn: aws.String("shop-secret"), Database: aws.String("shop")})
	if err != nil {
		t.Fatal(err)
	}
	var others sync.WaitGroup
	others.Go(func() {
		if _, err := c.query(t, arn, "shop-secret", "select pg_sleep(40)"); err == nil {
			t.Error("a statement outlives its server")
		}
	})
	for s.Status().Clusters[1].Busy < 2 {
		runtime.Gosched()
	}
	for range 4 {
		others.Go(func() {
			for range 3 {
				c.rds.ModifyDBCluster(t.Context(), &rdsapi.ModifyDBClusterInput{DBClusterIdentifier: aws.String("shop"), MasterUserPassword: aws.String("first-password")})
				c.query(t, arn, "shop-secret", "select 1") // both are refused once the cluster is gone
			}
		})
	}
	c.delete(t, "shop")
	others.Wait()
	_, err = c.data.CommitTransaction(t.Context(), &rdsdata.CommitTransactionInput{ResourceArn: &arn, SecretArn: aws.String("shop-secret"), TransactionId: begun.TransactionId})
	if err == nil || !strings.Contains(err.Error(), "HttpEndpointNotEnabledException") {
		t.Errorf("got %v for the transaction", err)
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
