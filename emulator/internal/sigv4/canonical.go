package sigv4

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// canonicalRequest is the text that a request is signed as. There is none if a
// signed header is missing.
func (s *Signature) canonicalRequest(r *http.Request, body []byte) (string, bool) {
	headers, ok := s.canonicalHeaders(r)
	if !ok {
		return "", false
	}
	return strings.Join([]string{
		r.Method, canonicalPath(r.URL), s.canonicalQuery(r.URL),
		headers, strings.Join(s.signedHeaders, ";"), hash(body),
	}, "\n"), true
}

// canonicalPath is the path without empty and dot segments, encoded once more.
func canonicalPath(u *url.URL) string {
	path := u.EscapedPath()
	var segments []string
	for _, segment := range strings.Split(path, "/") {
		switch {
		case segment == "" || segment == ".":
		case segment == "..":
			segments = segments[:max(len(segments)-1, 0)]
		default:
			segments = append(segments, encode(segment))
		}
	}
	canonical := "/" + strings.Join(segments, "/")
	if len(segments) > 0 && strings.HasSuffix(path, "/") {
		canonical += "/"
	}
	return canonical
}

// canonicalQuery sorts the parameters by their encoded names and values. A
// presigned URL's signature is not a part of what is signed.
func (s *Signature) canonicalQuery(u *url.URL) string {
	var parameters [][2]string
	for name, values := range u.Query() {
		if s.presigned && name == querySignature {
			continue
		}
		for _, value := range values {
			parameters = append(parameters, [2]string{encode(name), encode(value)})
		}
	}
	slices.SortFunc(parameters, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	var query []string
	for _, p := range parameters {
		query = append(query, p[0]+"="+p[1])
	}
	return strings.Join(query, "&")
}

// canonicalHeaders writes the signed headers, one a line.
func (s *Signature) canonicalHeaders(r *http.Request) (string, bool) {
	var b strings.Builder
	for _, name := range s.signedHeaders {
		values := headerValues(r, name)
		if len(values) == 0 {
			return "", false
		}
		b.WriteString(name)
		b.WriteByte(':')
		for i, value := range values {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(oneSpace(value))
		}
		b.WriteByte('\n')
	}
	return b.String(), true
}

// headerValues knows the headers that net/http keeps elsewhere.
func headerValues(r *http.Request, name string) []string {
	if name == "host" {
		return []string{r.Host}
	}
	values := r.Header.Values(name)
	if name == "content-length" && len(values) == 0 && r.ContentLength >= 0 {
		return []string{strconv.FormatInt(r.ContentLength, 10)}
	}
	return values
}

// oneSpace trims a text and leaves one space where there are several.
func oneSpace(text string) string {
	text = strings.TrimSpace(text)
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return text
}

// encode percent-encodes all but letters, digits, hyphen, dot, underscore and
// tilde.
func encode(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
