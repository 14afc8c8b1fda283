package auroradataapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// configure makes the SDK's operation carry the call: the codec, the retry
// policy and the HTTP request's body are ours; credentials, endpoint, signing,
// tracing, the user's middleware and HTTP client stay the SDK's.
func (c *call) configure(o *rdsdata.Options) {
	o.Retryer = (*retryer)(c)
	o.HTTPClient = &sender{next: o.HTTPClient, call: c}
	o.APIOptions = append(o.APIOptions, c.swapCodec)
}

func (c *call) swapCodec(stack *middleware.Stack) error {
	if _, err := stack.Serialize.Swap("OperationSerializer", &encoder{c}); err != nil {
		return err
	}
	d := &decoder{call: c}
	var err error
	d.sdk, err = stack.Deserialize.Swap("OperationDeserializer", d)
	return err
}

// encoder puts the call's body into the SDK's request.
type encoder struct{ call *call }

func (*encoder) ID() string { return "OperationSerializer" }

func (e *encoder) HandleSerialize(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (
	out middleware.SerializeOutput, metadata middleware.Metadata, err error,
) {
	request, ok := in.Request.(*smithyhttp.Request)
	if !ok {
		return out, metadata, &smithy.SerializationError{Err: fmt.Errorf("unknown transport type %T", in.Request)}
	}
	request.Method = http.MethodPost
	request.URL.Path = smithyhttp.JoinPath(request.URL.Path, e.call.operation.path)
	if request.URL.RawPath != "" {
		request.URL.RawPath = smithyhttp.JoinPath(request.URL.RawPath, e.call.operation.path)
	}
	request.Header.Set("Content-Type", "application/json")
	if request, err = request.SetStream(bytes.NewReader(e.call.body)); err != nil {
		return out, metadata, &smithy.SerializationError{Err: err}
	}
	in.Request = request
	return next.HandleSerialize(ctx, in)
}

// decoder takes the answer for the call. Of an answer that is an error, the
// SDK's own decoder makes the error that the driver's unwraps to.
type decoder struct {
	call *call
	sdk  middleware.DeserializeMiddleware
}

func (*decoder) ID() string { return "OperationDeserializer" }

func (d *decoder) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
) {
	out, metadata, err = next.HandleDeserialize(ctx, in)
	if err != nil {
		return out, metadata, err
	}
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if !ok {
		return out, metadata, &smithy.DeserializationError{Err: fmt.Errorf("unknown transport type %T", out.RawResponse)}
	}
	body, err := readBody(response.Response)
	if err != nil {
		return out, metadata, &smithy.DeserializationError{Err: err}
	}
	d.call.attempt.status = response.StatusCode
	d.call.attempt.requestID = response.Header.Get("X-Amzn-Requestid")
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		d.call.response = body
		out.Result = d.call.output
		return out, metadata, nil
	}
	failure := wire.DecodeError(response.Header.Get(wire.ErrorTypeHeader), body.Bytes())
	d.call.attempt.failure = &failure
	response.Body = io.NopCloser(body)
	return d.sdk.HandleDeserialize(ctx, in, received{out, metadata})
}

// received is the end of a middleware stack whose answer is already there.
type received struct {
	out      middleware.DeserializeOutput
	metadata middleware.Metadata
}

func (r received) HandleDeserialize(context.Context, middleware.DeserializeInput) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	return r.out, r.metadata, nil
}

// maxResponse bounds an answer. The service sends at most 1 MiB of data, which
// JSON and metadata make longer, but not sixty-four times.
const maxResponse = 64 << 20

var errResponseTooLong = fmt.Errorf("answer is longer than %d bytes", maxResponse)

// readBody reads an answer into a buffer that may be given to reuse once nothing
// refers to its bytes any more.
func readBody(response *http.Response) (*bytes.Buffer, error) {
	body := bodies.Get().(*bytes.Buffer)
	if n := response.ContentLength; n > 0 && n <= maxResponse {
		body.Grow(int(n) + bytes.MinRead) // ReadFrom wants that much room to find the end
	}
	n, err := body.ReadFrom(io.LimitReader(response.Body, maxResponse+1))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	if n > maxResponse {
		return nil, errResponseTooLong
	}
	return body, nil
}

// bodies holds buffers to read answers into: that of a full page takes longer to
// allocate and clear than to decode.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxReused is the most that an unused buffer may hold on to, in bytes: room for
// the page of 1 MiB that the service sends at most, in JSON.
const maxReused = 4 << 20

// reuse gives back a buffer. Nil is none.
func reuse(body *bytes.Buffer) {
	if body == nil || body.Cap() > maxReused {
		return
	}
	body.Reset()
	bodies.Put(body)
}

// sender is the HTTP client of one call. It gives each request a body of its own:
// the SDK closes the body that it made as soon as Do returns, which is when the
// answer's header has come, and net/http may still be reading it then. Closing
// it breaks the connection that the answer is coming on.
type sender struct {
	next rdsdata.HTTPClient
	call *call
}

func (s *sender) Do(request *http.Request) (*http.Response, error) {
	content, err := readRequest(request)
	if err != nil {
		return nil, err
	}
	handover := new(handover)
	response, err := s.do(handover.of(request, content, callsHooks(s.next)))
	s.call.attempt.sent = err == nil || handover.end()
	return response, err
}

// readRequest reads the body of a request.
func readRequest(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	var content bytes.Buffer
	if n := request.ContentLength; n > 0 && n <= maxRequest {
		content.Grow(int(n) + bytes.MinRead)
	}
	_, err := content.ReadFrom(request.Body)
	return content.Bytes(), err
}

// do sends a request. One that is not to be cut off goes on when its caller goes.
func (s *sender) do(request *http.Request) (*http.Response, error) {
	if s.call.adopt == nil {
		return s.next.Do(request)
	}
	ctx := request.Context()
	own, cut := context.WithCancel(context.WithoutCancel(ctx))
	e := exchange{cut: cut, done: make(chan exchanged, 1)}
	go func() {
		response, err := s.doWhole(request.WithContext(own))
		e.done <- exchanged{response, err}
	}()
	select {
	case end := <-e.done:
		cut()
		return end.response, end.err
	case <-ctx.Done():
		s.call.adopt(ctx, e)
		return nil, ctx.Err()
	}
}

// doWhole sends a request and reads the whole answer.
func (s *sender) doWhole(request *http.Request) (*http.Response, error) {
	response, err := s.next.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := readBody(response)
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(body)
	return response, nil
}
