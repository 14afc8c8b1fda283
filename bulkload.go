package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// load is a bulk write. The goroutine of the caller fills a sheet and calls the
// functions of the options, while the sheets before it are on their way on
// goroutines of their own, which close waits for.
type load struct {
	on      Execer
	options *BulkOptions
	verb    string // for error texts
	plan    *bulkPlan
	tx      *sql.Tx // its own; nil if there is none
	limit   int     // bytes of a sheet

	sheet   *postgres.Sheet   // that is being filled
	spare   []*postgres.Sheet // that have been sent
	flights []*chunk          // under way, the oldest first

	sent, landed, committed int64 // rows
	affected                int64
	savepoints              int
}

// chunk is what is sent at once.
type chunk struct {
	job     bulkJob
	sheet   *postgres.Sheet
	first   int64 // its rows are first and those behind it,
	rows    int   // so many
	commits bool  // it is committed by itself
	done    chan struct{}
	count   int64 // rows affected, when done
	err     error // when done
}

// run writes the rows and returns how many were affected. What is under way ends
// before it returns or panics.
func (l *load) run(ctx context.Context, query string, rows iter.Seq[[]any]) (int64, error) {
	if err := l.options.check(l.on); err != nil {
		return 0, l.fault(err)
	}
	defer l.close()
	if err := l.prepare(ctx, query); err != nil {
		return 0, err
	}
	if err := l.read(ctx, rows); err != nil {
		return l.affected, l.stop(ctx, err)
	}
	if err := l.finish(ctx); err != nil {
		return l.affected, l.stop(ctx, err)
	}
	return l.affected, nil
}

func (l *load) fault(err error) error { return fmt.Errorf("auroradataapi: %s: %w", l.verb, err) }

// close waits for what is under way, and rolls back what is not committed.
func (l *load) close() {
	for _, c := range l.flights {
		<-c.done
	}
	if l.tx != nil {
		_ = l.tx.Rollback() // if it fails, the service does it after three minutes
	}
}

// prepare asks the driver about the statement.
func (l *load) prepare(ctx context.Context, query string) error {
	l.plan = &bulkPlan{query: query, returns: l.options.Returned != nil, counts: l.options.Affected != nil}
	if _, err := l.on.ExecContext(ctx, query, l.plan); err != nil {
		return err
	}
	if _, begins := l.on.(beginner); !begins {
		l.plan.inTransaction = true
	}
	if l.plan.inTransaction && l.options.CommitEachChunk {
		return l.fault(errors.New("the connection is in a transaction: leave BulkOptions.CommitEachChunk out"))
	}
	l.limit = l.plan.room()
	l.sheet = postgres.NewSheet(l.plan.types)
	return nil
}

// read takes the rows from the sequence.
func (l *load) read(ctx context.Context, rows iter.Seq[[]any]) error {
	for row := range rows {
		if err := l.add(ctx, row); err != nil {
			return err
		}
	}
	if l.options.SourceErr != nil {
		if err := l.options.SourceErr(); err != nil {
			return l.fault(fmt.Errorf("read rows: %w", err))
		}
	}
	return nil
}

// add puts a row on the sheet, which is sent when there is no room in it for more.
func (l *load) add(ctx context.Context, row []any) error {
	if l.sheet.Rows() == l.options.maxRows() {
		if err := l.send(ctx, true); err != nil {
			return err
		}
	}
	if err := l.put(row); err != nil || l.sheet.Size() <= l.limit {
		return err
	}
	l.sheet.TakeBack()
	if l.sheet.Rows() == 0 {
		return l.sendRow(ctx, row)
	}
	if err := l.send(ctx, true); err != nil {
		return err
	}
	return l.add(ctx, row)
}

func (l *load) put(row []any) error {
	err := l.sheet.Add(row)
	if err == nil {
		return nil
	}
	if errors.Is(err, wire.ErrInvalidUTF8) {
		err = foreseen("22021", `invalid byte sequence for encoding "UTF8"`)
	}
	at := l.sent + int64(l.sheet.Rows())
	return l.blame(at, at, err)
}

// blame returns the error of some rows.
func (l *load) blame(first, last int64, err error) error {
	return &BulkError{First: first, Last: last, Err: err, verb: l.verb}
}

// send sends the sheet on its way. more says that it is not all.
func (l *load) send(ctx context.Context, more bool) error {
	job := bulkJob(&insertJob{plan: l.plan, sheet: l.sheet, to: l.sheet.Rows()})
	if l.plan.loop != nil {
		job = &loopJob{plan: l.plan, sheet: l.sheet, to: l.sheet.Rows()}
	}
	c := &chunk{job: job, sheet: l.sheet, rows: l.sheet.Rows()}
	if err := l.launch(ctx, c, more || l.plan.loop != nil); err != nil {
		return err
	}
	l.sheet = l.blank()
	return nil
}

// sendRow sends a row that has no room on a sheet, and waits for it, since the
// row is the caller's.
func (l *load) sendRow(ctx context.Context, row []any) error {
	if err := l.launch(ctx, &chunk{job: &rowJob{plan: l.plan, row: row}, rows: 1}, true); err != nil {
		return err
	}
	return l.landAll(ctx)
}

// blank returns a sheet without rows.
func (l *load) blank() *postgres.Sheet {
	if n := len(l.spare); n > 0 {
		sheet := l.spare[n-1]
		l.spare = l.spare[:n-1]
		return sheet
	}
	return postgres.NewSheet(l.plan.types)
}

// launch sends a chunk on its way as soon as there may be one more. inBlock says
// that it takes a transaction.
func (l *load) launch(ctx context.Context, c *chunk, inBlock bool) error {
	for len(l.flights) >= max(l.options.Concurrency, 1) {
		if err := l.land(ctx); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return l.fault(err)
	}
	if err := l.begin(ctx, inBlock); err != nil {
		return err
	}
	c.first, c.done, c.commits = l.sent, make(chan struct{}), l.tx == nil && !l.plan.inTransaction
	l.sent += int64(c.rows)
	l.flights = append(l.flights, c)
	go func() {
		defer close(c.done)
		c.count, c.err = l.deliver(ctx, c)
	}()
	return nil
}

// begin begins the transaction of all chunks, if there is to be one.
func (l *load) begin(ctx context.Context, inBlock bool) (err error) {
	if l.tx != nil || l.plan.inTransaction || l.options.CommitEachChunk || !inBlock {
		return nil
	}
	l.tx, err = l.on.(beginner).BeginTx(ctx, nil)
	return err
}

// maxSavepoints bounds how many subtransactions a bulk write has: with more than
// 64, PostgreSQL has to look up for all others which transaction they belong to.
const maxSavepoints = 60

// deliver runs the job of a chunk, in the transaction that there is.
func (l *load) deliver(ctx context.Context, c *chunk) (int64, error) {
	_, loops := c.job.(*loopJob)
	switch {
	case c.commits && loops:
		return l.deliverInBlock(ctx, c)
	case l.tx == nil:
		return execJob(ctx, l.on, l.plan, c.job)
	case !loops && l.savepoints < maxSavepoints:
		l.savepoints++
		if _, err := l.tx.ExecContext(ctx, chunkSavepoint); err != nil {
			return 0, certain(err)
		}
	}
	n, err := execJob(ctx, l.tx, l.plan, c.job)
	return n, certain(err) // nobody commits it
}

// deliverInBlock runs the job of a chunk in a transaction of its own.
func (l *load) deliverInBlock(ctx context.Context, c *chunk) (int64, error) {
	tx, err := l.on.(beginner).BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after a commit
	n, err := execJob(ctx, tx, l.plan, c.job)
	if err != nil {
		return 0, certain(err)
	}
	return n, tx.Commit()
}

func execJob(ctx context.Context, on Execer, plan *bulkPlan, job bulkJob) (int64, error) {
	result, err := on.ExecContext(ctx, plan.query, job)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// land waits for the oldest chunk that is under way, and tells the caller.
func (l *load) land(ctx context.Context) error {
	c := l.flights[0]
	<-c.done
	l.flights = l.flights[1:]
	if c.err != nil {
		return l.findRow(ctx, c)
	}
	l.landed += int64(c.rows)
	l.affected += c.count
	if c.commits {
		l.committed += int64(c.rows)
	}
	if err := l.tell(c); err != nil {
		return err
	}
	if c.sheet != nil {
		c.sheet.Clear()
		l.spare = append(l.spare, c.sheet)
	}
	return nil
}

// tell calls the functions of the options.
func (l *load) tell(c *chunk) error {
	if job, ok := c.job.(*loopJob); ok && l.options.Affected != nil {
		for i, count := range job.counts {
			l.options.Affected(c.first+int64(i), count)
		}
	}
	for i, values := range returnedBy(c.job) {
		row := make([]any, len(values))
		for k, v := range values {
			row[k] = v
		}
		if err := l.options.Returned(c.first+int64(i), row); err != nil {
			return l.fault(err)
		}
	}
	if l.options.Progress != nil {
		l.options.Progress(l.landed)
	}
	return nil
}

func returnedBy(job bulkJob) [][]driver.Value {
	switch job := job.(type) {
	case *insertJob:
		return job.returned
	case *rowJob:
		return job.returned
	}
	return nil
}

func (l *load) landAll(ctx context.Context) error {
	for len(l.flights) > 0 {
		if err := l.land(ctx); err != nil {
			return err
		}
	}
	return nil
}

// finish sends what is left and commits.
func (l *load) finish(ctx context.Context) error {
	if l.sheet.Rows() > 0 {
		if err := l.send(ctx, false); err != nil {
			return err
		}
	}
	if err := l.landAll(ctx); err != nil {
		return err
	}
	if l.tx == nil {
		return nil
	}
	tx := l.tx
	l.tx = nil
	if err := tx.Commit(); err != nil {
		return l.blame(0, l.sent-1, err)
	}
	l.committed = l.sent
	return nil
}

// stop ends a write that has failed, when what is under way has come to an end, and
// says in the errors what was written.
func (l *load) stop(ctx context.Context, err error) error {
	failures := []error{err}
	for len(l.flights) > 0 {
		if err := l.land(ctx); err != nil {
			failures = append(failures, err)
		}
	}
	if l.tx != nil || !l.plan.inTransaction && !l.options.CommitEachChunk {
		l.affected = l.committed
	}
	for _, failure := range failures {
		var e *BulkError
		if errors.As(failure, &e) {
			e.End, e.Committed = l.sent, l.committed
		}
	}
	if len(failures) == 1 {
		return err
	}
	return errors.Join(failures...)
}
