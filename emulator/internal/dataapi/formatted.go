package dataapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// jsonLimit is the most bytes formattedRecords may have: 10 MB by
// AuroraUserGuide data-api-json, taken to mean MiB as the service's other
// limits do. The 1 MiB of database data is counted as well; how the two go
// together is not documented.
const jsonLimit = 10 << 20

// FormattedRecords are the rows of a result as one JSON text: an array with an
// object per row whose keys are the labels of the columns (AuroraUserGuide
// data-api-json). They are not for concurrent use.
type FormattedRecords struct {
	keys      []string // each with its quotes and colon
	out       bytes.Buffer
	duplicate bool
}

// NewFormattedRecords starts a result whose columns have these labels.
func NewFormattedRecords(labels []string) *FormattedRecords {
	r := &FormattedRecords{keys: make([]string, len(labels))}
	seen := make(map[string]bool)
	for i, label := range labels {
		r.duplicate = r.duplicate || seen[label]
		seen[label] = true
		r.keys[i] = quoteJSON(label) + ":"
	}
	return r
}

// Add adds a row, and keeps nothing of it. The error is a *Exception: two columns
// have the same label, or the text is above 10 MB.
func (r *FormattedRecords) Add(record []Field) error {
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
func (r *FormattedRecords) check() error {
	if r.duplicate {
		return duplicateLabel()
	}
	if r.out.Len()+len("[]") > jsonLimit {
		return formattedTooLarge()
	}
	return nil
}

// Text gives the rows so far. The error is that of Add.
func (r *FormattedRecords) Text() (string, error) {
	if err := r.check(); err != nil {
		return "", err
	}
	return "[" + r.out.String() + "]", nil
}

// field writes longs, doubles, booleans and null bare and all else as strings,
// blobs in base64.
func (r *FormattedRecords) field(f Field) {
	switch f.Kind {
	case KindNull:
		r.out.WriteString("null")
	case KindBlob:
		r.value(base64.StdEncoding.EncodeToString(f.Blob))
	case KindArray:
		r.array(f.Array.Elements)
	default:
		r.value(f.Bare())
	}
}

func (r *FormattedRecords) array(elements []any) {
	r.out.WriteByte('[')
	for i, e := range elements {
		if i > 0 {
			r.out.WriteByte(',')
		}
		r.value(e)
	}
	r.out.WriteByte(']')
}

func (r *FormattedRecords) value(value any) {
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
	case *Array:
		r.array(v.Elements)
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
		return WithFraction(strconv.FormatFloat(v, 'f', -1, 64))
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

// WithFraction adds .0 to a number that has no decimal point.
func WithFraction(text string) string {
	if strings.Contains(text, ".") {
		return text
	}
	return text + ".0"
}

// duplicateLabel and formattedTooLarge are the answers to a result that cannot
// be formatted as JSON. Both are documented as errors, the second as a
// BadRequestException (AuroraUserGuide data-api-json); the name of the first
// and both texts are unknown.
func duplicateLabel() *Exception {
	return Errorf(BadRequest, "The column labels of a result formatted as JSON must be unique.")
}

func formattedTooLarge() *Exception {
	return Errorf(BadRequest, "The formatted result exceeds the size limit 10 MB.")
}
