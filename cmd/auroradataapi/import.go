package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/progress"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/transfer"
)

// importCommand writes the rows of a file to a table.
type importCommand struct {
	File string `arg:"" predictor:"file" help:"File to read, or - for standard input. A name that ends in .gz is of a compressed file."`

	Table   string   `required:"" short:"t" placeholder:"NAME" help:"Table to write to, as SQL has its name: orders, shop.orders, or with quotation marks."`
	Columns []string `sep:"," placeholder:"NAME" help:"Columns that the values are for, in their order. Default: those that the file names, else all."`
	Batch   int64    `placeholder:"N" help:"Commit N rows at a time, and say where to go on after an error. Default: all rows or none."`
	Skip    int64    `placeholder:"N" help:"Pass over the first N rows."`

	fileFormat `group:"File:"`
	target     `group:"Cluster:"`
}

// fileFormat are the flags for what a file is like.
type fileFormat struct {
	Format    string `enum:",csv,jsonl" default:"" placeholder:"FORMAT" help:"csv or jsonl (JSON lines). Default: jsonl for a name that ends in .jsonl, .ndjson or .json, else csv."`
	Delimiter string `default:"," placeholder:"CHARACTER" help:"What stands between the values of CSV; \\t is a tab. Default: a comma."`
	Null      string `placeholder:"TEXT" help:"What stands for NULL in CSV, outside of quotation marks. Default: nothing."`
	NoHeader  bool   `help:"CSV has no line with the names of the columns."`
}

// options returns the options for a file of a name.
func (f *fileFormat) options(name string) (transfer.Options, error) {
	options := transfer.Options{Format: f.Format, Null: f.Null, NoHeader: f.NoHeader}
	if f.Format == "" {
		options.Format = transfer.FormatOf(name)
	}
	delimiter := []rune(f.Delimiter)
	if f.Delimiter == `\t` {
		delimiter = []rune("\t")
	}
	if len(delimiter) != 1 || strings.ContainsRune("\"\r\n", delimiter[0]) {
		return options, usageError{errors.New("--delimiter: want one character that is no quotation mark, or \\t")}
	}
	options.Delimiter = delimiter[0]
	return options, nil
}

// Help is the rest of the manual of the command.
func (*importCommand) Help() string {
	return `CSV is that of RFC 4180 and of COPY … CSV HEADER: the first line names columns, of all or of some; those that are left out get their defaults. NULL is nothing between two delimiters, "" the empty text. Values are what the database reads for the column; bytes are \x and hexadecimal digits, on MySQL 0x and digits.

JSON lines have an object in each line, and the first says which columns there are. json is nested in it, bytes are in base64, and an array of JSON goes into an array of PostgreSQL.

All rows are written or none, unless --batch is given, in as few calls as they have room in. The file is read as it is written, whatever its size. An error names the line.

Examples:

    auroradataapi import orders.csv --table orders
    auroradataapi import events.jsonl.gz -t shop.events --batch 100000
    auroradataapi import - -t orders --delimiter '\t' --null '\N' --no-header < orders.txt`
}

// Run reads the file and writes its rows.
func (c *importCommand) Run(ctx context.Context, p process) error {
	connector, engine, err := c.connect(ctx, p)
	if err != nil {
		return err
	}
	options, err := c.options(c.File)
	if err != nil {
		return err
	}
	options.Engine = engine
	table, err := transfer.ParseTable(engine, c.Table)
	if err != nil {
		return usageError{fmt.Errorf("--table: %w", err)}
	}
	if c.Batch < 0 || c.Skip < 0 {
		return usageError{errors.New("--batch and --skip: want no number below 0")}
	}
	in, err := transfer.OpenInput(c.File, p.stdin)
	if err != nil {
		return err
	}
	defer in.Close()
	bar := progress.Bytes(p.stderr, in.Size())
	options.Progress = func(rows int64) { bar.Show(in.Done(), result.Counted(rows, "row")) }
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	db := sql.OpenDB(connector)
	defer db.Close()
	began := time.Now()
	to := transfer.Target{Table: table, Columns: c.Columns, Batch: c.Batch, Skip: c.Skip}
	rows, err := transfer.Import(ctx, db, to, in, options)
	bar.Clear()
	if err != nil {
		return c.unfinished(ctx, err, rows)
	}
	p.note("%s imported into %s in %s", result.Counted(rows, "row"), c.Table, time.Since(began).Round(time.Millisecond))
	return nil
}

// unfinished returns an error with what has become of the rows.
func (c *importCommand) unfinished(ctx context.Context, err error, rows int64) error {
	if failed := (*transfer.Error)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("%s: %w", inputName(c.File), err)
	}
	err = interruption(ctx, err)
	return &unfinishedError{error: err, outcome: c.outcome(rows, isOutcomeUnknown(err))}
}

// outcome says how many rows are committed.
func (c *importCommand) outcome(rows int64, unknown bool) string {
	switch {
	case c.Batch == 0 && unknown:
		return "All rows are imported, or none."
	case c.Batch == 0 || rows == 0 && !unknown:
		return "Nothing is imported."
	case unknown:
		return fmt.Sprintf("%s committed, and it is not known whether the %d behind them are.", result.Counted(rows, "row"), c.Batch)
	}
	return fmt.Sprintf("%s committed; go on with --skip %d.", result.Counted(rows, "row"), c.Skip+rows)
}

// inputName is a file's name in errors.
func inputName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}
