package auroradataapi

import (
	"context"
	"errors"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// endpoint is where the Data API is, in the place of the SDK's choice.
type endpoint struct {
	url  string           // without credentials
	keys *aws.Credentials // nil if the endpoint has none
}

// parseEndpoint reads Config.Endpoint. Credentials are for an emulator only: those
// of AWS do not belong into a text that is shown and stored, and AWS is never
// reached by plain HTTP.
func parseEndpoint(text string) (endpoint, error) {
	if text == "" {
		return endpoint{}, nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return endpoint{}, errors.New("endpoint is not a URL")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return endpoint{}, errors.New("endpoint is not an http or https URL with a host")
	case u.User == nil:
		return endpoint{url: text}, nil
	}
	keys := &aws.Credentials{AccessKeyID: u.User.Username(), Source: "endpoint"}
	keys.SecretAccessKey, _ = u.User.Password()
	if u.Scheme != "http" || !keys.HasKeys() {
		return endpoint{}, errors.New("endpoint with credentials, which are for an emulator, is not http://ACCESS_KEY_ID:SECRET_ACCESS_KEY@host")
	}
	u.User = nil
	return endpoint{url: u.String(), keys: keys}, nil
}

// Retrieve gives the credentials of an endpoint to the SDK.
func (e endpoint) Retrieve(context.Context) (aws.Credentials, error) { return *e.keys, nil }
