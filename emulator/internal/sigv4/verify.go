package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

// window is how far the time of a signature may be from that of the service.
const window = 5 * time.Minute

// Place is where a request has come in.
type Place struct {
	Region string
	// Service is the name of the service in signatures, such as "rds-data".
	Service string
	// Now is the time there.
	Now time.Time
}

// mismatch is what AWS says to a wrong signature.
const mismatch = "The request signature we calculated does not match the signature you provided. " +
	"Check your AWS Secret Access Key and signing method. Consult the service documentation for details."

// Verify proves that the holder of the secret access key has signed the request
// with that body for the place, at about its time.
func (s *Signature) Verify(r *http.Request, body []byte, secretAccessKey string, at Place) *Error {
	if err := s.checkScope(at); err != nil {
		return err
	}
	if err := s.checkTime(at.Now.UTC()); err != nil {
		return err
	}
	canonical, ok := s.canonicalRequest(r, body)
	if !ok || !s.coversTarget(r) || !hmac.Equal([]byte(s.sign(canonical, secretAccessKey)), []byte(s.signature)) {
		return refuse(Mismatch, mismatch)
	}
	return nil
}

// coversTarget reports whether the header that names an operation, if there is one,
// is signed.
func (s *Signature) coversTarget(r *http.Request) bool {
	const target = "X-Amz-Target"
	return len(r.Header.Values(target)) == 0 || slices.Contains(s.signedHeaders, strings.ToLower(target))
}

// checkScope says all that does not fit. The words are those that
// aws/aws-sdk-ruby#431 and aws/aws-sdk-js-v3#5576 report and the page
// "Troubleshoot signed requests" has.
func (s *Signature) checkScope(at Place) *Error {
	var wrong []string
	if s.scope.region != at.Region {
		wrong = append(wrong, "Credential should be scoped to a valid region. ")
	}
	if s.scope.service != at.Service {
		wrong = append(wrong, "Credential should be scoped to correct service: '"+at.Service+"'. ")
	}
	if s.scope.terminator != terminator {
		wrong = append(wrong, "Credential should be scoped with a valid terminator: '"+terminator+"', not '"+s.scope.terminator+"'. ")
	}
	if day := s.Time.Format(dayFormat); s.scope.day != day {
		wrong = append(wrong, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"+
			s.scope.day+"' != '"+day+"', from '"+s.Time.Format(timeFormat)+"'. ")
	}
	if len(wrong) == 0 {
		return nil
	}
	return refuse(OutOfScope, "%s", strings.Join(wrong, ""))
}

// checkTime has the words of the page "Troubleshoot signed requests"; the five
// minutes are what services that speak JSON answer by public reports.
func (s *Signature) checkTime(now time.Time) *Error {
	lifetime := window
	if s.presigned {
		lifetime = s.lifetime
	}
	signed := s.Time.Format(timeFormat)
	if earliest := now.Add(-lifetime); s.Time.Before(earliest.Truncate(time.Second)) {
		return refuse(Expired, "Signature expired: %s is now earlier than %s (%s - %d min.)",
			signed, earliest.Format(timeFormat), now.Format(timeFormat), int(lifetime.Minutes()))
	}
	if latest := now.Add(window); s.Time.After(latest) {
		return refuse(Expired, "Signature not yet current: %s is still later than %s (%s + %d min.)",
			signed, latest.Format(timeFormat), now.Format(timeFormat), int(window.Minutes()))
	}
	return nil
}

// sign computes the signature of a canonical request.
func (s *Signature) sign(canonicalRequest, secretAccessKey string) string {
	text := strings.Join([]string{algorithm, s.Time.Format(timeFormat), s.scope.String(), hash([]byte(canonicalRequest))}, "\n")
	key := []byte("AWS4" + secretAccessKey)
	for _, part := range []string{s.scope.day, s.scope.region, s.scope.service, s.scope.terminator} {
		key = authenticate(key, part)
	}
	return hex.EncodeToString(authenticate(key, text))
}

func authenticate(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
