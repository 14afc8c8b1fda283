package stress_test

import (
	"context"
	"math/rand/v2"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// interruption ends a context, or breaks a connection, at some moment while a
// program does something. Goroutines may share it.
type interruption struct {
	ctx    context.Context
	cancel context.CancelFunc
	breaks bool // the connection, and does not cancel

	countdown  atomic.Int32 // HTTP requests until it happens
	connection atomic.Pointer[httptrace.GotConnInfo]
	broken     atomic.Bool
}

// interrupt returns an interruption: none, at once, after a few milliseconds, or
// at a stage of one of the next HTTP requests.
func interrupt(ctx context.Context, random *rand.Rand) *interruption {
	i := &interruption{}
	switch random.IntN(12) {
	case 0:
		i.ctx, i.cancel = context.WithCancel(ctx)
		i.cancel()
	case 1:
		i.ctx, i.cancel = context.WithTimeout(ctx, time.Duration(random.IntN(20_000))*time.Microsecond)
	case 2, 3, 4:
		i.ctx, i.cancel = context.WithCancel(ctx)
		i.atStage(random)
	default:
		i.ctx, i.cancel = context.WithCancel(ctx)
	}
	return i
}

// atStage sets the interruption to a stage of an HTTP request.
func (i *interruption) atStage(random *rand.Rand) {
	i.breaks = random.IntN(3) == 0
	i.countdown.Store(1 + random.Int32N(4))
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { i.connection.Store(&info) }}
	switch random.IntN(4) {
	case 0:
		trace.GotConn = func(info httptrace.GotConnInfo) { i.connection.Store(&info); i.reach() }
	case 1:
		trace.WroteHeaders = i.reach
	case 2:
		trace.WroteRequest = func(httptrace.WroteRequestInfo) { i.reach() }
	case 3:
		trace.GotFirstResponseByte = i.reach
	}
	i.ctx = httptrace.WithClientTrace(i.ctx, trace)
}

// reach is called at the stage of each HTTP request.
func (i *interruption) reach() {
	switch {
	case i.countdown.Add(-1) != 0:
	case i.breaks:
		i.broken.Store(true)
		i.connection.Load().Conn.Close() // its error is the transport's to see
	default:
		i.cancel()
	}
}

// happened says whether errors are to be expected.
func (i *interruption) happened() bool { return i.ctx.Err() != nil || i.broken.Load() }
