package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// existing are clusters that need no server of their own.
func existing() []emulator.Cluster {
	return []emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}}
}

func TestRemoteAddress(t *testing.T) {
	key := []emulator.Credential{{AccessKeyID: "a", SecretAccessKey: "b"}}
	tests := []struct {
		name   string
		server *emulator.Server
		err    string // a part of it; empty if it is to start
	}{
		{name: "no host", server: &emulator.Server{Addr: ":0"}},
		{name: "loopback by name", server: &emulator.Server{Addr: "localhost:0"}},
		{name: "all interfaces", server: &emulator.Server{Addr: "0.0.0.0:0"}, err: `set AllowRemote (--allow-remote) to "signed"`},
		{name: "all interfaces of IPv6", server: &emulator.Server{Addr: "[::]:0"}, err: "other machines would reach it"},
		{name: "another host", server: &emulator.Server{Addr: "db.example.com:0"}, err: "other machines would reach it"},
		{name: "credentials alone", server: &emulator.Server{Addr: "0.0.0.0:0", Credentials: key}, err: "other machines would reach it"},
		{name: "signed", server: &emulator.Server{Addr: "0.0.0.0:0", AllowRemote: emulator.RemoteSigned, Credentials: key}},
		{name: "signed by nobody", server: &emulator.Server{Addr: "0.0.0.0:0", AllowRemote: emulator.RemoteSigned}, err: "no Credentials"},
		{name: "anyone", server: &emulator.Server{Addr: "0.0.0.0:0", AllowRemote: emulator.RemoteAnyone}},
		{name: "an unknown word", server: &emulator.Server{AllowRemote: "yes"}, err: `AllowRemote (--allow-remote) is "yes"`},
		{name: "control of others", server: &emulator.Server{ControlAddr: "0.0.0.0:0", AllowRemote: emulator.RemoteAnyone}, err: "control address 0.0.0.0:0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := test.server
			s.Clusters = existing()
			err := s.Start(t.Context())
			defer s.Close()
			if test.err == "" && err == nil {
				if !strings.Contains(s.URL(), "://127.0.0.1:") && !strings.Contains(s.URL(), "://[::1]:") {
					t.Errorf("its URL is %s", s.URL())
				}
				return
			}
			if err == nil || test.err == "" || !strings.Contains(err.Error(), test.err) {
				t.Errorf("got %v, want an error with %q", err, test.err)
			}
		})
	}
}

// TestWebPage plays a page in a browser that wants to reach the server.
func TestWebPage(t *testing.T) {
	open := attached(t, &emulator.Server{AllowRemote: emulator.RemoteAnyone})
	controlled := attached(t, &emulator.Server{ControlAddr: ":0"})
	tests := []struct {
		name, url, host, origin string
		answered                bool
	}{
		{name: "a program", url: shared.URL(), answered: true},
		{name: "a program, by name", url: shared.URL(), host: "localhost:1234", answered: true},
		{name: "a program, by a name below", url: shared.URL(), host: "rds.localhost", answered: true},
		{name: "a program, by IPv6", url: shared.URL(), host: "[::1]:1234", answered: true},
		{name: "a container", url: shared.URL(), host: "host.docker.internal:1234", answered: true},
		{name: "a page of another origin", url: shared.URL(), origin: "https://example.com"},
		{name: "a page in a file", url: shared.URL(), origin: "null"},
		{name: "a name that was bound to 127.0.0.1", url: shared.URL(), host: "example.com:1234"},
		{name: "a name that looks like ours", url: shared.URL(), host: "localhost.example.com"},
		{name: "a name, where others are let in", url: open.URL(), host: "example.com:1234", answered: true},
		{name: "a page, where others are let in", url: open.URL(), origin: "https://example.com"},
		{name: "a page at the control port", url: controlled.ControlURL() + "/faults", origin: "https://example.com"},
		{name: "a name at the control port", url: controlled.ControlURL() + "/faults", host: "example.com"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, test.url, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			request.Host = test.host
			if test.origin != "" {
				request.Header.Set("Origin", test.origin)
			}
			status, _, body := do(t, request)
			if answered := status != http.StatusForbidden; answered != test.answered {
				t.Errorf("got %d, %s", status, body)
			}
		})
	}
}
