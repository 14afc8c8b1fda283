package auroradataapi

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// TestGivenUpPlainBody: net/http finds nothing to read in the body of a request
// that was given up before it came to it, and else all.
func TestGivenUpPlainBody(t *testing.T) {
	tests := []struct {
		name    string
		givenUp bool
		want    string
	}{
		{"read", false, "insert"},
		{"given up", true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := new(handover)
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost", nil)
			if err != nil {
				t.Fatal(err)
			}
			request = h.of(request, []byte("insert"), true)
			if tt.givenUp && h.end() {
				t.Error("handed over before anything was read")
			}
			httptrace.ContextClientTrace(request.Context()).WroteHeaders()
			got, err := io.ReadAll(request.Body)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
			if handed := h.end(); handed == tt.givenUp {
				t.Errorf("handed over: got %t", handed)
			}
		})
	}
}

// TestWatchedBody: what is too long for one piece is watched to its last byte.
func TestWatchedBody(t *testing.T) {
	h := new(handover)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost", nil)
	if err != nil {
		t.Fatal(err)
	}
	request = h.of(request, []byte(strings.Repeat("x", maxPlain+1)), true)
	if _, err := io.ReadFull(request.Body, make([]byte, maxPlain)); err != nil {
		t.Fatal(err)
	}
	if h.end() {
		t.Error("handed over without its last byte")
	}
	if rest, err := io.ReadAll(request.Body); err == nil || len(rest) > 0 {
		t.Errorf("got %q, %v after the request was given up", rest, err)
	}
}

func TestCallsHooks(t *testing.T) {
	tests := []struct {
		name   string
		client rdsdata.HTTPClient
		want   bool
	}{
		{"the SDK's client", awshttp.NewBuildableClient(), true},
		{"client without a transport", &http.Client{}, true},
		{"client with a transport", &http.Client{Transport: &http.Transport{}}, true},
		{"client with a transport of another kind", &http.Client{Transport: roundTripper{}}, false},
		{"client of another kind", doer{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := callsHooks(tt.client); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

type roundTripper struct{ http.RoundTripper }

type doer struct{ rdsdata.HTTPClient }
