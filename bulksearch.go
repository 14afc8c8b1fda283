package auroradataapi

import (
	"context"
	"database/sql"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// Savepoints, the places in a transaction to go back to.
const (
	chunkSavepoint  = "auroradataapi_chunk"
	searchSavepoint = "auroradataapi_search"
)

// findRow returns the error of a chunk that has failed, with the row that is to
// blame, if that can be told.
func (l *load) findRow(ctx context.Context, c *chunk) error {
	last := c.first + int64(c.rows) - 1
	switch job := c.job.(type) {
	case *loopJob:
		if job.blamed >= 0 {
			return l.blame(c.first+int64(job.blamed), c.first+int64(job.blamed), c.err)
		}
	case *insertJob:
		if row, err := l.search(ctx, job, c.err); row >= 0 {
			return l.blame(c.first+int64(row), c.first+int64(row), err)
		}
	}
	return l.blame(c.first, last, c.err)
}

// search looks for the row of a failed statement that is to blame. It inserts ever
// smaller parts again, in a transaction that is rolled back. It returns the row
// and its error, or -1 if it found none, or must not look.
func (l *load) search(ctx context.Context, job *insertJob, failure error) (row int, err error) {
	var e *Error
	if l.plan.inTransaction || !errors.As(failure, &e) || !postgres.BlamesRow(e.Code) {
		return -1, failure
	}
	tx, err := l.searchTx(ctx)
	if err != nil {
		return -1, failure
	}
	defer tx.Rollback()
	if lacksOthers(ctx, tx, e) {
		return -1, failure
	}
	s := search{tx: tx, plan: l.plan, job: job, code: e.Code}
	for job.to-job.from > 1 {
		if !s.halve(ctx) {
			return -1, failure
		}
	}
	_, err = execJob(ctx, tx, l.plan, job)
	if !s.isSame(err) {
		return -1, failure
	}
	return job.from, err
}

// searchTx returns a transaction in which everything is as it was before the chunk
// that has failed.
func (l *load) searchTx(ctx context.Context) (*sql.Tx, error) {
	if l.tx == nil {
		return l.on.(beginner).BeginTx(ctx, nil)
	}
	tx := l.tx
	l.tx = nil
	if _, err := tx.ExecContext(ctx, postgres.ReturnToSavepoint(chunkSavepoint)); err != nil {
		_ = tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// search is under way in a transaction where all rows before job.from are inserted.
type search struct {
	tx   *sql.Tx
	plan *bulkPlan
	job  *insertJob // the rows among which is the one
	code string     // of the error
}

// halve inserts the first half of the rows, and goes on with the other half if that
// works. It reports false if something else is wrong.
func (s *search) halve(ctx context.Context) bool {
	if _, err := s.tx.ExecContext(ctx, postgres.SetSavepoint(searchSavepoint)); err != nil {
		return false
	}
	middle := s.job.from + (s.job.to-s.job.from)/2
	half := &insertJob{plan: s.plan, sheet: s.job.sheet, from: s.job.from, to: middle}
	_, err := execJob(ctx, s.tx, s.plan, half)
	switch {
	case err == nil:
		s.job.from = middle
		return true
	case !s.isSame(err):
		return false
	}
	s.job.to = middle
	_, err = s.tx.ExecContext(ctx, postgres.ReturnToSavepoint(searchSavepoint))
	return err == nil
}

// isSame reports whether an error is that of the rows.
func (s *search) isSame(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == s.code
}

// lacksOthers reports whether a part of the rows may fail like all of them because
// its rows refer to others that are not in it. The error does not name the key.
func lacksOthers(ctx context.Context, tx *sql.Tx, e *Error) bool {
	if !postgres.LacksKey(e.Code) {
		return false
	}
	var refers bool
	err := tx.QueryRowContext(ctx, postgres.RefersToItself(e.ConstraintName)).Scan(&refers)
	return err != nil || refers
}
