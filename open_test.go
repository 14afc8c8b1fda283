package auroradataapi_test

import (
	"bytes"
	"database/sql"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestOpenDoesNothing: until something is asked of a database, nothing is read,
// called or started. The environment names a shared configuration that cannot be
// read and an address where nobody answers, so that a first question fails for
// them.
func TestOpenDoesNothing(t *testing.T) {
	called := make(chan struct{}, 1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ConnState: func(net.Conn, http.ConnState) {
		select {
		case called <- struct{}{}:
		default:
		}
	}}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); <-served })

	broken := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(broken, []byte("[profile work\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	setEnvironment(t, map[string]string{
		"AURORA_CLUSTER_ARN": clusterARN, "AURORA_SECRET_ARN": secretARN,
		"AWS_CONFIG_FILE": broken, "AWS_SHARED_CREDENTIALS_FILE": broken, "AWS_PROFILE": "work",
		"AWS_ENDPOINT_URL_RDS_DATA": "http://" + listener.Addr().String(),
	})

	before := goroutines(t)
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		t.Fatal(err)
	}
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if after := goroutines(t); after > before {
		t.Errorf("%d goroutines of the driver and the SDK, %d before", after, before)
	}
	select {
	case <-called:
		t.Error("something was called")
	default:
	}
	if err := db.PingContext(t.Context()); err == nil {
		t.Error("the shared configuration was not read at all")
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if err := connector.Close(); err != nil {
		t.Error(err)
	}
}

// goroutines returns how many there are that the driver or the SDK has started.
func goroutines(t *testing.T) int {
	t.Helper()
	stacks := make([]byte, 8<<20)
	n := runtime.Stack(stacks, true)
	if n == len(stacks) {
		t.Fatal("too many goroutines to count")
	}
	driver := bytes.Count(stacks[:n], []byte("created by github.com/auroradataapi/auroradataapi."))
	return driver + bytes.Count(stacks[:n], []byte("created by github.com/aws/"))
}
