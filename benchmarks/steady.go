package main

import (
	"bytes"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// steady is an HTTP client for the plain SDK that gives each request a body of its
// own. The SDK closes the body that it made when the head of the answer has come,
// and net/http, which may still be reading it, then breaks the connection: on a
// busy machine that fails pages so often that the SDK's three attempts are not
// enough. Copying a request costs it little.
type steady struct{ next aws.HTTPClient }

func (s steady) Do(request *http.Request) (*http.Response, error) {
	if request.Body == nil {
		return s.next.Do(request)
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	own := request.WithContext(request.Context()) // a copy
	own.Body = io.NopCloser(bytes.NewReader(body))
	return s.next.Do(own)
}
