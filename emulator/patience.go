package emulator

import (
	"io"
	"net/http"
	"time"
)

// patience is how much of a client a port puts up with.
type patience struct {
	header      time.Duration // for a request's headers to come in, and for the handshake of TLS
	body        time.Duration // for its body to come in
	answer      time.Duration // for the answer to be taken
	idle        time.Duration // from one request on a connection to the next
	connections int           // at once; more wait until one ends
}

// maxHeader is the limit on the headers of a request. The service's own is not
// known; session tokens have no limit that AWS would promise.
const maxHeader = 64 << 10

// clientPatience is that with clients of the Data API: 4 MiB in, or 1 MiB out,
// take a minute at 70 kB a second.
var clientPatience = patience{
	header: 15 * time.Second, body: time.Minute, answer: time.Minute, idle: 3 * time.Minute, connections: 4096,
}

// patient cuts off clients who send or receive too slowly. The time that a
// request is worked on does not count.
type patient struct {
	handler  http.Handler
	patience patience
}

func (p *patient) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	connection := http.NewResponseController(w)
	connection.SetWriteDeadline(time.Time{}) // that of the last answer
	if r.Body != http.NoBody {
		connection.SetReadDeadline(time.Now().Add(p.patience.body))
		r.Body = &awaitedBody{r.Body, connection}
	}
	p.handler.ServeHTTP(&awaitedAnswer{ResponseWriter: w, connection: connection, patience: p.patience.answer}, r)
}

// awaitedBody ends the wait for a body with the body: net/http takes the time's
// end for that of the client.
type awaitedBody struct {
	io.ReadCloser
	connection *http.ResponseController
}

func (b *awaitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}

// awaitedAnswer begins the wait for an answer to be taken with its first byte.
type awaitedAnswer struct {
	http.ResponseWriter
	connection *http.ResponseController
	patience   time.Duration
	begun      bool
}

func (a *awaitedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *awaitedAnswer) WriteHeader(status int) {
	a.begin()
	a.ResponseWriter.WriteHeader(status)
}

func (a *awaitedAnswer) Write(p []byte) (int, error) {
	a.begin()
	return a.ResponseWriter.Write(p)
}

func (a *awaitedAnswer) begin() {
	if !a.begun {
		a.begun = true
		a.connection.SetWriteDeadline(time.Now().Add(a.patience))
	}
}
