package sigv4

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The parameters of a presigned URL.
const (
	queryAlgorithm     = "X-Amz-Algorithm"
	queryCredential    = "X-Amz-Credential"
	queryDate          = "X-Amz-Date"
	queryExpires       = "X-Amz-Expires"
	querySignedHeaders = "X-Amz-SignedHeaders"
	querySignature     = "X-Amz-Signature"
	querySecurityToken = "X-Amz-Security-Token"
)

// maxLifetime is the limit on X-Amz-Expires, in seconds: seven days.
const maxLifetime = 7 * 24 * 60 * 60

// parseQuery reads the signature of a presigned URL. Of its errors only the names
// of the parameters are AWS's.
func parseQuery(query url.Values) (*Signature, *Error) {
	if err := checkQuery(query); err != nil {
		return nil, err
	}
	signed, ok := parseTime(query.Get(queryDate))
	if !ok {
		return nil, refuse(Incomplete, "%s must be in ISO-8601 'basic format'.", queryDate)
	}
	lifetime, ok := parseLifetime(query)
	if !ok {
		return nil, refuse(Incomplete, "%s must be a number of seconds up to %d.", queryExpires, maxLifetime)
	}
	s := &Signature{
		Time: signed, SessionToken: query.Get(querySecurityToken),
		signature: query.Get(querySignature), presigned: true, lifetime: lifetime,
	}
	return s.complete(query.Get(queryCredential), query.Get(querySignedHeaders))
}

func checkQuery(query url.Values) *Error {
	if query.Get(queryAlgorithm) != algorithm {
		return refuse(Incomplete, "%s must be %s.", queryAlgorithm, algorithm)
	}
	var missing []string
	for _, name := range []string{queryCredential, queryDate, querySignedHeaders, querySignature} {
		if query.Get(name) == "" {
			missing = append(missing, "AWS query-string parameters must include '"+name+"'.")
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return refuse(Incomplete, "%s", strings.Join(missing, " "))
}

// parseLifetime reads X-Amz-Expires, which is as good as a header's without.
func parseLifetime(query url.Values) (time.Duration, bool) {
	if !query.Has(queryExpires) {
		return window, true
	}
	seconds, err := strconv.Atoi(query.Get(queryExpires))
	return time.Duration(seconds) * time.Second, err == nil && seconds > 0 && seconds <= maxLifetime
}
