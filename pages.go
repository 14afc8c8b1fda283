package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// source gives the rows of a result, page by page. One goroutine uses it at a time.
type source interface {
	// result returns what the sources have in common.
	result() *held
	// nextPage returns the next page, and says of the last one that it is.
	nextPage(context.Context) (*page, error)
	// finish has the rest of the rows made, if it matters whether they are.
	finish(context.Context) error
	// close gives the result back, once, while its transaction goes on.
	close(context.Context)
	// drop gives back what there may be of rows that nobody will read.
	drop(context.Context)
}

// pages are the rows of a source, one page after the other. While one is read, a
// goroutine fetches the next, and no more than that. It is started when the second
// row is asked for, so that a program that wants but one does not pay for more, and
// it ends when the last page has come or the rows are closed.
type pages struct {
	conn      *conn
	statement *statement
	source    source
	held      *held           // the source's result
	ctx       context.Context // of the query

	page   *page              // that is read; nil behind the last
	read   int                // rows, until the goroutine is started
	ahead  chan arrival       // nil until then
	stop   chan struct{}      // closed to end the goroutine
	cut    context.CancelFunc // cuts off what it waits for
	done   chan struct{}      // closed when it has ended
	missed error              // what it has met then and nobody has heard of

	remember func(effects) // what is found out about the text; nil if nobody asks

	ended bool  // the source is not used any more
	lost  error // why there are no rows behind the page
}

// arrival is a page, or what has come in its place.
type arrival struct {
	page *page
	err  error
}

// readPages fetches the first page of a source and returns the answer with all of
// its rows. row is about how many octets a row has, 0 if that is not known. After an
// error the source is closed.
func (c *conn) readPages(ctx context.Context, s *statement, source source, row int) (*answer, error) {
	held := source.result()
	held.size = newPageSize(row)
	p := &pages{conn: c, statement: s, source: source, held: held, ctx: ctx}
	held.tx.reading = append(held.tx.reading, p)
	first, err := source.nextPage(ctx)
	if err != nil {
		return nil, p.fail(err)
	}
	p.page = first
	if first.last && !held.tx.lent {
		p.start(true) // to close the source
	}
	result := &wire.Result{Columns: held.described, HasRecords: true, RecordCount: first.count}
	return &answer{statement: s, result: result, pages: p}, nil
}

// rowSize returns about how many octets a row has, 0 if all of them would fit into
// half an answer.
func (p *pages) rowSize() int {
	if p.page.last && p.page.octets < pageOctets/2 {
		return 0
	}
	return max(p.held.size.row, 1)
}

// next steps to the next row of some fields, in the next page if need be.
func (p *pages) next(width int) (bool, error) {
	for p.page != nil {
		ok, err := p.page.rows.Next(width)
		if err != nil {
			return false, unreadableRow(err)
		}
		if ok {
			p.noteRow()
			return true, nil
		}
		if err := p.turn(); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (p *pages) noteRow() {
	if p.read < 2 {
		if p.read++; p.read == 2 && !p.page.last && !p.ended {
			p.start(false)
		}
	}
}

// turn goes on to the next page, or ends behind the last.
func (p *pages) turn() error {
	last := p.page.last
	p.page.release()
	p.page = nil
	switch {
	case last:
		return p.finish()
	case p.lost != nil:
		return p.lost
	}
	p.start(false)
	next := <-p.ahead
	if next.err != nil {
		return p.fail(next.err)
	}
	p.page = next.page
	return nil
}

// start starts to read ahead, unless that is done already. last says that there is
// nothing but the source to be closed.
func (p *pages) start(last bool) {
	if p.ahead != nil {
		return
	}
	p.ahead, p.stop, p.done = make(chan arrival), make(chan struct{}), make(chan struct{})
	var ctx context.Context
	ctx, p.cut = context.WithCancel(p.ctx)
	go p.readAhead(ctx, last, p.closes())
}

// closes reports whether the source is to be closed, since its transaction goes on,
// or would leave it behind.
func (p *pages) closes() bool {
	return !p.held.closed && (p.held.outlives || p.held.tx.goesOn())
}

// readAhead fetches pages as they are wanted, and closes a source that has none
// left in a transaction that goes on.
func (p *pages) readAhead(ctx context.Context, last, closes bool) {
	defer close(p.done)
	for !last {
		page, err := p.source.nextPage(ctx)
		select {
		case p.ahead <- arrival{page, err}:
		case <-p.stop:
			page.release()
			p.missed = err
			return
		}
		if err != nil {
			return
		}
		last = page.last
	}
	if closes {
		p.source.close(ctx)
	}
}

// halt ends the goroutine, waits for it, and returns an error that it has met and
// nobody has heard of.
func (p *pages) halt() error {
	if p.ahead == nil {
		return nil
	}
	close(p.stop)
	useless := p.held.isUseless()
	if useless {
		p.cut()
	}
	<-p.done
	p.cut()
	p.ahead = nil
	if useless {
		return nil
	}
	return p.missed
}

// finish ends behind the last row.
func (p *pages) finish() error {
	if p.ended {
		return nil
	}
	err := p.halt()
	if err == nil {
		p.leave()
	}
	return p.end(err)
}

// fail ends after an error, and returns it for the caller.
func (p *pages) fail(failure error) error {
	_ = p.halt()
	p.noteEffects(failure)
	err := p.suffer(failure)
	if !refusalOf(failure).IsNone() {
		p.leave() // the transaction lives on
	}
	_ = p.end(err)
	return err
}

// noteEffects says of a query that was refused because of an effect what can be done.
func (p *pages) noteEffects(failure error) {
	var e *Error
	if p.remember == nil || !refusedToWrite(failure) || !errors.As(failure, &e) {
		return
	}
	p.remember(returnedMuch)
	if e.Hint == "" {
		e.Hint = "The query has effects that its text does not show, and a large result. Nothing it did here has taken effect; the next time it runs as a statement with effects."
	}
}

// suffer draws the consequences of an error for the transaction.
func (p *pages) suffer(failure error) error {
	return p.conn.besides(p.held.tx, func() error {
		return p.conn.failed(p.statement.text.Keyword(), sqltext.Positions{}, failure)
	})
}

// close ends before the last row, or behind it. The transaction that the rows are
// in goes on, unless it is there for them alone.
func (p *pages) close() error {
	p.page.release()
	p.page = nil
	if p.ended {
		return nil
	}
	failure := p.halt()
	if failure == nil {
		failure = p.drain()
	}
	if failure != nil {
		return p.end(p.suffer(failure))
	}
	p.leave()
	return p.end(nil)
}

// drain has the rest of the rows made, if it matters whether they are.
func (p *pages) drain() error {
	if p.held.isUseless() || p.ctx.Err() != nil {
		return nil
	}
	ctx, cancel := p.late()
	defer cancel()
	return p.source.finish(ctx)
}

// leave closes a source before its end.
func (p *pages) leave() {
	ctx, cancel := p.late()
	defer cancel()
	if p.closes() {
		p.source.close(ctx)
	}
	p.source.drop(ctx)
}

// late returns a context for what is to be done also if that of the query has
// ended.
func (p *pages) late() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(p.ctx), commitTimeout)
}

// end ends the use of the source, and the transaction if nobody else uses it.
func (p *pages) end(failure error) error {
	p.ended = true
	return p.conn.takeBack(p, failure)
}

// abandon leaves the rows to the end of their transaction, which is at hand: what
// has arrived can be read, and nothing behind it.
func (p *pages) abandon() error {
	failure := p.halt()
	if failure == nil {
		failure = p.drain()
	}
	p.ended = true
	p.lost = errTransactionEnded
	return failure
}

var errTransactionEnded = fmt.Errorf("auroradataapi: %s: the transaction has ended before all rows were read", fetchOperation.verb)
