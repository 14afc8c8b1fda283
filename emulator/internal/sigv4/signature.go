package sigv4

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	terminator = "aws4_request"
	timeFormat = "20060102T150405Z"
	dayFormat  = "20060102"
)

// Signature is what a request says about its own signature, as yet unproven.
type Signature struct {
	// AccessKeyID names the key that it claims to be made with.
	AccessKeyID string
	// SessionToken comes with temporary credentials; empty for others.
	SessionToken string
	// Time is when the request was signed.
	Time time.Time

	scope         scope
	signedHeaders []string
	signature     string
	presigned     bool
	lifetime      time.Duration
}

// scope is what a signature is good for.
type scope struct{ day, region, service, terminator string }

func (s scope) String() string {
	return strings.Join([]string{s.day, s.region, s.service, s.terminator}, "/")
}

// Parse reads the signature of a request.
func Parse(r *http.Request) (*Signature, *Error) {
	query := r.URL.Query()
	switch header := r.Header.Get("Authorization"); {
	case header != "":
		return parseHeader(r, header)
	case query.Has(queryAlgorithm):
		return parseQuery(query)
	}
	return nil, refuse(Missing, "Missing Authentication Token")
}

// complete adds the parts that both forms have in common.
func (s *Signature) complete(credential, signedHeaders string) (*Signature, *Error) {
	if err := s.setCredential(credential); err != nil {
		return nil, err
	}
	if err := s.setSignedHeaders(signedHeaders); err != nil {
		return nil, err
	}
	return s, nil
}

// setCredential reads KEY/DAY/REGION/SERVICE/aws4_request. AWS's message goes on
// with the credential (boto/boto3#1081), in which people put their secret key by
// mistake.
func (s *Signature) setCredential(credential string) *Error {
	parts := strings.Split(credential, "/")
	if len(parts) != 5 {
		return refuse(Incomplete, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term")
	}
	s.AccessKeyID = parts[0]
	s.scope = scope{parts[1], parts[2], parts[3], parts[4]}
	return nil
}

// setSignedHeaders reads name;name;….
func (s *Signature) setSignedHeaders(names string) *Error {
	s.signedHeaders = strings.Split(strings.ToLower(names), ";")
	if !slices.Contains(s.signedHeaders, "host") {
		return refuse(Mismatch, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	}
	return nil
}
