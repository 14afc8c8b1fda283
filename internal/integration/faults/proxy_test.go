package faults_test

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// fault is what a proxy does with a request.
type fault int

const (
	forward      fault = iota
	dropBefore         // drops the connection when it has the request, and does not pass it on
	dropAfter          // drops the connection when it has the answer
	truncate           // passes the answer's first half on and drops the connection
	internal           // answers 500 without passing the request on
	internalLate       // answers 500 when it has the answer
	throttle           // answers that there are too many requests
	resuming           // answers that the cluster wakes up
	undo               // rolls the transaction back instead, and drops the connection
	hold               // keeps the answer until the driver has gone
)

// proxy stands between the driver and the service and plays tricks.
type proxy struct {
	*httptest.Server

	held chan struct{} // gets one for each answer that is kept

	mu     sync.Mutex // guards what follows
	faults []fault    // of the next requests to path; then forward
	path   string
	sent   int // requests to path
}

// newProxy starts a proxy in front of the cluster. Its faults meet the requests
// to one path, such as /Execute.
func newProxy(t *testing.T, path string, faults ...fault) *proxy {
	t.Helper()
	p := &proxy{path: path, faults: faults, held: make(chan struct{}, len(faults))}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

// open opens the database through the proxy.
func (p *proxy) open(t *testing.T) *sql.DB {
	t.Helper()
	return p.openWith(t, func(*auroradataapi.Config) {})
}

// openWith does so with a change of the configuration.
func (p *proxy) openWith(t *testing.T, change func(*auroradataapi.Config)) *sql.DB {
	t.Helper()
	config := cluster.Config()
	change(&config)
	config.DefaultQueryExecMode = auroradataapi.QueryExecModeExec // one request for each statement
	config.Endpoint = p.URL
	config.AWSConfig.HTTPClient = p.Client()
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func (p *proxy) next(path string) fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if path != p.path {
		return forward
	}
	p.sent++
	if p.sent > len(p.faults) {
		return forward
	}
	return p.faults[p.sent-1]
}

func (p *proxy) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	fault := p.next(r.URL.Path)
	switch fault {
	case dropBefore:
		panic(http.ErrAbortHandler) // net/http closes the connection
	case internal:
		fail(w, http.StatusInternalServerError, "InternalServerErrorException", "")
		return
	case throttle:
		fail(w, http.StatusTooManyRequests, "ThrottlingException", "Rate exceeded")
		return
	case resuming:
		fail(w, http.StatusBadRequest, "DatabaseResumingException", "The Aurora DB instance db-1 is resuming after being auto-paused.")
		return
	case undo:
		r.URL.Path = rollbackPath
	}
	response, answer := pass(r, body)
	switch fault {
	case dropAfter, undo:
		panic(http.ErrAbortHandler)
	case internalLate:
		fail(w, http.StatusInternalServerError, "InternalServerErrorException", "")
		return
	case hold:
		p.held <- struct{}{}
		<-r.Context().Done()
		return
	}
	for name, values := range response.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	w.WriteHeader(response.StatusCode)
	if fault == truncate {
		w.Write(answer[:len(answer)/2])
		panic(http.ErrAbortHandler)
	}
	w.Write(answer)
}

// pass sends a request on to the cluster, and waits for the answer even if the
// driver does not.
func pass(r *http.Request, body []byte) (*http.Response, []byte) {
	request, err := http.NewRequestWithContext(context.WithoutCancel(r.Context()), r.Method, cluster.Server.URL()+r.URL.Path, bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	request.Header = r.Header.Clone()
	request.Close = true
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return response, answer
}

func fail(w http.ResponseWriter, status int, exception, message string) {
	w.Header().Set("X-Amzn-Errortype", exception)
	w.WriteHeader(status)
	io.WriteString(w, `{"message":`+strconv.Quote(message)+`}`)
}
