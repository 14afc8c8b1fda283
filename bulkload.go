package auroradataapi

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// load is a bulk write. The goroutine of the caller fills a sheet and calls the
// functions of the options, while the sheets before it are on their way on
// goroutines of their own, which close waits for.
type load struct {
	on      Execer
	options *BulkOptions
	verb    string      // for error texts
	target  *copyTarget // of CopyFrom
	texts   bool        // values are the texts that the server reads
	plan    *bulkPlan
	tx      *sql.Tx // its own; nil if there is none

	sheet   bulkSheet   // that is being filled
	isMixed bool        // it is one for mixed values
	mixed   bool        // the next one is
	spare   []bulkSheet // that have been sent
	flights []*chunk    // under way, the oldest first

	sent, landed, committed int64 // rows
	affected                int64
	savepoints              int
	marked                  bool // where the rows begin in a transaction of the caller's
}

// run writes the rows and returns how many were affected. What is under way ends
// before it returns or panics.
func (l *load) run(ctx context.Context, query string, rows iter.Seq[[]any]) (int64, error) {
	if rows == nil {
		return 0, l.fault(errors.New("no rows"))
	}
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
	l.plan = &bulkPlan{query: query, target: l.target, returns: l.options.Returned != nil, counts: l.options.Affected != nil, texts: l.texts}
	if _, err := l.on.ExecContext(ctx, query, l.plan); err != nil {
		return err
	}
	if err := l.checkTransaction(); err != nil {
		return l.fault(err)
	}
	l.sheet = l.plan.way.newSheet(false)
	return nil
}

// checkTransaction reports what cannot be with or without a transaction of the
// caller's.
func (l *load) checkTransaction() error {
	_, begins := l.on.(beginner)
	_, isTx := l.on.(*sql.Tx)
	switch {
	case !l.plan.inTransaction && isTx:
		return errors.New("the transaction has ended: a statement in it has committed it")
	case l.plan.inTransaction && l.options.CommitEachChunk:
		return errors.New("the connection is in a transaction: leave BulkOptions.CommitEachChunk out")
	case !l.plan.inTransaction && !begins:
		return fmt.Errorf("a %T has no BeginTx of database/sql: pass the *sql.DB, *sql.Conn or *sql.Tx in it", l.on)
	}
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
	err := l.put(row)
	switch {
	case errors.Is(err, errApart):
		l.mixed = l.sheet.Rows() < fewRows
	case err != nil:
		return err
	case !l.sheet.overflows():
		return nil
	default:
		l.sheet.TakeBack()
	}
	if l.sheet.Rows() == 0 {
		return l.sendRow(ctx, row)
	}
	if err := l.send(ctx, true); err != nil {
		return err
	}
	return l.add(ctx, row)
}

// fewRows is how many are too few for a request. If values of a column have come in
// turns that do not go together, the next sheet is one that takes them all.
const fewRows = 200

func (l *load) put(row []any) error {
	err := l.sheet.Add(row)
	if err == nil || errors.Is(err, errApart) {
		return err
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
	job := l.plan.job(l.sheet, 0, l.sheet.Rows())
	c := &chunk{job: job, sheet: l.sheet, mixed: l.isMixed, rows: l.sheet.Rows()}
	if err := l.launch(ctx, c, more || l.plan.way.takesBlock()); err != nil {
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
func (l *load) blank() bulkSheet {
	l.isMixed, l.mixed = l.mixed, false
	if n := len(l.spare); n > 0 && !l.isMixed {
		sheet := l.spare[n-1]
		l.spare = l.spare[:n-1]
		return sheet
	}
	return l.plan.way.newSheet(l.isMixed)
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
	l.takeBack(ctx)
	if l.tx != nil || l.marked || !l.plan.inTransaction && !l.options.CommitEachChunk {
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
