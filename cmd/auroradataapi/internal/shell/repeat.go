package shell

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// watch is \watch.
func (s *Shell) watch(ctx context.Context, c command) error {
	pause, times, err := watchArguments(c)
	if err != nil {
		return err
	}
	statements, err := s.current()
	if err != nil {
		return err
	}
	ctx, stop := s.Interruptible(ctx)
	defer stop()
	for n := 1; times == 0 || n <= times; n++ {
		s.note("%s (every %s)\n", s.now().Format(time.DateTime), pause)
		for _, statement := range statements {
			if err := s.run(ctx, statement.text); err != nil {
				return leaveWatch(ctx, &StatementError{Text: s.last, Err: err})
			}
		}
		if n != times && !sleep(ctx, pause) {
			return nil
		}
	}
	return nil
}

// leaveWatch returns no error for what Ctrl-C has ended.
func leaveWatch(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// watchArguments reads how long to wait, and how often to run; 0 for no end.
func watchArguments(c command) (pause time.Duration, times int, err error) {
	pause = 2 * time.Second
	for _, arg := range c.args {
		if count, ok := strings.CutPrefix(arg, "c="); ok {
			if times, err = strconv.Atoi(count); err != nil || times < 1 {
				return 0, 0, fmt.Errorf(`\watch: want c= and how often, such as c=3`)
			}
			continue
		}
		seconds, err := strconv.ParseFloat(strings.TrimPrefix(arg, "i="), 64)
		if err != nil || !(seconds >= 0 && seconds <= 1e6) {
			return 0, 0, fmt.Errorf(`\watch: want seconds, such as 2 or 0.5`)
		}
		pause = time.Duration(seconds * float64(time.Second))
	}
	return pause, times, nil
}

// sleep reports whether the context has let it sleep for the whole time.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
