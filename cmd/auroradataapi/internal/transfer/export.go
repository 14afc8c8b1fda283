package transfer

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// Export writes the rows of a query to a file and returns how many there were. A
// result of any size is read page by page.
func Export(ctx context.Context, from Querier, query string, to io.Writer, options Options) (int64, error) {
	if err := options.check(); err != nil {
		return 0, err
	}
	query, columns, err := exactQuery(ctx, from, query, options.Engine)
	if err != nil {
		return 0, err
	}
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if columns == nil {
		if columns, err = result.Columns(rows); err != nil {
			return 0, err
		}
	}
	if len(columns) == 0 {
		return 0, errors.New("auroradataapi: export rows: the statement returns none")
	}
	out, err := result.New(to, result.Options{
		Format: options.Format, Delimiter: options.Delimiter, Null: options.Null, NoHeader: options.NoHeader,
	})
	if err != nil {
		return 0, err
	}
	return result.Copy(&counter{Writer: out, columns: columns, progress: options.Progress}, rows)
}

// counter says now and then how many rows have been written.
type counter struct {
	result.Writer
	columns  []result.Column // the file's
	rows     int64
	progress func(rows int64)
}

func (c *counter) Begin([]result.Column) error { return c.Writer.Begin(c.columns) }

func (c *counter) Row(values []any) error {
	c.rows++
	if c.progress != nil && c.rows%100 == 0 {
		c.progress(c.rows)
	}
	return c.Writer.Row(values)
}

// exactQuery returns the query as it is to be sent, and the columns that it has if
// it is another one.
func exactQuery(ctx context.Context, from Querier, query string, engine auroradataapi.Engine) (string, []result.Column, error) {
	text, ok := wrappable(query, engine)
	if !ok {
		return query, nil, nil
	}
	const before = "select * from (" // what the query stands behind
	columns, err := columnsOf(ctx, from, before+text+"\n) as q where false")
	if err != nil {
		return "", nil, moved(err, len(before))
	}
	if !slices.ContainsFunc(columns, inexact) {
		return query, nil, nil
	}
	return exactly(columns, text), columns, nil
}

// wrappable returns a query of PostgreSQL that can stand in another one.
func wrappable(query string, engine auroradataapi.Engine) (string, bool) {
	if engine != auroradataapi.EnginePostgreSQL {
		return "", false
	}
	statements, err := auroradataapi.SplitStatements(engine, query)
	if err != nil || len(statements) != 1 {
		return "", false
	}
	text := statements[0].Text
	words := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return r < 'A' || r > 'Z' })
	if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"INTO", "INSERT", "UPDATE", "DELETE", "MERGE"}, w)
	}) {
		return "", false
	}
	return text, slices.Contains([]string{"SELECT", "VALUES", "TABLE", "WITH"}, words[0])
}

// moved returns an error of a longer text as one of the text in it.
func moved(err error, by int) error {
	if e := (*auroradataapi.Error)(nil); errors.As(err, &e) {
		e.Position = max(0, e.Position-by)
	}
	return err
}
