package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

// queryCommand runs one statement, or several in one transaction.
type queryCommand struct {
	SQL  string   `arg:"" optional:"" name:"sql" help:"The statement or statements; without any, or for \"-\", it is read from standard input."`
	Args []string `arg:"" optional:"" name:"arg" help:"Values for $$1, $$2, … (MySQL: ?). Put -- in front of them if one starts with a minus sign."`

	Param []string `short:"p" sep:"none" placeholder:"NAME=VALUE" help:"Value for the placeholder :NAME. Repeat for more."`

	output `group:"Output:"`
	Format string `short:"f" hidden:"" enum:",auto,table,vertical,json,jsonl,csv" default:"" help:"Former name of --output."`
	target `group:"Cluster:"`
}

// Help is the rest of the manual of the command.
func (*queryCommand) Help() string {
	return `Values are text unless they name a type:

    text:VALUE            text, whatever it looks like; for values from elsewhere
    int:42                whole number (int8, BIGINT)
    float:1.5             floating point number (float8, DOUBLE)
    bool:true  bool:false
    null:                 NULL
    json:{"a":[1]}        JSON
    bytes:00ff            bytes (bytea, BLOB) in hexadecimal digits
    time:2026-01-31T13:14:15.123456Z   point in time (timestamptz; in UTC on MySQL)

A type that is not among them is a cast in the statement: 'select $1::uuid', '$1::numeric'; on MySQL 'select cast(? as decimal(30,10))'.

Several statements are run in one transaction, and the rows of each are written one after the other.

Rows go to standard output. What is said about them, such as their number or how many were changed, goes to standard error.

Formats. All give whole numbers, numeric (decimal) and microseconds exactly, and times as in RFC 3339, timestamptz in UTC, and without an offset timestamp and MySQL's DATETIME and TIMESTAMP, the latter in UTC.

    table     on a terminal cut to its width; NULL for NULL and "NULL" for that text; bytea as \x and hexadecimal
              digits, MySQL's binary types as 0x and digits; control characters as escapes
    vertical  the same, with a line for each value
    csv       as COPY … CSV HEADER: nothing for NULL, "" for the empty text; bytea as in a table
    json      an array, one object in a line for each row; json and jsonb nested in it, numbers with all their digits
              (NaN and the infinities as strings), bytea and the binary types in base64, everything else as strings;
              a column whose name came before gets _2, _3, … behind it
    jsonl     those objects alone

Examples:

    auroradataapi query 'select * from pg_catalog.pg_tables'
    auroradataapi query 'select $1::uuid, $2 + 1' 6ba7b810-9dad-11d1-80b4-00c04fd430c8 int:41
    auroradataapi query -o csv --param since=time:2026-01-01T00:00:00Z 'select * from orders where placed >= :since'
    auroradataapi query --url postgresql+auroradataapi:///app < report.sql
    auroradataapi query --engine mysql -d shop 'select * from orders where placed >= ?' 2026-01-01`
}

// Run runs the statement and writes its result.
func (q *queryCommand) Run(ctx context.Context, p process) error {
	values, err := arguments(q.Args, q.Param)
	if err != nil {
		return usageError{err}
	}
	connector, engine, err := q.connect(ctx, p)
	if err != nil {
		return err
	}
	text, err := q.statement(p)
	if err != nil {
		return err
	}
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	db := sql.OpenDB(connector)
	defer db.Close()
	setIfGiven(&q.Output, q.Format)
	return inText(text, interruption(ctx, p.execute(ctx, db, statement{engine, text, values}, q.output)))
}

// statement returns the SQL text.
func (q *queryCommand) statement(p process) (string, error) {
	if q.SQL != "" && q.SQL != "-" {
		return q.SQL, nil
	}
	if terminal.Is(p.stdin) {
		p.note("type the statement, then Ctrl-D")
	}
	text, err := io.ReadAll(p.stdin)
	if err != nil {
		return "", fmt.Errorf("read the statement: %w", err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return "", usageError{fmt.Errorf("no statement: give it as an argument or on standard input")}
	}
	return string(text), nil
}

// statement is an SQL text with its arguments.
type statement struct {
	engine auroradataapi.Engine
	text   string
	args   []any
}

// execute runs a statement, writes its rows to standard output, and says on
// standard error how many there were.
func (p process) execute(ctx context.Context, db *sql.DB, s statement, o output) error {
	if s.onlyCounts() {
		return p.change(ctx, db, s)
	}
	rows, err := db.QueryContext(ctx, s.text, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		if err := p.write(rows, o); err != nil {
			return err
		}
	}
	return rows.Err()
}

// write writes a result set to standard output, and says on standard error how many
// rows it has.
func (p process) write(rows *sql.Rows, o output) error {
	columns, err := result.Columns(rows)
	if err != nil {
		return err
	}
	if len(columns) == 0 {
		p.note("done")
		return nil
	}
	out, err := result.New(p.stdout, o.options(p.stdout))
	if err != nil {
		return err
	}
	count, err := result.Copy(out, rows)
	if err != nil {
		return err
	}
	if result.IsCut(out) {
		p.note("%s, cut to fit; --full shows all of each value", result.Counted(count, "row"))
		return nil
	}
	p.note("%s", result.Counted(count, "row"))
	return nil
}

// change runs a statement that changes rows and returns none.
func (p process) change(ctx context.Context, db *sql.DB, s statement) error {
	changed, err := db.ExecContext(ctx, s.text, s.args...)
	if err != nil {
		return err
	}
	count, err := changed.RowsAffected()
	if err != nil {
		return err
	}
	p.note("%s changed", result.Counted(count, "row"))
	return nil
}

// onlyCounts tells whether it is one statement that returns no rows but their number.
func (s statement) onlyCounts() bool {
	cut, err := auroradataapi.SplitStatements(s.engine, s.text)
	return err == nil && len(cut) == 1 && script.OnlyCounts(cut[0].Text)
}
