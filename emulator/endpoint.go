package emulator

import (
	"context"
	"crypto/tls"
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

// listen opens a port and serves it, by TLS if certificates are given.
func listen(addr string, handler http.Handler, certificates *tls.Config, patience patience) (*endpoint, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	e := &endpoint{listener: listener, http: &http.Server{
		Handler:           &patient{handler, patience},
		TLSConfig:         certificates,
		Protocols:         new(http.Protocols),
		ReadHeaderTimeout: patience.header,
		IdleTimeout:       patience.idle,
		MaxHeaderBytes:    maxHeader,
	}}
	e.http.Protocols.SetHTTP1(true)
	e.serving.Go(func() { e.serve(newCrowd(listener, patience.connections)) })
	return e, nil
}

// serve ends by close.
func (e *endpoint) serve(listener net.Listener) {
	if e.http.TLSConfig != nil {
		e.http.ServeTLS(listener, "", "")
		return
	}
	e.http.Serve(listener)
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

// url is where programs of this machine find the port.
func (e *endpoint) url() string {
	if e == nil {
		return ""
	}
	addr := *e.listener.Addr().(*net.TCPAddr)
	if addr.IP.IsUnspecified() {
		addr.IP = net.IPv4(127, 0, 0, 1)
	}
	scheme := "http://"
	if e.http.TLSConfig != nil {
		scheme = "https://"
	}
	return scheme + addr.String()
}
