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
// second for example, is a guess on the strict side. That of JSON depends on the
// generation.
var hintFormats = map[string]func(string) bool{
	"UUID":      regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`).MatchString,
	"TIMESTAMP": isTime("2006-01-02 15:04:05", "2006-01-02 15:04:05.000"),
	"DATE":      isTime("2006-01-02"),
	"TIME":      isTime("15:04:05", "15:04:05.000"),
	"DECIMAL":   regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`).MatchString,
}

// CheckParameters refuses a parameter that none of the placeholders asks for,
// with the words of the older generation (jeremydaly/data-api-client#98), which is
// a guess, and a value that does not fit its hint. The older generation refuses a
// placeholder without a parameter, too: those words are on record for a statement
// that had the placeholder.
func (g Generation) CheckParameters(placeholders []string, sets ...[]Parameter) error {
	asked := make(map[string]bool, len(placeholders))
	for _, name := range placeholders {
		asked[name] = true
	}
	for _, set := range sets {
		if err := g.checkSet(asked, set); err != nil {
			return err
		}
		if err := g.checkComplete(placeholders, set); err != nil {
			return err
		}
	}
	return nil
}

func (g Generation) checkSet(asked map[string]bool, set []Parameter) error {
	for _, p := range set {
		if !asked[p.Name] {
			return cannotFind(p.Name)
		}
		if !g.fits(p) {
			return generations[g].misfit(p)
		}
	}
	return nil
}

// parseError has the words that were seen for a TIMESTAMP in the format of ISO 8601
// (sbalmt/ez4#64). Those for another fault, and for other hints, are not on record.
func parseError(p Parameter) *Exception {
	if p.Hint == "TIMESTAMP" {
		return Errorf(DatabaseError, "Parse Error for TimeStamp: input contains invalid characters")
	}
	return notValid(p)
}

// notValid is a guess, words and exception.
func notValid(p Parameter) *Exception {
	return Errorf(Validation, "Parameter %q has a value that is not a valid %s", p.Name, p.Hint)
}

// checkComplete leaves a placeholder without a parameter to the database, or
// refuses it.
func (g Generation) checkComplete(placeholders []string, set []Parameter) error {
	if !generations[g].complete {
		return nil
	}
	given := make(map[string]bool, len(set))
	for _, p := range set {
		given[p.Name] = true
	}
	for _, name := range placeholders {
		if !given[name] {
			return cannotFind(name)
		}
	}
	return nil
}

func cannotFind(name string) *Exception { return Errorf(Validation, "Cannot find parameter: %s", name) }

// fits says whether a value has the form that its hint asks for.
func (g Generation) fits(p Parameter) bool {
	switch {
	case p.Value.Kind != KindString || p.Hint == "":
		return true
	case p.Hint == "JSON":
		return generations[g].isJSON(p.Value.String)
	}
	return hintFormats[p.Hint](p.Value.String)
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
