package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

// TestBootstrap builds the program that is deployed, for this machine, and has it
// work as in Lambda: it fetches invocations and posts responses.
func TestBootstrap(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	build := exec.CommandContext(t.Context(), "make", "build", "GOARCH="+runtime.GOARCH, "BUILD="+folder)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	d := deploy(t)
	invocations := &invocations{responses: make(chan string), payloads: make(chan []byte), ended: make(chan error, 1)}
	service := httptest.NewServer(invocations)
	defer service.Close()
	bootstrap := exec.CommandContext(t.Context(), filepath.Join(folder, "bootstrap"))
	bootstrap.Env = append(d.server.Environ(), "AWS_LAMBDA_RUNTIME_API="+strings.TrimPrefix(service.URL, "http://"))
	bootstrap.Stderr = t.Output()
	if err := bootstrap.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { invocations.ended <- bootstrap.Wait() }()
	for number := range 2 {
		if got, want := invocations.invoke(t, message(number, "apple", 2)), `{"batchItemFailures":null}`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	d.wantApples(t, 6)
	if err := bootstrap.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-invocations.ended
}

// invocations is the side of Lambda that a function talks to.
type invocations struct {
	payloads  chan []byte
	responses chan string
	ended     chan error // the function's process has ended
	number    int
}

// invoke invokes the function with a message and returns its response.
func (i *invocations) invoke(t *testing.T, message events.SQSMessage) string {
	t.Helper()
	payload, err := json.Marshal(events.SQSEvent{Records: []events.SQSMessage{message}})
	if err != nil {
		t.Fatal(err)
	}
	payloads := i.payloads
	for {
		select {
		case payloads <- payload:
			payloads = nil
		case response := <-i.responses:
			return response
		case err := <-i.ended:
			t.Fatalf("the function has ended: %v", err)
		}
	}
}

// ServeHTTP gives out an invocation, or takes a response.
func (i *invocations) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.Split(r.URL.Path, "/")
	if slices.Contains(path, "next") {
		select {
		case payload := <-i.payloads:
			i.number++
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", strconv.Itoa(i.number))
			w.Header().Set("Lambda-Runtime-Deadline-Ms", "4102444800000") // 2100
			_, _ = w.Write(payload)
		case <-r.Context().Done():
		}
		return
	}
	body, _ := io.ReadAll(r.Body)
	w.WriteHeader(http.StatusAccepted)
	i.responses <- string(body)
}
