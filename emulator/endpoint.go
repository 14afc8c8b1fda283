package emulator

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// endpoint is a port that is served. A nil endpoint is none.
type endpoint struct {
	listener net.Listener
	http     *http.Server
	serving  sync.WaitGroup
}

// graceful is how long close lets answers that are being written go out.
const graceful = 2 * time.Second

// listen opens a port and serves it.
func listen(addr string, handler http.Handler) (*endpoint, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	e := &endpoint{listener: listener, http: &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}}
	e.serving.Go(func() { e.http.Serve(listener) }) // ends by close
	return e, nil
}

// close stops listening and returns when no connection is left.
func (e *endpoint) close() {
	if e == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	e.http.Shutdown(ctx) // what is left is cut off by Close
	e.http.Close()
	e.serving.Wait()
}

func (e *endpoint) url() string {
	if e == nil {
		return ""
	}
	return "http://" + e.listener.Addr().String()
}

// loopback adds the host 127.0.0.1 to an address without one.
func loopback(addr string) string {
	if host, port, err := net.SplitHostPort(addr); err == nil && host == "" {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}
