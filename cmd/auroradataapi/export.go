package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/progress"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/transfer"
)

// exportCommand writes the rows of a table or a query to a file.
type exportCommand struct {
	Table string `arg:"" optional:"" help:"Table to export, as SQL has its name: orders, shop.orders, or with quotation marks."`

	Query string `short:"q" placeholder:"SQL" help:"Export what a query returns instead of a table."`
	To    string `default:"-" placeholder:"FILE" predictor:"file" help:"File to write; one whose name ends in .gz is compressed. Default: standard output."`

	fileFormat `group:"File:"`
	target     `group:"Cluster:"`
}

// Help is the rest of the manual of the command.
func (*exportCommand) Help() string {
	return `The files are those that import reads, with every value exact: a table that is exported and imported has equal rows. A table's columns that are generated are left out.

Rows are read page by page and written as they come, whatever their number; a file that is not complete is not left behind. A query is one transaction's view, of a table with many rows for as long as it takes.

On MySQL a FLOAT of a query has the six digits that MySQL shows; write f + 0e0 for all. In JSON lines NULL and the null of json are both null.

Examples:

    auroradataapi export orders > orders.csv
    auroradataapi export shop.events --to events.jsonl.gz
    auroradataapi export --query "select id, total from orders where placed >= '2026-01-01' order by id" --to recent.csv`
}

// Run reads the rows and writes the file.
func (c *exportCommand) Run(ctx context.Context, p process) error {
	if (c.Table == "") == (c.Query == "") {
		return usageError{errors.New("want the name of a table, or --query")}
	}
	connector, engine, err := c.connect(ctx, p)
	if err != nil {
		return err
	}
	options, err := c.options(c.To)
	if err != nil {
		return err
	}
	options.Engine = engine
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	db := sql.OpenDB(connector)
	defer db.Close()
	began := time.Now()
	rows, err := c.export(ctx, p, db, options)
	if err != nil {
		return unfinishedExport(ctx, inText(c.Query, err))
	}
	p.note("%s exported in %s", result.Counted(rows, "row"), time.Since(began).Round(time.Millisecond))
	return nil
}

func (c *exportCommand) export(ctx context.Context, p process, db *sql.DB, options transfer.Options) (rows int64, err error) {
	text, err := c.statement(ctx, db, options.Engine)
	if err != nil {
		return 0, err
	}
	out, err := transfer.CreateOutput(c.To, p.stdout)
	if err != nil {
		return 0, err
	}
	bar := progress.Bytes(p.stderr, -1)
	defer bar.Clear()
	options.Progress = func(rows int64) { bar.Show(out.Written(), result.Counted(rows, "row")) }
	rows, err = transfer.Export(ctx, db, text, out, options)
	if err != nil {
		return rows, errors.Join(err, out.Discard())
	}
	return rows, out.Close()
}

// unfinishedExport returns an error, or the signal behind it. What has only read has
// an outcome that is known.
func unfinishedExport(ctx context.Context, err error) error {
	if cause := interrupted(ctx); cause != nil {
		return cause
	}
	return &unfinishedError{error: err, settled: true}
}

// statement returns the query that is exported.
func (c *exportCommand) statement(ctx context.Context, db *sql.DB, engine auroradataapi.Engine) (string, error) {
	if c.Query != "" {
		return c.Query, nil
	}
	table, err := transfer.ParseTable(engine, c.Table)
	if err != nil {
		return "", usageError{fmt.Errorf("%s: %w", c.Table, err)}
	}
	return table.Query(ctx, db, engine)
}
