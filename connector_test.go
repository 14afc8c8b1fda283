package auroradataapi_test

import (
	"database/sql"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// TestCloseClosesConnections: nothing is left of the HTTP client that the
// connector made.
func TestCloseClosesConnections(t *testing.T) {
	closed := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { selected("1")(w, r) }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			close(closed)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	setEnvironment(t, map[string]string{
		"AURORA_CLUSTER_ARN": clusterARN, "AURORA_SECRET_ARN": secretARN, "AWS_ENDPOINT_URL_RDS_DATA": server.URL,
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
	})
	db, err := sql.Open("postgresql+auroradataapi", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	<-closed
}

func TestConcurrentUse(t *testing.T) {
	const goroutines, queries = 8, 10
	var steps []step
	for range goroutines * queries {
		steps = append(steps, selected("7"))
	}
	db := newService(t, steps...).open()
	var group sync.WaitGroup
	for range goroutines {
		group.Go(func() {
			for range queries {
				var n int
				if err := db.QueryRow("select $1", 7).Scan(&n); err != nil || n != 7 {
					t.Errorf("got %d, %v", n, err)
				}
			}
		})
	}
	group.Wait()
}
