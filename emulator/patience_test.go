package emulator

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// hurried is patience that a test can wait out.
var hurried = patience{
	header: 30 * time.Millisecond, body: 30 * time.Millisecond, answer: 30 * time.Millisecond,
	idle: time.Minute, connections: 100,
}

// serve opens a port for a test.
func serve(t *testing.T, p patience, handler http.HandlerFunc) *endpoint {
	t.Helper()
	e, err := listen("127.0.0.1:0", handler, nil, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.close)
	return e
}

// dial connects to a port and sends a text.
func dial(t *testing.T, e *endpoint, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", e.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

func request(length int, body string) string {
	return fmt.Sprintf("POST /Execute HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s", length, body)
}

// TestSlowHeaders never ends a request's headers, and waits for the end of the
// connection.
func TestSlowHeaders(t *testing.T) {
	e := serve(t, hurried, func(http.ResponseWriter, *http.Request) { t.Error("the request was answered") })
	conn := dial(t, e, "POST /Execute HTTP/1.1\r\nHost: localhost\r\n")
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection ended with %v", err)
	}
}

// TestSlowBody never ends a request's body.
func TestSlowBody(t *testing.T) {
	failures := make(chan error, 1)
	e := serve(t, hurried, func(w http.ResponseWriter, r *http.Request) {
		_, err := readBody(r)
		failures <- err
	})
	conn := dial(t, e, request(10, "{"))
	if err := <-failures; err == nil {
		t.Error("the body was read")
	}
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection ended with %v", err)
	}
}

// TestSlowReader never reads the answer, which is more than the connection holds.
func TestSlowReader(t *testing.T) {
	failures := make(chan error, 1)
	e := serve(t, hurried, func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(w, io.LimitReader(strings.NewReader(strings.Repeat("x", 64<<20)), 64<<20))
		failures <- err
	})
	dial(t, e, request(0, ""))
	if err := <-failures; err == nil {
		t.Error("the answer was taken")
	}
}

// TestLongWork takes longer for its answers than clients may for theirs, on one
// connection.
func TestLongWork(t *testing.T) {
	e := serve(t, hurried, func(w http.ResponseWriter, r *http.Request) {
		if _, err := readBody(r); err != nil {
			t.Error(err)
		}
		work := time.NewTimer(2 * hurried.body)
		defer work.Stop()
		select {
		case <-work.C:
		case <-r.Context().Done():
			t.Error("the client was taken for gone")
		}
		io.WriteString(w, "done")
	})
	conn := dial(t, e, "")
	answers := bufio.NewReader(conn)
	for range 2 {
		if _, err := io.WriteString(conn, request(2, "{}")); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(response.Body); err != nil || string(body) != "done" {
			t.Errorf("got %q, %v", body, err)
		}
	}
}

func TestLargeHeaders(t *testing.T) {
	e := serve(t, clientPatience, func(http.ResponseWriter, *http.Request) { t.Error("the request was answered") })
	conn := dial(t, e, "POST /Execute HTTP/1.1\r\nHost: localhost\r\nX-Large: "+strings.Repeat("x", 2*maxHeader)+"\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %v, %v", response, err)
	}
}

// TestCrowd has a second connection wait for the end of the first.
func TestCrowd(t *testing.T) {
	p := clientPatience
	p.connections = 1
	e := serve(t, p, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Header.Get("Name")) })
	answer := func(conn net.Conn) string {
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	const get = "GET / HTTP/1.1\r\nHost: localhost\r\nName: %s\r\n\r\n"
	first := dial(t, e, fmt.Sprintf(get, "first"))
	if got := answer(first); got != "first" {
		t.Errorf("got %q", got)
	}
	second := dial(t, e, fmt.Sprintf(get, "second"))
	second.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	if n, err := second.Read(make([]byte, 1)); err == nil {
		t.Errorf("%d bytes came while the first was there", n)
	}
	second.SetReadDeadline(time.Time{})
	first.Close()
	if got := answer(second); got != "second" {
		t.Errorf("got %q", got)
	}
}
