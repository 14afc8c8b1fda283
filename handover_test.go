package auroradataapi_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// countedConn counts how often something is written to a connection.
type countedConn struct {
	net.Conn
	writes *atomic.Int32
}

func (c countedConn) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(p)
}

// TestWrites: a small request is one write, headers and body.
func TestWrites(t *testing.T) {
	tests := []struct {
		name string
		text string
		want int32 // for two requests
	}{
		{"small", "x", 2},
		{"large", strings.Repeat("x", 3<<10), 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var writes atomic.Int32
			s := newService(t, updated("1"), updated("1"))
			s.config.AWSConfig.HTTPClient = &http.Client{Transport: &http.Transport{
				DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
					conn, err := new(net.Dialer).DialContext(ctx, network, address)
					return countedConn{conn, &writes}, err
				},
			}}
			db := s.open()
			for range 2 {
				if _, err := db.Exec("insert into t values ($1)", tt.text); err != nil {
					t.Fatal(err)
				}
			}
			if got := writes.Load(); got != tt.want {
				t.Errorf("got %d writes, want %d", got, tt.want)
			}
			for _, r := range s.got() {
				if got := r.Parameters[0].Value["stringValue"]; got != tt.text {
					t.Errorf("got argument %q", got)
				}
			}
		})
	}
}
