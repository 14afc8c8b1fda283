package chaos_test

import (
	"context"
	"runtime"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// operate now and then does by hand what no rule of the storm does: it pauses the
// cluster until a call was refused, or ends all transactions. Then it reads.
func (p *program) operate(ctx context.Context, name string) (fate, error) {
	switch p.random.IntN(10) {
	case 0:
		return p.readPaused(ctx, name)
	case 1:
		cluster.Server.ExpireTransactions()
	}
	return p.read(ctx, name)
}

// readPaused reads while the cluster is paused, and resumes it.
func (p *program) readPaused(ctx context.Context, name string) (f fate, err error) {
	refused := func() int { return cluster.Server.Injected()[emulator.FaultPause] }
	before := refused()
	cluster.Server.Pause()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f, err = p.read(ctx, name)
	}()
	for ended := false; !ended && refused() == before; {
		select {
		case <-done: // another program has ended the pause
			ended = true
		default:
			runtime.Gosched()
		}
	}
	cluster.Server.Resume()
	<-done
	return f, err
}
