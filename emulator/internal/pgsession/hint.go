package pgsession

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

// hint is what a typeHint makes of a string.
type hint struct {
	oid   uint32
	valid func(string) bool
}

// hints gives the type that each typeHint binds as and the texts it takes. The
// formats are those of the AWS page "data-api-operations"; that nothing else is
// taken, six digits of a second for example, is a guess on the strict side. The
// JSON hint is jsonb: the service says "cannot cast type jsonb" of such values
// (tests of jeremydaly/data-api-client).
var hints = map[string]hint{
	"UUID":      {oidUUID, regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`).MatchString},
	"JSON":      {oidJSONB, isJSON},
	"TIMESTAMP": {oidTimestamp, isTime("2006-01-02 15:04:05", "2006-01-02 15:04:05.000")},
	"DATE":      {oidDate, isTime("2006-01-02")},
	"TIME":      {oidTime, isTime("15:04:05", "15:04:05.000")},
	"DECIMAL":   {oidNumeric, regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`).MatchString},
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
