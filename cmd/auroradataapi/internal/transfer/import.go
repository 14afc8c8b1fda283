package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/auroradataapi/auroradataapi"
)

// Target says where a file goes.
type Target struct {
	Table Table
	// Columns are those that the values of a file are for, in their order. Default:
	// those that it names, else all of the table.
	Columns []string
	// Batch is how many rows are committed at a time. 0 commits all together.
	Batch int64
	// Skip is how many rows of the file are passed over.
	Skip int64
}

// Import writes the rows of a file to a table and returns how many. Without
// Target.Batch it writes all or none; with it the rows that it returns are
// committed, and Skip goes on behind them. In a transaction of the caller's nothing
// is committed.
//
// An error of a row is an *Error with its line. What the database says is in it, as
// an *auroradataapi.Error; that it is not known whether rows were committed matches
// auroradataapi.ErrOutcomeUnknown.
func Import(ctx context.Context, to Conn, target Target, from io.Reader, options Options) (int64, error) {
	if err := options.check(); err != nil {
		return 0, err
	}
	i := &importer{conn: to, Target: target, engine: options.Engine, progress: options.Progress, source: newSource(from, options)}
	if err := i.begin(ctx); err != nil {
		return 0, err
	}
	for !i.ended && i.err == nil {
		n, err := auroradataapi.CopyFrom(ctx, to, i.Table, i.names, i.rows(), &auroradataapi.BulkOptions{
			SourceErr: func() error { return i.err }, Progress: i.landed,
		})
		i.written += n
		if err != nil {
			return i.written, i.blame(err)
		}
		i.forget(len(i.lines))
	}
	return i.written, i.err
}

// importer is an import under way.
type importer struct {
	Target
	conn     Conn
	engine   auroradataapi.Engine
	source   source
	columns  []column
	names    []string
	progress func(int64)

	read    int64 // rows
	written int64
	lines   []int // that rows begin in which have not landed
	gone    int64 // rows of this batch that have
	ended   bool
	err     error // of the file
}

// begin finds the columns and passes over the rows to skip.
func (i *importer) begin(ctx context.Context) error {
	known, err := i.Table.columns(ctx, i.conn, i.engine)
	if err != nil {
		return err
	}
	names, err := i.source.names()
	if err != nil {
		return err
	}
	if i.Columns != nil {
		if names != nil && len(names) != len(i.Columns) {
			return fmt.Errorf("auroradataapi: got %d columns for a file of %d", len(i.Columns), len(names))
		}
		names = i.Columns
	}
	chosen, err := choose(known, names)
	if err != nil {
		return err
	}
	for _, c := range chosen {
		i.columns = append(i.columns, column{c, i.engine})
		i.names = append(i.names, c.Name)
	}
	return i.skip()
}

// skip passes over rows.
func (i *importer) skip() error {
	for range i.Skip {
		if _, _, err := i.source.row(i.columns); err == io.EOF {
			return fmt.Errorf("auroradataapi: skip %d rows: the file has fewer", i.Skip)
		} else if err != nil {
			return err
		}
	}
	i.read = i.Skip
	return nil
}

// rows are those of a batch.
func (i *importer) rows() iter.Seq[[]any] {
	i.gone, i.lines = 0, i.lines[:0]
	return func(yield func([]any) bool) {
		for n := int64(0); i.Batch == 0 || n < i.Batch; n++ {
			values, line, err := i.source.row(i.columns)
			if err != nil {
				i.ended = true
				if err != io.EOF {
					i.err = err
				}
				return
			}
			i.lines = append(i.lines, line)
			i.read++
			if i.progress != nil && i.read%100 == 0 {
				i.progress(i.read)
			}
			if !yield(values) {
				return
			}
		}
	}
}

// landed forgets the lines of rows that have been written.
func (i *importer) landed(rows int64) { i.forget(int(rows - i.gone)) }

func (i *importer) forget(rows int) {
	rows = max(0, min(rows, len(i.lines)))
	i.gone += int64(rows)
	i.lines = append(i.lines[:0], i.lines[rows:]...)
}

// blame returns an error with the lines of the rows that it is about.
func (i *importer) blame(err error) error {
	var bulk *auroradataapi.BulkError
	if i.err != nil {
		return i.err
	}
	if !errors.As(err, &bulk) {
		return err
	}
	if errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		return fmt.Errorf("auroradataapi: import rows: %w", bulk.Err)
	}
	first, last := i.lineOf(bulk.First), i.lineOf(bulk.Last)
	if first == 0 || last == 0 {
		return err
	}
	return &Error{Line: first, Last: last, Err: bulk.Err}
}

// lineOf returns the line of a row of the batch, or 0 if that has been forgotten.
func (i *importer) lineOf(row int64) int {
	at := row - i.gone
	if at < 0 || at >= int64(len(i.lines)) {
		return 0
	}
	return i.lines[at]
}
