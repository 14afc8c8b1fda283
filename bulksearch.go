package auroradataapi

import (
	"context"
	"database/sql"
	"errors"
)

// Savepoints, the places in a transaction to go back to.
const (
	bulkSavepoint   = "auroradataapi_bulk"
	chunkSavepoint  = "auroradataapi_chunk"
	searchSavepoint = "auroradataapi_search"
)

func setSavepoint(name string) string { return "SAVEPOINT " + name }

func returnToSavepoint(name string) string { return "ROLLBACK TO SAVEPOINT " + name }

// findRow returns the error of a chunk that has failed, with the row that is to
// blame, if that can be told.
func (l *load) findRow(ctx context.Context, c *chunk) error {
	last := c.first + int64(c.rows) - 1
	job, ok := c.job.(*sheetJob)
	switch {
	case !ok:
	case job.blamed >= 0:
		return l.blame(c.first+int64(job.blamed), c.first+int64(job.blamed), c.err)
	default:
		if row, err := l.search(ctx, job, c.err); row >= 0 {
			return l.blame(c.first+int64(row), c.first+int64(row), err)
		}
	}
	return l.blame(c.first, last, c.err)
}

// search looks for the row of a failed statement that is to blame. It inserts ever
// smaller parts again, in a transaction that is rolled back. It returns the row
// and its error, or -1 if it found none, or must not look.
func (l *load) search(ctx context.Context, job *sheetJob, failure error) (row int, err error) {
	var e *Error
	if !errors.As(failure, &e) || l.plan.inTransaction && !l.plan.way.survives() {
		return -1, failure
	}
	suspect, ok := l.plan.way.mayBlame(e, job)
	if !ok {
		return -1, failure
	}
	on, err := l.searchTx(ctx)
	if err != nil {
		return -1, failure
	}
	if tx, ok := on.(*sql.Tx); ok && !l.plan.inTransaction {
		defer tx.Rollback()
		if l.plan.way.lacksOthers(ctx, tx, e) {
			return -1, failure
		}
	}
	s := search{on: on, plan: l.plan, job: job, suspect: suspect, failure: e}
	for job.rows() > 1 {
		if !s.divide(ctx) {
			return -1, failure
		}
	}
	_, err = execJob(ctx, on, l.plan, job)
	if !s.isSame(err) {
		return -1, failure
	}
	return job.from, err
}

// searchTx returns a transaction in which everything is as it was before the chunk
// that has failed: one to be rolled back, or the caller's, whose rows will be taken
// back.
func (l *load) searchTx(ctx context.Context) (Execer, error) {
	on := l.inTx()
	if l.tx == nil && !l.plan.inTransaction {
		return l.on.(beginner).BeginTx(ctx, nil)
	}
	l.tx = nil
	err := l.undo(ctx, on)
	if err == nil {
		err = l.mark(ctx, true)
	}
	if tx, ok := on.(*sql.Tx); ok && err != nil && !l.plan.inTransaction {
		_ = tx.Rollback()
	}
	return on, err
}

// undo undoes what a chunk that has failed has left in a transaction.
func (l *load) undo(ctx context.Context, on Execer) error {
	if !l.plan.way.leavesTraces() {
		return nil
	}
	_, err := on.ExecContext(ctx, returnToSavepoint(chunkSavepoint))
	return err
}

// search is under way in a transaction where all rows before job.from are inserted.
type search struct {
	on      Execer
	plan    *bulkPlan
	job     *sheetJob // the rows among which is the one
	suspect int       // the one that it may be, to begin with
	failure *Error
}

// middle returns where to divide the rows: in the middle, or on either side of the
// suspect as long as that is among them.
func (s *search) middle() int {
	switch from, to := s.job.from, s.job.to; {
	case from < s.suspect && s.suspect < to:
		return s.suspect
	case from == s.suspect:
		return from + 1
	default:
		return from + (to-from)/2
	}
}

// divide inserts the first part of the rows, and goes on with the other part if that
// works. It reports false if something else is wrong.
func (s *search) divide(ctx context.Context) bool {
	if _, err := s.on.ExecContext(ctx, setSavepoint(searchSavepoint)); err != nil {
		return false
	}
	middle := s.middle()
	_, err := execJob(ctx, s.on, s.plan, s.plan.job(s.job.sheet, s.job.from, middle))
	switch {
	case err == nil:
		s.job.from = middle
		return true
	case !s.isSame(err):
		return false
	}
	s.job.to = middle
	_, err = s.on.ExecContext(ctx, returnToSavepoint(searchSavepoint))
	return err == nil
}

// isSame reports whether an error is that of the rows.
func (s *search) isSame(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == s.failure.Code && e.Number == s.failure.Number
}
