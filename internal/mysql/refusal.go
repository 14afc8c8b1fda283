package mysql

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Refusal is what the service finds in a result that it does not return. The zero
// value is none.
type Refusal struct {
	typeName string // of a refused type
	times    bool   // a date or a time is one that the service cannot write
}

// Unprintable is the refusal of a date or a time for which the service has no words:
// it fails with InternalFailure and says nothing, as it does of an infinite date on
// PostgreSQL (tmokmss/aurora-data-api-proxy COMPATIBILITY.md). That it does so of a
// zero date and of a TIME that is negative or has more than 24 hours is a guess.
var Unprintable = Refusal{times: true}

// ReadRefusal reads the message of an UnsupportedResultException:
//
//	The result contains the unsupported data type GEOMETRY.
//
// It is PostgreSQL's (simiancraft/drizzle-kit-rds-data-api-repro), and a guess for
// MySQL. It returns none for another one, such as that of a result that is too
// large.
func ReadRefusal(message string) Refusal {
	_, name, _ := strings.Cut(message, "unsupported data type ")
	return Refusal{typeName: strings.ToUpper(strings.TrimSuffix(name, "."))}
}

// IsNone reports whether nothing was refused.
func (r Refusal) IsNone() bool { return r == Refusal{} }

// Advice says what to write instead of what was refused, whose columns are not known.
func (r Refusal) Advice() string {
	what := r.typeName
	if r.times {
		what = "zero dates, and times below 0 or above 24 hours"
	}
	return "the Data API does not return " + what + ": write CAST(… AS BINARY)"
}

// concerns reports whether a column may be what was refused.
func (r Refusal) concerns(c *wire.Column) bool {
	t := typeOf(c)
	if r.times {
		return t.kind == instant || t.kind == clock
	}
	return r.typeName != "" && t == typeOf(&wire.Column{TypeName: r.typeName, Precision: c.Precision})
}

// isLossy reports whether the service does not return the values of a column as they
// are, or not at all: of bits and of a TINYINT(1) it tells whether they are 0.
func isLossy(c *wire.Column) bool {
	switch typeOf(c).kind {
	case boolean, bits, geometry:
		return true
	}
	return false
}
