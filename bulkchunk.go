package auroradataapi

import (
	"context"
	"database/sql/driver"
	"time"
)

// chunk is what is sent at once.
type chunk struct {
	job     bulkJob
	sheet   bulkSheet // nil for a row that is on none
	mixed   bool      // it is one for mixed values
	first   int64     // its rows are first and those behind it,
	rows    int       // so many
	commits bool      // it is committed by itself
	done    chan struct{}
	count   int64 // rows affected, when done
	err     error // when done
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
	if err := l.mark(ctx, inBlock); err != nil {
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

// mark marks where the rows begin in a transaction of the caller's that survives an
// error, so that they can be taken back. One statement by itself takes no mark.
func (l *load) mark(ctx context.Context, inBlock bool) error {
	if l.marked || !inBlock || !l.plan.inTransaction || !l.plan.way.survives() {
		return nil
	}
	_, err := l.on.ExecContext(ctx, setSavepoint(bulkSavepoint))
	l.marked = err == nil
	return err
}

// takeBack takes the rows back out of a transaction of the caller's.
func (l *load) takeBack(ctx context.Context) {
	if !l.marked {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeBackTimeout)
	defer cancel()
	_, _ = l.on.ExecContext(ctx, returnToSavepoint(bulkSavepoint)) // if it fails, the transaction is lost
}

// takeBackTimeout bounds how long a failed write holds the caller up once more.
const takeBackTimeout = 10 * time.Second

// maxSavepoints bounds how many subtransactions a bulk write has: with more than
// 64, PostgreSQL has to look up for all others which transaction they belong to.
const maxSavepoints = 60

// deliver runs the job of a chunk, in the transaction that there is.
func (l *load) deliver(ctx context.Context, c *chunk) (int64, error) {
	if c.commits && l.plan.way.takesBlock() {
		return l.deliverInBlock(ctx, c)
	}
	if l.marksChunks() {
		l.savepoints++
		if _, err := l.inTx().ExecContext(ctx, setSavepoint(chunkSavepoint)); err != nil {
			return 0, certain(err)
		}
	}
	n, err := execJob(ctx, l.inTx(), l.plan, c.job)
	if l.tx != nil {
		err = certain(err) // nobody commits it
	}
	return n, err
}

// inTx returns what runs statements in the transaction, if there is one.
func (l *load) inTx() Execer {
	if l.tx != nil {
		return l.tx
	}
	return l.on
}

// marksChunks reports whether the next chunk gets a savepoint, so that it can be
// undone and searched. In MySQL it replaces the one before, so that there is no limit.
func (l *load) marksChunks() bool {
	inTx := l.tx != nil || l.plan.inTransaction && l.plan.way.survives()
	return inTx && l.plan.way.leavesTraces() && (l.savepoints < maxSavepoints || l.plan.way.survives())
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
	l.count(c)
	if c.commits {
		l.committed += int64(c.rows)
	}
	if err := l.tell(c); err != nil {
		return err
	}
	if c.sheet != nil && !c.mixed {
		c.sheet.Clear()
		l.spare = append(l.spare, c.sheet)
	}
	return nil
}

// count adds the rows that a chunk has affected.
func (l *load) count(c *chunk) {
	if c.count == unknownCount || l.affected == unknownCount {
		l.affected = unknownCount
		return
	}
	l.affected += c.count
}

// tell calls the functions of the options.
func (l *load) tell(c *chunk) error {
	if l.options.Affected != nil {
		for i, count := range c.counts() {
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

// counts returns how many rows each row of the chunk has affected, if that is
// wanted.
func (c *chunk) counts() []int64 {
	switch job := c.job.(type) {
	case *sheetJob:
		return job.counts
	case *rowJob:
		return []int64{c.count}
	}
	return nil
}

func returnedBy(job bulkJob) [][]driver.Value {
	switch job := job.(type) {
	case *sheetJob:
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
