package auroradataapi

import (
	"errors"
	"slices"
)

// QueryExecMode says how a statement gets its arguments, and where their types come
// from. A pgx.QueryExecMode as the first argument of a statement is understood: for
// exec and simple protocol, in both of which pgx sends texts without types, it is
// run in QueryExecModeSimple, for any other in QueryExecModeDescribe. On a statement
// that was prepared it is ignored.
type QueryExecMode uint8

const (
	// QueryExecModeDescribe asks the server which types it infers for the
	// arguments, once for each SQL text, and sends each value as pgx sends it to
	// that type. It is the default.
	QueryExecModeDescribe QueryExecMode = iota

	// QueryExecModeExec takes the types from the Go types of the arguments, and
	// makes no call of its own. Casts in the SQL text must say what PostgreSQL
	// does not convert by itself.
	QueryExecModeExec

	// QueryExecModeSimple makes the arguments part of the SQL text, as constants
	// without types, of which the server infers types itself, and makes no call of
	// its own. It is pgx's QueryExecModeSimpleProtocol. Text and arguments together
	// have room for 65,536 characters, and what logs statements logs values.
	QueryExecModeSimple
)

var errUnknownMode = errors.New("want describe, exec or simple")

// modeNames are the modes in a DSN.
var modeNames = [...]string{QueryExecModeDescribe: "describe", QueryExecModeExec: "exec", QueryExecModeSimple: "simple"}

// String returns the mode as in a DSN: describe, exec or simple.
func (m QueryExecMode) String() string {
	if int(m) >= len(modeNames) {
		return "unknown"
	}
	return modeNames[m]
}

// modeSetting is a mode: describe is the default.
type modeSetting QueryExecMode

func (s *modeSetting) String() string {
	if *s == modeSetting(QueryExecModeDescribe) {
		return ""
	}
	return QueryExecMode(*s).String()
}

func (s *modeSetting) Set(text string) error {
	if text == "" {
		text = QueryExecModeDescribe.String()
	}
	mode := slices.Index(modeNames[:], text)
	if mode < 0 {
		return errUnknownMode
	}
	*s = modeSetting(mode)
	return nil
}
