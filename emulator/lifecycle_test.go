package emulator_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestEnviron(t *testing.T) {
	s := attached(t, &emulator.Server{Region: "eu-west-3", AccountID: "210987654321"})
	secret := s.SecretARN(localSecret)
	if len(secret) != len("arn:aws:secretsmanager:eu-west-3:210987654321:secret:"+localSecret+"-AbCdEf") {
		t.Errorf("the secret's ARN is %s", secret)
	}
	want := []string{
		"AWS_ENDPOINT_URL_RDS_DATA=" + s.URL(), "AWS_ENDPOINT_URL_SECRETS_MANAGER=" + s.URL(), "AWS_ENDPOINT_URL_RDS=" + s.URL(), "AWS_ENDPOINT_URL_STS=" + s.URL(),
		"AWS_REGION=eu-west-3", "AWS_DEFAULT_REGION=eu-west-3", "AWS_ACCESS_KEY_ID=local", "AWS_SECRET_ACCESS_KEY=local",
		"AURORA_CLUSTER_ARN=arn:aws:rds:eu-west-3:210987654321:cluster:local", "AURORA_SECRET_ARN=" + secret,
		"AURORA_POSTGRESQL_CLUSTER_ARN=arn:aws:rds:eu-west-3:210987654321:cluster:local", "AURORA_POSTGRESQL_SECRET_ARN=" + secret,
		"AURORADATAAPI_LOCAL_POSTGRESQL_DSN=" + shared.BackendDSN("local"),
	}
	if got := s.Environ(); !slices.Equal(got, want) {
		t.Errorf("Environ gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") {
		t.Errorf("URL is %s", s.URL())
	}
}

func TestStartRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	existing := []emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}}
	tests := []struct {
		name   string
		server *emulator.Server
		want   string
	}{
		{name: "no programs", server: &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", BinDir: t.TempDir()}}}, want: "install it with"},
		{name: "bad DSN", server: &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", DSN: "postgres://%"}}}, want: "cluster local: read the DSN"},
		{name: "cluster without ID", server: &emulator.Server{Clusters: []emulator.Cluster{{DSN: "postgres://"}}}, want: `cluster ""`},
		{name: "ID too long", server: &emulator.Server{Clusters: []emulator.Cluster{{ID: strings.Repeat("x", 64), DSN: "postgres://"}}}, want: "too long for an ARN"},
		{name: "two clusters of a name", server: &emulator.Server{Clusters: []emulator.Cluster{existing[0], {ID: "LOCAL", DSN: existing[0].DSN}}}, want: "there is another one of that ID"},
		{name: "two secrets of a name", server: &emulator.Server{Clusters: existing, Secrets: []emulator.Secret{{Name: "s", Username: "u"}, {Name: "s", Username: "v"}}}, want: "there is another one of that name"},
		{name: "secret without name", server: &emulator.Server{Clusters: existing, Secrets: []emulator.Secret{{Username: "u"}}}, want: `secret ""`},
		{name: "address in use", server: &emulator.Server{Clusters: existing, Addr: taken.Addr().String()}, want: "address already in use"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := test.server.Start(t.Context())
			if err == nil || !strings.HasPrefix(err.Error(), "emulator: start server: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Start gives %v, want %q in it", err, test.want)
			}
			if err := test.server.Close(); err != nil {
				t.Errorf("Close gives %v", err)
			}
		})
	}
	s := attached(t, &emulator.Server{})
	if err := s.Start(t.Context()); err == nil {
		t.Error("a second Start succeeds")
	}
}

// TestCloseLeavesNothing starts a private server, uses every kind of session,
// and looks for what is left after Close.
func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	s := &emulator.Server{}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	dsn := s.BackendDSN("local")
	execute(t, s, statement(s, "select 1"))
	id := begin(t, s)
	execute(t, s, in(s, id, "create table t ()"))
	input := statement(s, "select 1")
	input.Database = aws.String("template1")
	execute(t, s, input)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if conn, err := pgconn.Connect(t.Context(), dsn); err == nil {
		conn.Close(t.Context())
		t.Error("the private server still answers")
	}
	if _, err := client(s).ExecuteStatement(t.Context(), statement(s, "select 1")); err == nil {
		t.Error("the port still answers")
	}
	awaitGoroutines(t, before)
}

// TestCloseDoesNotWaitForClients closes a server, which is a handler of another,
// while a client is still sending.
func TestCloseDoesNotWaitForClients(t *testing.T) {
	s := attached(t, &emulator.Server{NoListener: true})
	web := httptest.NewServer(s)
	defer web.Close()
	slow, err := net.Dial("tcp", web.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprint(slow, "POST /Execute HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n")
	if _, err := bufio.NewReader(slow).ReadString('\n'); err != nil { // the handler is reading now
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("Close waits for a client")
		slow.Close()
		<-closed
	}
}

// awaitGoroutines waits until there are no more goroutines than n.
func awaitGoroutines(t *testing.T, n int) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > n {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
	}
}

// TestLog shows that the log, that of the private server included, tells of calls
// and not of their content.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	s := emulator.StartT(t, &emulator.Server{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	execute(t, s, statement(s, "select 'in the statement' where 'a parameter' = :p", param("p", str("a parameter"))))
	refuse(t, s, statement(s, "select 'in the statement'::int"), "DatabaseErrorException",
		`ERROR: invalid input syntax for type integer: "in the statement"; Position: 8; SQLState: 22P02`)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"operation=ExecuteStatement", "records=1", "exception=DatabaseErrorException", "database=postgres", "requestId="} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %s:\n%s", want, log.String())
		}
	}
	for _, secret := range []string{"in the statement", "a parameter", "password"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %q:\n%s", secret, log.String())
		}
	}
}

// TestStartT shows that a nil server runs.
func TestStartT(t *testing.T) {
	var s *emulator.Server
	t.Run("test", func(t *testing.T) {
		s = emulator.StartT(t, nil)
		if got := value(t, execute(t, s, statement(s, "select 1"))); got != int64(1) {
			t.Errorf("the answer is %v", got)
		}
	})
	if _, err := client(s).ExecuteStatement(context.Background(), statement(s, "select 1")); err == nil {
		t.Error("the server answers after the test")
	}
}
