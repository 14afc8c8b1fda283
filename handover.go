package auroradataapi

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// handover watches whether a request was handed to the network as a whole. If its
// last byte was not, the service cannot have run it: it lacks a part of what the
// Content-Length and the signature announce.
type handover struct {
	state atomic.Uint32
	plain atomic.Pointer[bytes.Reader] // the body that is not watched byte by byte
}

const (
	handingOver uint32 = iota
	handedOver         // the last byte is out of our hands
	withheld           // the last byte is and stays here
)

// maxPlain is the longest body, in bytes, that is handed over in one piece: with
// most headers it fits into the four kilobytes that net/http writes at once.
const maxPlain = 2 << 10

// of returns a copy of a request, with that content, of which the handover knows.
//
// net/http sends the headers of a request before it looks at its body, unless the
// body is of a type that it knows to be in memory. Then a small request is one
// packet, and one call of the system, instead of two. Such a body cannot be
// watched; the hook that is called before it is read can. hooks says that the HTTP
// client calls it.
func (h *handover) of(request *http.Request, content []byte, hooks bool) *http.Request {
	ctx, body := request.Context(), h.body
	if hooks && len(content) <= maxPlain {
		ctx, body = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: h.beforeBody}), h.plainBody
	}
	own := request.WithContext(ctx)
	own.Body = body(content)
	own.GetBody = func() (io.ReadCloser, error) { return body(content), nil }
	return own
}

// callsHooks reports whether an HTTP client is known to call the hooks of
// net/http/httptrace.
func callsHooks(client rdsdata.HTTPClient) bool {
	switch client := client.(type) {
	case *awshttp.BuildableClient:
		return true
	case *http.Client:
		transport := client.Transport
		if transport == nil {
			transport = http.DefaultTransport
		}
		_, ok := transport.(*http.Transport)
		return ok
	}
	return false
}

// plainBody returns the request's body from its start, of a type that net/http
// knows.
func (h *handover) plainBody(content []byte) io.ReadCloser {
	plain := bytes.NewReader(content)
	h.plain.Store(plain)
	return io.NopCloser(plain)
}

// beforeBody is called by the goroutine that is about to read the plain body.
func (h *handover) beforeBody() {
	if !h.mayFinish() {
		h.plain.Load().Reset(nil) // too short for the Content-Length: net/http gives the request up
	}
}

// end reports whether the whole request was handed over. If not, it will not be
// any more, even if the network still reads.
func (h *handover) end() bool {
	return !h.state.CompareAndSwap(handingOver, withheld) && h.state.Load() == handedOver
}

var errWithheld = errors.New("request was given up")

// mayFinish is asked before the last byte is handed over.
func (h *handover) mayFinish() bool {
	return h.state.CompareAndSwap(handingOver, handedOver) || h.state.Load() == handedOver
}

// body returns the request's body from its start. Closing it does nothing, so
// that it can be read as long as the network likes.
func (h *handover) body(content []byte) io.ReadCloser {
	return &requestBody{content: bytes.NewReader(content), handover: h}
}

type requestBody struct {
	content  *bytes.Reader
	handover *handover
}

func (b *requestBody) Read(p []byte) (int, error) {
	n, err := b.content.Read(p)
	if n > 0 && b.content.Len() == 0 && !b.handover.mayFinish() {
		return 0, errWithheld
	}
	return n, err
}

func (*requestBody) Close() error { return nil }
