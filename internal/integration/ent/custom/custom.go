// Package custom has the Go types of fields that are not Ent's own: an enum, an
// address, an array of times.
package custom

import (
	"database/sql/driver"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"
)

// UUID is what a column without a default holds.
type UUID = uuid.UUID

// Level is an enum with a type of its own.
type Level string

// Levels, from low to high.
const (
	Low  Level = "low"
	High Level = "high"
)

// Values lists the levels.
func (Level) Values() []string { return []string{string(Low), string(High)} }

// Address is an address of the Internet: inet on PostgreSQL, text on MySQL.
type Address struct{ netip.Addr }

// Value gives the address as text.
func (a Address) Value() (driver.Value, error) {
	if !a.IsValid() {
		return nil, nil
	}
	return a.String(), nil
}

// Scan reads the text of an address, which PostgreSQL may follow by its bits.
func (a *Address) Scan(src any) error {
	text, err := textOf(src)
	if err != nil || text == "" {
		return err
	}
	text, _, _ = strings.Cut(text, "/")
	a.Addr, err = netip.ParseAddr(text)
	return err
}

// Times is an array of times: timestamptz[] on PostgreSQL, its text on MySQL.
type Times []time.Time

// layout is that of a time in an array of PostgreSQL whose zone is UTC.
const layout = "2006-01-02 15:04:05.999999-07"

// Value gives the literal of the array.
func (t Times) Value() (driver.Value, error) {
	quoted := make([]string, len(t))
	for i, moment := range t {
		quoted[i] = `"` + moment.UTC().Format(layout) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}", nil
}

// Scan reads the literal of an array.
func (t *Times) Scan(src any) error {
	*t = nil
	text, err := textOf(src)
	if err != nil || text == "" {
		return err
	}
	for _, quoted := range strings.Split(strings.Trim(text, "{}"), ",") {
		moment, err := time.Parse(layout, strings.Trim(quoted, `"`))
		if err != nil {
			return err
		}
		*t = append(*t, moment.UTC())
	}
	return nil
}

func textOf(src any) (string, error) {
	switch src := src.(type) {
	case nil:
		return "", nil
	case string:
		return src, nil
	case []byte:
		return string(src), nil
	}
	return "", fmt.Errorf("custom: %T is not text", src)
}
