package pgresult

import (
	"errors"
	"strings"
)

// CompactJSON is compactJSON.
func CompactJSON(text string) (string, error) { return compactJSON(text) }

// ParseArray is parseArray with elements as pointers, nil for NULL. An array in the
// array is ErrNested.
func ParseArray(text string) ([]*string, error) {
	elements, err := parseArray(text, ',')
	if err != nil {
		return nil, err
	}
	texts := make([]*string, len(elements))
	for i, e := range elements {
		if e.elements != nil {
			return nil, ErrNested
		}
		if !e.null {
			texts[i] = &e.text
		}
	}
	return texts, nil
}

// RewriteArray reads an array and writes it with every element in quotes.
func RewriteArray(text string) (string, error) {
	elements, err := parseArray(text, ',')
	return writeArray(elements), err
}

func writeArray(elements []element) string {
	texts := make([]string, len(elements))
	for i, e := range elements {
		switch {
		case e.null:
			texts[i] = "NULL"
		case e.elements != nil:
			texts[i] = writeArray(e.elements)
		default:
			texts[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(e.text) + `"`
		}
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// ErrNested says that an array has more than one dimension.
var ErrNested = errors.New("more than one dimension")

// ReadTimestamp and ReadTimestamptz give the service's text of a timestamp.
func ReadTimestamp(text string) (string, error) {
	f, err := readTimestamp(text)
	return f.String, err
}

func ReadTimestamptz(text string) (string, error) {
	f, err := readTimestamptz(text)
	return f.String, err
}

// ParseBytea is parseBytea.
func ParseBytea(text string) ([]byte, error) { return parseBytea(text) }

// ErrUnreadable is the error of the parsers.
var ErrUnreadable = errUnreadable

// IsComplete is Snapshot.isComplete.
func IsComplete(s Snapshot) bool { return s.isComplete() }
