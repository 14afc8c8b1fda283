package equivalence_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// observation is all that a program can see of a text that has run.
type observation struct {
	result string // columns and values
	fault  *fault // nil without an error
}

func (o observation) String() string {
	if o.fault == nil {
		return o.result
	}
	return o.result + fmt.Sprintf("error %+v\n", *o.fault)
}

// matches says whether the driver's observation of a text is that of pgx, which
// may have seen rows before an error. Where the text has become several
// statements by damage, pgx does not run it and the driver may.
func (o observation) matches(native observation, s step) bool {
	if o.fault != nil && native.fault != nil {
		return strings.HasPrefix(native.result, o.result) && o.fault.matches(*native.fault, s)
	}
	return o == native || native.fault != nil && native.fault.message == tooMany
}

// ofDatabase says whether there is no error but of the database.
func (o observation) ofDatabase() bool {
	return o.fault == nil || o.fault.code != "" && !o.fault.isUnreadable()
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

// observe runs a text and reads all its results.
func observe(ctx context.Context, q queryer, text string, args []any) observation {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return observation{fault: newFault(err)}
	}
	defer rows.Close()
	var b strings.Builder
	for more := true; more; more = rows.NextResultSet() {
		if err := writeRows(ctx, &b, rows); err != nil {
			return observation{b.String(), newFault(err)}
		}
	}
	return observation{b.String(), newFault(rows.Err())}
}

// writeRows writes the columns and the rows of a result.
func writeRows(ctx context.Context, b *strings.Builder, rows *sql.Rows) error {
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	for _, t := range types {
		fmt.Fprintf(b, "column %q %s\n", t.Name(), typeName(ctx, t.DatabaseTypeName()))
	}
	values, pointers := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		for i, v := range values {
			write(b, types[i], v)
		}
	}
	return rows.Err()
}

// observeParts runs statements one by one, as if they were one text with
// separators between them.
func observeParts(ctx context.Context, q queryer, parts []string) observation {
	var all observation
	offset := 0
	for _, part := range parts {
		o := observe(ctx, q, part, nil)
		all.result += o.result
		if o.fault != nil {
			if o.fault.position > 0 {
				o.fault.position += offset
			}
			all.fault = o.fault
			break
		}
		offset += utf8.RuneCountInString(part + separator)
	}
	return all
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
