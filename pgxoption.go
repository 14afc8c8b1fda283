package auroradataapi

import (
	"context"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// pgxOption is what pgx, or this driver, takes in front of the arguments to say how a
// statement is to be run. It reaches a driver through database/sql like an argument: GORM's
// migrator passes a QueryExecMode. Types are recognized by path and name, so that
// pgx need not be imported.
type pgxOption uint8

const (
	noPgxOption      pgxOption = iota
	pgxMode                    // a QueryExecMode
	pgxResultFormats           // of values on pgx's wire, which there is none of here
	pgxRewriter                // a QueryRewriter such as NamedArgs
	streamingOption            // a Streaming, which is this package's own
)

// optionOf returns which option a value is for the connection's database: over MySQL
// what is pgx's is an argument like any other.
func (c *conn) optionOf(v any) pgxOption {
	option := pgxOptionOf(v)
	if option != streamingOption && c.engine.Dialect() != sqltext.PostgreSQL {
		return noPgxOption
	}
	return option
}

func pgxOptionOf(v any) pgxOption {
	switch v.(type) {
	case nil, bool, int, int64, float64, string, []byte, time.Time: // most arguments
		return noPgxOption
	case Streaming:
		return streamingOption
	}
	switch t := reflect.TypeOf(v); {
	case isPgxType(t, "QueryExecMode"):
		return pgxMode
	case isPgxType(t, "QueryResultFormats"), isPgxType(t, "QueryResultFormatsByOID"):
		return pgxResultFormats
	case rewriteMethod(v).IsValid():
		return pgxRewriter
	}
	return noPgxOption
}

// isPgxType reports whether a type is pgx's own, of whatever major version.
func isPgxType(t reflect.Type, name string) bool {
	return t.Name() == name && strings.HasPrefix(t.PkgPath()+"/", "github.com/jackc/pgx/")
}

// invocation is a text with its arguments and the mode to run it in.
type invocation struct {
	engine engine.Engine
	query  string
	args   []driver.NamedValue
	mode   QueryExecMode

	streaming Streaming
}

// invocation takes the options of pgx from in front of the arguments, and does
// with them what pgx does.
func (c *conn) invocation(ctx context.Context, query string, args []driver.NamedValue) (invocation, error) {
	i := invocation{engine: c.engine, query: query, args: args, mode: c.mode, streaming: c.streaming}
	var rewriter any
	for len(i.args) > 0 {
		option := pgxOptionOf(i.args[0].Value)
		if option == noPgxOption {
			break
		}
		switch option {
		case streamingOption:
			i.streaming = i.args[0].Value.(Streaming)
		case pgxMode:
			i.mode = modeOfPgx(i.args[0].Value)
		case pgxRewriter:
			rewriter = i.args[0].Value
		}
		i.args = i.args[1:]
	}
	for n := range i.args {
		i.args[n].Ordinal = n + 1
	}
	if rewriter == nil {
		return i, nil
	}
	return i, i.rewrite(ctx, rewriter)
}

// modeOfPgx returns the mode that does what one of pgx's does, by the name that it
// gives itself. Also in its mode exec pgx sends a text for each argument, and the
// server infers the types: with the service, that takes constants.
func modeOfPgx(v any) QueryExecMode {
	switch fmt.Sprint(v) {
	case "exec", "simple protocol":
		return QueryExecModeSimple
	}
	return QueryExecModeDescribe
}

var (
	contextType   = reflect.TypeFor[context.Context]()
	stringType    = reflect.TypeFor[string]()
	argumentsType = reflect.TypeFor[[]any]()
	errorType     = reflect.TypeFor[error]()
)

// rewriteMethod returns the method of pgx's interface QueryRewriter, which takes a
// context, a *pgx.Conn, a text and arguments, and returns others. It is not valid
// if there is none.
func rewriteMethod(v any) reflect.Value {
	value := reflect.ValueOf(v)
	if value.Kind() == reflect.Pointer && value.IsNil() {
		return reflect.Value{}
	}
	method := value.MethodByName("RewriteQuery")
	if !method.IsValid() {
		return reflect.Value{}
	}
	t := method.Type()
	if t.NumIn() != 4 || t.NumOut() != 3 ||
		t.In(0) != contextType || t.In(1).Kind() != reflect.Pointer || !isPgxType(t.In(1).Elem(), "Conn") ||
		t.In(2) != stringType || t.In(3) != argumentsType ||
		t.Out(0) != stringType || t.Out(1) != argumentsType || t.Out(2) != errorType {
		return reflect.Value{}
	}
	return method
}

// rewrite has a QueryRewriter of pgx's own, such as NamedArgs, write the text and
// the arguments anew. Those do not look at the connection that they are given,
// which others may do.
func (i *invocation) rewrite(ctx context.Context, rewriter any) error {
	t := reflect.TypeOf(rewriter)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !isPgxType(t, t.Name()) {
		return fmt.Errorf("auroradataapi: rewrite query: %v is given a *pgx.Conn, which there is none of: pass a pgx.NamedArgs", t)
	}
	args := make([]any, len(i.args))
	for n := range args {
		args[n] = i.args[n].Value
	}
	method := rewriteMethod(rewriter)
	results := method.Call([]reflect.Value{
		reflect.ValueOf(ctx), reflect.Zero(method.Type().In(1)), reflect.ValueOf(i.query), reflect.ValueOf(args),
	})
	if err, _ := results[2].Interface().(error); err != nil {
		return fmt.Errorf("auroradataapi: rewrite query: %w", err)
	}
	i.query = results[0].String()
	return i.replace(results[1].Interface().([]any))
}

// replace gives the text other arguments.
func (i *invocation) replace(args []any) error {
	i.args = make([]driver.NamedValue, len(args))
	for n, v := range args {
		i.args[n] = driver.NamedValue{Ordinal: n + 1, Value: v}
		if err := checkArgument(i.engine, &i.args[n]); err != nil {
			return bindError(&i.args[n], err)
		}
	}
	return nil
}
