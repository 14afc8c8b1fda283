package awsquery

import (
	"net/url"
	"strconv"
	"strings"
)

// Limits on a request, far above what an operation takes.
const (
	maxValues = 10000
	maxName   = 256 // characters of the name of a value
	maxDepth  = 16  // dots in it
)

// Form is a request: values under the names of members, of which lists and
// structures are spelt out, as in Tags.Tag.1.Key.
type Form struct {
	values   map[string]string
	prefixes map[string]bool // of the names, up to a dot
}

// Parse reads the body of a request.
func Parse(body []byte) (Form, error) {
	f := Form{values: map[string]string{}, prefixes: map[string]bool{}}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return f, Errorf("MalformedQueryString", "The query string is not a form: it has a stray %% or ;")
	}
	if len(values) > maxValues {
		return f, Errorf("MalformedQueryString", "The query string contains more than %d parameters", maxValues)
	}
	for name, all := range values {
		if len(name) > maxName || strings.Count(name, ".") > maxDepth {
			return f, Errorf("MalformedQueryString", "The query string contains a parameter whose name is too long")
		}
		f.values[name] = all[0]
		for i := range name {
			if name[i] == '.' {
				f.prefixes[name[:i]] = true
			}
		}
	}
	return f, nil
}

// Action is the operation that is asked for.
func (f Form) Action() string { return f.values["Action"] }

// Version tells the APIs apart: it is the date of one.
func (f Form) Version() string { return f.values["Version"] }

// Has says whether a value is there, or the inside of a list or structure.
func (f Form) Has(name string) bool {
	_, ok := f.values[name]
	return ok || f.prefixes[name]
}

// Text gives a value, empty if it is not there.
func (f Form) Text(name string) string { return f.values[name] }

// Bool gives a boolean, and false if it is not there.
func (f Form) Bool(name string) (bool, error) {
	switch text := f.values[name]; text {
	case "":
		return false, nil
	case "true", "false":
		return text == "true", nil
	default:
		return false, Errorf("MalformedInput", "%s: want true or false", name)
	}
}

// Int gives a number, and 0 if it is not there.
func (f Form) Int(name string) (int, error) {
	text := f.values[name]
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0, Errorf("MalformedInput", "%s: want a number", name)
	}
	return int(n), nil
}

// Float gives a number with a fraction, and 0 if it is not there.
func (f Form) Float(name string) (float64, error) {
	text := f.values[name]
	if text == "" {
		return 0, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x != x || x > 1e9 || x < -1e9 {
		return 0, Errorf("MalformedInput", "%s: want a number", name)
	}
	return x, nil
}

// List gives the names under which the elements of a list are, such as Tags.Tag.1.
// Elements go by the name that the API has for them or, as some clients write
// it, by "member".
func (f Form) List(name, element string) []string {
	for _, e := range []string{element, "member"} {
		prefix := strings.Join([]string{name, e, ""}, ".")
		var names []string
		for n := 1; f.Has(prefix + strconv.Itoa(n)); n++ {
			names = append(names, prefix+strconv.Itoa(n))
		}
		if names != nil {
			return names
		}
	}
	return nil
}

// Texts gives the elements of a list of texts.
func (f Form) Texts(name, element string) []string {
	names := f.List(name, element)
	texts := make([]string, len(names))
	for i, n := range names {
		texts[i] = f.values[n]
	}
	return texts
}
