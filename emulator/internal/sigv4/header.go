package sigv4

import (
	"net/http"
	"strings"
	"time"
)

// parseHeader reads the Authorization header of a request. Its messages leave out
// the header, which those of AWS repeat or hash.
func parseHeader(r *http.Request, header string) (*Signature, *Error) {
	parameters, err := authorizationParameters(header)
	if err != nil {
		return nil, err
	}
	date := firstHeader(r, "X-Amz-Date", "Date")
	if err := checkParameters(parameters, date); err != nil {
		return nil, err
	}
	signed, ok := parseTime(date)
	if !ok {
		return nil, refuse(Incomplete, "Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601")
	}
	s := &Signature{Time: signed, SessionToken: r.Header.Get("X-Amz-Security-Token"), signature: parameters["Signature"]}
	return s.complete(parameters["Credential"], parameters["SignedHeaders"])
}

// firstHeader gives the first of the headers that the request has.
func firstHeader(r *http.Request, names ...string) string {
	for _, name := range names {
		if value := r.Header.Get(name); value != "" {
			return value
		}
	}
	return ""
}

// authorizationParameters reads AWS4-HMAC-SHA256 NAME=VALUE, …. Another scheme has
// none.
func authorizationParameters(header string) (map[string]string, *Error) {
	parameters := map[string]string{}
	scheme, rest, _ := strings.Cut(header, " ")
	if scheme != algorithm {
		return parameters, nil
	}
	for _, text := range strings.Split(rest, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(text), "=")
		if !ok || strings.ContainsAny(value, " \t") {
			return nil, refuse(Incomplete, "Invalid key=value pair (missing equal-sign) in Authorization header.")
		}
		parameters[name] = value
	}
	return parameters, nil
}

// checkParameters names all that is missing (aws/chalice#828).
func checkParameters(parameters map[string]string, date string) *Error {
	var missing []string
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		if parameters[name] == "" {
			missing = append(missing, "Authorization header requires '"+name+"' parameter.")
		}
	}
	if date == "" {
		missing = append(missing, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
	}
	if len(missing) == 0 {
		return nil
	}
	return refuse(Incomplete, "%s", strings.Join(missing, " "))
}

// parseTime reads the form of X-Amz-Date and that of Date.
func parseTime(text string) (time.Time, bool) {
	if t, err := time.Parse(timeFormat, text); err == nil {
		return t, true
	}
	t, err := http.ParseTime(text)
	return t.UTC(), err == nil
}
