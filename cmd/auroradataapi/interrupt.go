package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/auroradataapi/auroradataapi"
)

// interruptedError says that a signal ended the work.
type interruptedError struct{ signal os.Signal }

func (e *interruptedError) Error() string { return "interrupted: " + e.signal.String() }

func (e *interruptedError) status() int {
	if number, ok := e.signal.(syscall.Signal); ok {
		return statusSignal + int(number)
	}
	return statusFailed
}

// untilSignal returns a context that the first of the signals ends, with an
// interruptedError as its cause; the next one has its usual effect. stop waits
// for what it started.
func untilSignal(ctx context.Context, signals []os.Signal) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	received := make(chan os.Signal, 1)
	notify(received, signals)
	var watching sync.WaitGroup
	watching.Go(func() {
		select {
		case s := <-received:
			signal.Stop(received)
			cancel(&interruptedError{s})
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		signal.Stop(received)
		cancel(nil)
		watching.Wait()
	}
}

// notify is signal.Notify without the signals that whoever started the program
// wants ignored, as nohup and a shell's & do.
func notify(received chan<- os.Signal, signals []os.Signal) {
	for _, s := range signals {
		if !signal.Ignored(s) {
			signal.Notify(received, s)
		}
	}
}

// interrupted returns an interruptedError if a signal ended the context, and nil
// otherwise.
func interrupted(ctx context.Context) error {
	if cause, ok := context.Cause(ctx).(*interruptedError); ok {
		return cause
	}
	return nil
}

// interruption returns err, or the signal that ended the context if that stands
// behind err. What err says about an unknown outcome is kept.
func interruption(ctx context.Context, err error) error {
	cause := interrupted(ctx)
	switch {
	case err == nil || cause == nil:
		return err
	case errors.Is(err, auroradataapi.ErrOutcomeUnknown):
		return fmt.Errorf("%w: %w", cause, err)
	}
	return cause
}
