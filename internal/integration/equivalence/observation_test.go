package equivalence_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi"
)

// observation is all that a program can see of a text that has run.
type observation struct {
	result string // columns and values
	fault  *fault // nil without an error
}

// fault is what an error tells. One that is not of the database has no code.
type fault struct {
	code, message, detail, hint string
	position                    int  // in the text
	inside                      bool // there is a position in a text inside of the text
}

func (o observation) String() string {
	if o.fault == nil {
		return o.result
	}
	return o.result + fmt.Sprintf("error %+v\n", *o.fault)
}

// matches says whether the driver's observation is that of pgx, of a text with
// one statement or several. pgx may have seen rows before an error.
func (o observation) matches(native observation, several bool) bool {
	if o.fault != nil && native.fault != nil {
		return strings.HasPrefix(native.result, o.result) && o.fault.matches(*native.fault, several)
	}
	return o == native
}

// ofDatabase says whether there is no error but of the database.
func (o observation) ofDatabase() bool { return o.fault == nil || o.fault.code != "" }

// matches says whether the driver's error is that of pgx. Where both ways have
// an error, one may be of the driver or of pgx and not of the database. Where
// the server finds the place of an error in a body only inside of the body, it
// may find it in the whole text for the driver, which quotes some bodies
// otherwise. And the server reads a text to its end before it looks at the first
// statement, or at how many there are, where the driver sends one by one.
func (f fault) matches(native fault, several bool) bool {
	switch {
	case f.code == "" || native.code == "":
		return true
	case native.code == syntaxError && (several || f.message == tooMany):
		return true
	}
	if native.inside && native.position == 0 {
		f.position = 0
	}
	f.message, native.message, f.inside = f.grammar(), native.grammar(), native.inside
	return f == native
}

const (
	syntaxError = "42601"
	tooMany     = "cannot insert multiple commands into a prepared statement"
)

// grammar returns the message without the token at which a syntax error is, if
// the driver may spell it otherwise: a constant, or the semicolon behind a
// statement, which it does not send.
func (f fault) grammar() string {
	general, token, found := strings.Cut(f.message, " at or near ")
	if !found {
		general, found = strings.CutSuffix(f.message, " at end of input")
	}
	if found && (token == "" || token == `";"` || strings.ContainsAny(token, "'$")) {
		return general
	}
	return f.message
}

// queryer is a sql.DB or Tx.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// observeExec runs a text and counts its rows.
func observeExec(ctx context.Context, q queryer, text string, args []any) observation {
	result, err := q.ExecContext(ctx, text, args...)
	if err != nil {
		return observation{fault: newFault(err)}
	}
	n, err := result.RowsAffected()
	return observation{fmt.Sprintf("%d rows\n", n), newFault(err)}
}

// observe runs a text.
func observe(ctx context.Context, q queryer, text string, args []any) observation {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return observation{fault: newFault(err)}
	}
	defer rows.Close()
	var b strings.Builder
	types, err := rows.ColumnTypes()
	if err != nil {
		return observation{fault: newFault(err)}
	}
	for _, t := range types {
		fmt.Fprintf(&b, "column %q %s\n", t.Name(), typeName(ctx, t.DatabaseTypeName()))
	}
	values, pointers := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return observation{b.String(), newFault(err)}
		}
		for i, v := range values {
			write(&b, types[i], v)
		}
	}
	return observation{b.String(), newFault(rows.Err())}
}

// write writes a value, but for what the service is known to lose: the spaces
// in JSON, the time zone of the session, the bounds of arrays.
func write(b *strings.Builder, column *sql.ColumnType, v any) {
	text := fmt.Sprint(v)
	switch v := v.(type) {
	case time.Time:
		text = v.UTC().Format(time.RFC3339Nano)
	case string:
		if strings.HasPrefix(column.DatabaseTypeName(), "_") {
			text = bounds.ReplaceAllString(v, "")
		}
	case []byte:
		text = string(v)
		var compact bytes.Buffer
		if name := column.DatabaseTypeName(); (name == "JSON" || name == "JSONB") && json.Compact(&compact, v) == nil {
			text = compact.String()
		}
	}
	fmt.Fprintf(b, "%T %+q\n", v, text)
}

// bounds are what an array starts with whose first index is not one.
var bounds = regexp.MustCompile(`^(\[-?\d+:-?\d+\])+=`)

func newFault(err error) *fault {
	var ours *auroradataapi.Error
	var direct *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ours):
		return &fault{ours.Code, ours.Message, ours.Detail, ours.Hint, ours.Position, false}
	case errors.As(err, &direct):
		return &fault{direct.Code, direct.Message, direct.Detail, direct.Hint, int(direct.Position), direct.InternalPosition > 0}
	}
	return &fault{message: err.Error()}
}

// typeNames are the names of types for which pgx has given an OID.
var typeNames sync.Map

func typeName(ctx context.Context, name string) string {
	oid, err := strconv.ParseUint(name, 10, 32)
	if err != nil {
		return name
	}
	if known, ok := typeNames.Load(oid); ok {
		return known.(string)
	}
	if err := cluster.Native.QueryRowContext(ctx, "select upper(typname) from pg_type where oid = $1", oid).Scan(&name); err == nil {
		typeNames.Store(oid, name)
	}
	return name
}
