package chaos_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/auroradataapi/auroradataapi"
)

var (
	bulkTable   = []string{"chaos"}
	bulkColumns = []string{"program", "token"}
)

// bulkRows returns the tokens of some rows, and the rows.
func (p *program) bulkRows(name string) (written []string, rows iter.Seq[[]any]) {
	for i := range 1 + p.random.IntN(20) {
		written = append(written, fmt.Sprintf("%s row %d", name, i))
	}
	return written, func(yield func([]any) bool) {
		for _, token := range written {
			if !yield([]any{p.id, token}) {
				return
			}
		}
	}
}

// unknownCount is the number of rows of a batch of updates on MySQL, which the
// service does not tell.
const unknownCount = -1

// wrote notes the fate of rows that are written all or none.
func (p *program) wrote(written []string, n int64, err error) (fate, error) {
	f := fateOf(err)
	p.ledger.note(f, written...)
	if err == nil && n != int64(len(written)) && n != unknownCount {
		return f, fmt.Errorf("%d of %d rows were written", n, len(written))
	}
	return f, nil
}

// batch inserts rows in one transaction, by several requests.
func (p *program) batch(ctx context.Context, name string) (fate, error) {
	written, rows := p.bulkRows(name)
	n, err := auroradataapi.ExecBatch(ctx, p.db, spoken.insertion, rows, &auroradataapi.BulkOptions{MaxRows: 7})
	return p.wrote(written, n, err)
}

// batchOfUpdates runs a statement that is no INSERT.
func (p *program) batchOfUpdates(ctx context.Context, name string) (fate, error) {
	written, rows := p.bulkRows(name)
	n, err := auroradataapi.ExecBatch(ctx, p.db, spoken.appendingBatch, rows, nil)
	return p.wrote(written, n, err)
}

// copyRows copies rows by one request.
func (p *program) copyRows(ctx context.Context, name string) (fate, error) {
	written, rows := p.bulkRows(name)
	n, err := auroradataapi.CopyFrom(ctx, p.db, bulkTable, bulkColumns, rows, nil)
	return p.wrote(written, n, err)
}

// copyInTx copies rows in a transaction of the program's.
func (p *program) copyInTx(ctx context.Context, name string) (fate, error) {
	written, rows := p.bulkRows(name)
	var n int64
	err := auroradataapi.RunTx(ctx, p.db, nil, func(tx *sql.Tx) (err error) {
		n, err = auroradataapi.CopyFrom(ctx, tx, bulkTable, bulkColumns, rows, &auroradataapi.BulkOptions{MaxRows: 7})
		return err
	})
	return p.wrote(written, n, err)
}

// copyInChunks copies rows by several requests at once, each of which commits.
// The error tells which rows are not there, or nobody knows of.
func (p *program) copyInChunks(ctx context.Context, name string) (fate, error) {
	written, rows := p.bulkRows(name)
	options := &auroradataapi.BulkOptions{MaxRows: 3, CommitEachChunk: true, Concurrency: 2}
	n, err := auroradataapi.CopyFrom(ctx, p.db, bulkTable, bulkColumns, rows, options)
	if err == nil {
		return p.wrote(written, n, nil)
	}
	chunks := bulkErrors(err)
	if len(chunks) == 0 {
		return p.wrote(written, n, err)
	}
	fates, whole := fatesOfChunks(chunks, len(written))
	for row, token := range written {
		p.ledger.note(fates[row], token)
	}
	return whole, nil
}

// fatesOfChunks reads from the errors of chunks the fate of each row, and of the
// whole.
func fatesOfChunks(chunks []*auroradataapi.BulkError, rows int) (fates []fate, whole fate) {
	fates, whole = slices.Repeat([]fate{committed}, rows), discarded
	for _, chunk := range chunks {
		f := fateOf(chunk.Err)
		if f == unknown {
			whole = unknown
		}
		for row := range fates {
			switch row := int64(row); {
			case row >= chunk.End:
				fates[row] = discarded
			case row >= chunk.First && row <= chunk.Last:
				fates[row] = f
			}
		}
	}
	return fates, whole
}

// bulkErrors finds the errors of chunks, which may be joined.
func bulkErrors(err error) (found []*auroradataapi.BulkError) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			found = append(found, bulkErrors(err)...)
		}
		return found
	}
	var chunk *auroradataapi.BulkError
	if errors.As(err, &chunk) {
		found = append(found, chunk)
	}
	return found
}
