package dataapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// hintFormats gives the texts that each typeHint takes. The formats are those of
// the AWS page "data-api-operations"; that nothing else is taken, six digits of a
// second for example, is a guess on the strict side.
var hintFormats = map[string]func(string) bool{
	"UUID":      regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`).MatchString,
	"JSON":      isJSON,
	"TIMESTAMP": isTime("2006-01-02 15:04:05", "2006-01-02 15:04:05.000"),
	"DATE":      isTime("2006-01-02"),
	"TIME":      isTime("15:04:05", "15:04:05.000"),
	"DECIMAL":   regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`).MatchString,
}

// CheckParameters refuses a parameter that none of the placeholders asks for,
// with the words of the older generation (jeremydaly/data-api-client#98), and a
// value that does not fit its hint, of which nobody has recorded what the
// service says. Both exceptions are guesses.
func CheckParameters(placeholders []string, sets ...[]Parameter) error {
	asked := make(map[string]bool, len(placeholders))
	for _, name := range placeholders {
		asked[name] = true
	}
	for _, set := range sets {
		for _, p := range set {
			if !asked[p.Name] {
				return Errorf(Validation, "Cannot find parameter: %s", p.Name)
			}
			if p.Value.Kind == KindString && p.Hint != "" && !hintFormats[p.Hint](p.Value.String) {
				return Errorf(Validation, "Parameter %q has a value that is not a valid %s", p.Name, p.Hint)
			}
		}
	}
	return nil
}

// isTime gives a test for texts in exactly one of the layouts. The length and
// the comma rule out what time.Parse is generous about.
func isTime(layouts ...string) func(string) bool {
	return func(s string) bool {
		for _, layout := range layouts {
			if len(s) != len(layout) || strings.Contains(s, ",") {
				continue
			}
			if _, err := time.Parse(layout, s); err == nil {
				return true
			}
		}
		return false
	}
}

// isJSON wants a document whose numbers fit a double: the service reads
// documents by a library that has no other numbers, so that 128**128 is taken
// and 512**512 is not (tests of cloud-utils/aurora-data-api).
func isJSON(s string) bool {
	decoder := json.NewDecoder(bytes.NewReader([]byte(s)))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false
		}
		if n, ok := token.(json.Number); ok {
			if _, err := strconv.ParseFloat(n.String(), 64); err != nil {
				return false
			}
		}
	}
	return json.Valid([]byte(s))
}
