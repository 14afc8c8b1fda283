package emulator

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Remote says whom a server answers besides the programs on its own machine.
type Remote string

const (
	// RemoteNone keeps other machines out, and with them web pages: the server
	// listens on loopback only, and answers no request that names another host.
	RemoteNone Remote = ""
	// RemoteSigned lets in whoever signs with one of the Credentials.
	RemoteSigned Remote = "signed"
	// RemoteAnyone lets everybody in who reaches the address, and run any SQL.
	RemoteAnyone Remote = "anyone"
)

// checkAddr refuses addresses that other machines reach, unless they may.
func (s *Server) checkAddr() error {
	switch s.AllowRemote {
	case RemoteNone:
		if !isLoopback(s.addr()) {
			return fmt.Errorf("listen on %s: other machines would reach it and could run any SQL: use 127.0.0.1, or set AllowRemote "+
				"(--allow-remote) to %q, which wants Credentials, or to %q", s.Addr, RemoteSigned, RemoteAnyone)
		}
	case RemoteSigned:
		if len(s.Credentials) == 0 {
			return fmt.Errorf("AllowRemote (--allow-remote) is %q, but there are no Credentials (--credentials, --policy) to sign with", RemoteSigned)
		}
	case RemoteAnyone:
	default:
		return fmt.Errorf("AllowRemote (--allow-remote) is %q: want %q or %q", s.AllowRemote, RemoteSigned, RemoteAnyone)
	}
	if s.ControlAddr != "" && !isLoopback(loopback(s.ControlAddr)) {
		return fmt.Errorf("control address %s: want one of 127.0.0.1: who reaches it can break the server", s.ControlAddr)
	}
	return nil
}

// loopback adds the host 127.0.0.1 to an address without one.
func loopback(addr string) string {
	if host, port, err := net.SplitHostPort(addr); err == nil && host == "" {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

// isLoopback reports whether only this machine reaches an address with a port.
func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && (host == "localhost" || isLoopbackIP(host))
}

func isLoopbackIP(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// local answers only requests that no web page can have sent: a browser names the
// page's origin, and, where a page has its own host name resolve to 127.0.0.1, that
// host.
type local struct {
	handler http.Handler
	anyHost bool
}

var errForeignOrigin = errors.New("the request comes from a web page (it has an Origin header), which the emulator does not answer")

func (l *local) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := l.check(r); err != nil {
		writeException(w, dataapi.Errorf(dataapi.Forbidden, "%v", err))
		return
	}
	l.handler.ServeHTTP(w, r)
}

func (l *local) check(r *http.Request) error {
	if r.Header.Get("Origin") != "" {
		return errForeignOrigin
	}
	if !l.anyHost && r.Host != "" && !isLocalHost(r.Host) {
		return fmt.Errorf("the request is for the host %q, and the emulator answers as 127.0.0.1 and localhost only: "+
			"call it by one of these, or set AllowRemote (--allow-remote)", r.Host)
	}
	return nil
}

// containerHosts are what containers call the machine that they run on.
var containerHosts = []string{"host.docker.internal", "host.containers.internal"}

// isLocalHost knows the names of this machine that no other can have.
func isLocalHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || isLoopbackIP(host) || slices.Contains(containerHosts, host)
}
