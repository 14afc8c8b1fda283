package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"
)

func TestDistant(t *testing.T) {
	server := httptest.NewServer(distant(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.URL.Path)
	})))
	defer server.Close()
	tests := []struct {
		name     string
		url      string
		distance time.Duration
		status   int
		path     string
	}{
		{"near", server.URL, 0, http.StatusOK, "/Execute"},
		{"far", server.URL, 20 * time.Millisecond, http.StatusOK, "/Execute"},
		{"malformed", server.URL + distancePath + "soon", 0, http.StatusNotFound, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			response, err := http.Get(atDistance(tt.url, tt.distance) + "/Execute")
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			path, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != tt.status || (tt.path != "" && string(path) != tt.path) {
				t.Errorf("got status %d, %s", response.StatusCode, path)
			}
			if took := time.Since(start); took < tt.distance {
				t.Errorf("answered after %v, the distance is %v", took, tt.distance)
			}
		})
	}
}

// TestRelay sends through a relay to a server that says everything again.
func TestRelay(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "echo")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		conn, err := listener.Accept()
		if err == nil {
			_, _ = io.Copy(conn, conn)
			_ = conn.Close()
		}
	}()
	const distance = 20 * time.Millisecond
	r, err := startRelay(socket, distance)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	conn, err := net.Dial("tcp", r.address())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	start := time.Now()
	for _, text := range []string{"first ", "second"} {
		if _, err := io.WriteString(conn, text); err != nil {
			t.Fatal(err)
		}
	}
	answer := make([]byte, len("first second"))
	if _, err := io.ReadFull(conn, answer); err != nil {
		t.Fatal(err)
	}
	if string(answer) != "first second" {
		t.Errorf("got %q", answer)
	}
	if took := time.Since(start); took < distance {
		t.Errorf("answered after %v, the distance is %v", took, distance)
	}
}

// TestRelayEndsConnections closes a relay that still has one.
func TestRelayEndsConnections(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "silent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	r, err := startRelay(socket, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", r.address())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	server, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	r.close()
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
}
