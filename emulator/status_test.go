package emulator_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestStatus(t *testing.T) {
	s := attached(t, &emulator.Server{})
	wantStatus(t, s, 0, 0, 0)
	id := begin(t, s)
	wantStatus(t, s, 1, 1, 0)
	execute(t, s, in(s, id, "select 1"))
	wantStatus(t, s, 1, 1, 0)
	commit := &rdsdata.CommitTransactionInput{ResourceArn: aws.String(s.ClusterARN("local")), SecretArn: aws.String(s.SecretARN(localSecret)), TransactionId: aws.String(id)}
	if _, err := client(s).CommitTransaction(t.Context(), commit); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, s, 0, 0, 1)
	s.Close()
	if got := s.Status(); got.Transactions != 0 || got.Clusters != nil {
		t.Errorf("a closed server has the status %+v", got)
	}
}

func wantStatus(t *testing.T, s *emulator.Server, transactions, busy, idle int) {
	t.Helper()
	got := s.Status()
	if len(got.Clusters) != 1 {
		t.Fatalf("got %+v, want one cluster", got)
	}
	want := emulator.ClusterStatus{ID: "local", Engine: emulator.PostgreSQL, Busy: busy, Idle: idle}
	if got.Transactions != transactions || got.Clusters[0] != want {
		t.Errorf("got %+v, want %d transactions and %+v", got, transactions, want)
	}
}

func TestReady(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := silent.Addr().String()
	silent.Close()
	s := attached(t, &emulator.Server{Clusters: []emulator.Cluster{
		{ID: "stranger", DSN: strings.Replace(shared.BackendDSN("local"), "postgres:postgres@", "nobody:wrong@", 1)},
		{ID: "gone", DSN: "postgres://u:p@" + gone + "/"}, {ID: "gone-mysql", Engine: emulator.MySQL, DSN: "u:p@tcp(" + gone + ")/"},
		{ID: "mysql", Engine: emulator.MySQL, DSN: shared.BackendDSN("mysql")},
	}})
	err = s.Ready(t.Context())
	if err == nil || !strings.Contains(err.Error(), "cluster gone: ") || !strings.Contains(err.Error(), "cluster gone-mysql: ") {
		t.Fatalf("got %v, want the two clusters without a server", err)
	}
	if strings.Count(err.Error(), "cluster ") != 2 {
		t.Errorf("got %v, want no other cluster", err)
	}
	if err := shared.Ready(t.Context()); err != nil {
		t.Errorf("servers that run: %v", err)
	}
	s.Close()
	if err := s.Ready(t.Context()); err == nil {
		t.Error("a closed server is ready")
	}
}

// TestShutdown lets a statement end that is under way, and refuses another one.
func TestShutdown(t *testing.T) {
	s := attached(t, &emulator.Server{})
	unlock := lock(t, 4711)
	answers := make(chan error, 1)
	go func() {
		_, err := client(s).ExecuteStatement(t.Context(), statement(s, "select 1 from (select pg_advisory_lock(4711)) l"))
		answers <- err
	}()
	awaitBlocked(t, 4711, 1)
	closed := make(chan error, 1)
	go func() { closed <- s.Shutdown(context.Background()) }()
	for {
		_, err := client(s).ExecuteStatement(t.Context(), statement(s, "select 1"))
		if err != nil {
			wantError(t, err, "ServiceUnavailableError", "")
			break
		}
	}
	unlock()
	if err := <-answers; err != nil {
		t.Errorf("the statement that was under way: %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

// TestShutdownGivesUp ends a statement that does not end by itself.
func TestShutdownGivesUp(t *testing.T) {
	s := attached(t, &emulator.Server{})
	defer lock(t, 4712)()
	answers := make(chan error, 1)
	go func() {
		_, err := client(s).ExecuteStatement(t.Context(), statement(s, "select 1 from (select pg_advisory_lock(4712)) l"))
		answers <- err
	}()
	awaitBlocked(t, 4712, 1)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Shutdown(over); err != nil {
		t.Error(err)
	}
	if err := <-answers; err == nil {
		t.Error("the statement ended well")
	}
}
