package auroradataapi

import "errors"

// QueryExecMode says where the types of a statement's arguments come from. The
// name and the meaning are those of pgx.
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
)

var errUnknownMode = errors.New("want describe or exec")

// String returns describe or exec, as in a DSN.
func (m QueryExecMode) String() string {
	if m == QueryExecModeExec {
		return "exec"
	}
	return "describe"
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
	switch text {
	case "", "describe":
		*s = modeSetting(QueryExecModeDescribe)
	case "exec":
		*s = modeSetting(QueryExecModeExec)
	default:
		return errUnknownMode
	}
	return nil
}
