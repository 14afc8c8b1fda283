package pgresult

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// jsonLimit is the most bytes formattedRecords may have: 10 MB by
// AuroraUserGuide data-api-json, taken to mean MiB as the service's other
// limits do. The 1 MiB of database data is counted as well; how the two go
// together is not documented.
const jsonLimit = 10 << 20

// jsonRecords writes formattedRecords: an array with an object per row whose
// keys are the labels of the columns (AuroraUserGuide data-api-json).
type jsonRecords struct {
	keys      []string // each with its quotes and colon
	out       bytes.Buffer
	duplicate bool
}

func newJSONRecords(columns []column) *jsonRecords {
	r := &jsonRecords{keys: make([]string, len(columns))}
	seen := make(map[string]bool)
	for i, c := range columns {
		r.duplicate = r.duplicate || seen[c.label]
		seen[c.label] = true
		r.keys[i] = quoteJSON(c.label) + ":"
	}
	return r
}

func (r *jsonRecords) add(record []dataapi.Field) error {
	if err := r.check(); err != nil {
		return err
	}
	if r.out.Len() > 0 {
		r.out.WriteByte(',')
	}
	r.out.WriteByte('{')
	for i, f := range record {
		if i > 0 {
			r.out.WriteByte(',')
		}
		r.out.WriteString(r.keys[i])
		r.field(f)
	}
	r.out.WriteByte('}')
	return r.check()
}

// check refuses what JSON cannot say and what is too long.
func (r *jsonRecords) check() error {
	if r.duplicate {
		return duplicateLabel()
	}
	if r.out.Len()+len("[]") > jsonLimit {
		return formattedTooLarge()
	}
	return nil
}

func (r *jsonRecords) text() (string, error) {
	if err := r.check(); err != nil {
		return "", err
	}
	return "[" + r.out.String() + "]", nil
}

// field writes longs, doubles, booleans and null bare and all else as strings,
// blobs in base64.
func (r *jsonRecords) field(f dataapi.Field) {
	switch f.Kind {
	case dataapi.KindNull:
		r.out.WriteString("null")
	case dataapi.KindBlob:
		r.value(base64.StdEncoding.EncodeToString(f.Blob))
	case dataapi.KindArray:
		r.array(f.Array.Elements)
	default:
		r.value(bare(f))
	}
}

func (r *jsonRecords) array(elements []any) {
	r.out.WriteByte('[')
	for i, e := range elements {
		if i > 0 {
			r.out.WriteByte(',')
		}
		r.value(e)
	}
	r.out.WriteByte(']')
}

func (r *jsonRecords) value(value any) {
	switch v := value.(type) {
	case nil:
		r.out.WriteString("null")
	case bool:
		r.out.WriteString(strconv.FormatBool(v))
	case int64:
		r.out.WriteString(strconv.FormatInt(v, 10))
	case float64:
		r.out.WriteString(formatJavaDouble(v))
	case string:
		r.out.WriteString(quoteJSON(v))
	}
}

// formatJavaDouble writes a double as Java does: 10.0, 1.0E10, 4.9E-324. The
// documented samples look so (AuroraUserGuide data-api-json), but they are
// older than the current generation of the service; what that one writes is
// unknown, and also for NaN and the infinities, here strings.
func formatJavaDouble(v float64) string {
	switch {
	case math.IsNaN(v):
		return `"NaN"`
	case math.IsInf(v, 1):
		return `"Infinity"`
	case math.IsInf(v, -1):
		return `"-Infinity"`
	}
	if abs := math.Abs(v); v == 0 || 1e-3 <= abs && abs < 1e7 {
		return withFraction(strconv.FormatFloat(v, 'f', -1, 64))
	}
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	if !strings.Contains(digits, ".") {
		digits, exponent, _ = strings.Cut(strconv.FormatFloat(v, 'e', 1, 64), "e")
	}
	n, _ := strconv.Atoi(exponent)
	return digits + "E" + strconv.Itoa(n)
}

func quoteJSON(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""` // a string always encodes
	}
	return strings.TrimSuffix(out.String(), "\n")
}
