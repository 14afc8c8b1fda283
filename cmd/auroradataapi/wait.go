package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/progress"
)

// waitCommand waits until a cluster answers.
type waitCommand struct {
	Timeout time.Duration `default:"5m" placeholder:"TIME" help:"How long to wait at most. Default: ${default}."`

	target `group:"Cluster:"`
}

// Help is the rest of the manual of the command.
func (*waitCommand) Help() string {
	return `It asks the cluster for "SELECT 1" until there is an answer: that wakes a paused one, which takes about 15 seconds, and 30 or more after a day. A cluster or an instance that is being created, and one whose writer is changing, is waited for too. What no time mends ends the waiting at once, such as a Data API that is not enabled or a wrong password; "auroradataapi doctor" says more about it.

The exit status is 0 when the cluster has answered and 4 when the time was up.

Examples:

    auroradataapi wait && ./nightly-job
    auroradataapi wait --cluster shop --timeout 15m     # behind aws rds create-db-cluster`
}

// Run waits.
func (w *waitCommand) Run(ctx context.Context, p process) error {
	if w.Timeout <= 0 {
		return usageError{errors.New("--timeout: want a time above 0, such as 5m")}
	}
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	began := time.Now()
	clock := progress.Clock(p.stderr, "waiting for the cluster")
	err := w.wait(ctx, p, began)
	clock.Stop()
	if err != nil {
		return interruption(ctx, err)
	}
	p.note("the cluster answers, after %s", time.Since(began).Round(time.Millisecond))
	return nil
}

// pollInterval is between two questions for what RDS or the service says at
// once: other than a pause, of which the driver knows how long to wait, changes of
// a cluster take minutes.
const pollInterval = time.Second

// wait asks again and again.
func (w *waitCommand) wait(ctx context.Context, p process, began time.Time) error {
	deadline, cancel := context.WithDeadline(ctx, began.Add(w.Timeout))
	defer cancel()
	for {
		err := w.ask(deadline, p, w.Timeout-time.Since(began))
		switch {
		case err == nil:
			return nil
		case deadline.Err() == nil && !passes(err) && !w.isChanging(deadline):
			return err
		}
		select {
		case <-deadline.Done():
			return &lateError{w.Timeout, err}
		case <-time.After(pollInterval):
		}
	}
}

// ask asks once, and as often as it takes if the cluster is paused.
func (w *waitCommand) ask(ctx context.Context, p process, left time.Duration) error {
	config, err := w.config(ctx, p)
	if err != nil {
		return err
	}
	config.ResumeTimeout = left
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		return usageError{err}
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	return db.PingContext(ctx)
}

// changing are the statuses of a cluster that will be available (AuroraUserGuide
// "accessing-monitoring", Viewing DB cluster status), and may not answer before.
var changing = map[string]bool{
	"creating": true, "failing-over": true, "migrating": true, "rebooting": true, "renaming": true,
	"resetting-master-credentials": true, "starting": true, "upgrading": true,
}

// isChanging asks RDS for the status, where the cluster is known by its name.
func (w *waitCommand) isChanging(ctx context.Context) bool {
	if w.Cluster == "" {
		return false
	}
	config, err := w.given()
	if err != nil {
		return false
	}
	_, cluster, err := w.named(ctx, &config)
	return err == nil && changing[cluster.Status]
}

// passing are the service's names for what may pass by itself: a cluster that has
// no instance yet, or no writer, and trouble of its own.
var passing = map[string]bool{
	"DatabaseNotFoundException": true, "DatabaseUnavailableException": true,
	"ServiceUnavailableError": true, "InternalServerErrorException": true,
}

// passes tells whether waiting may help.
func passes(err error) bool {
	var e *auroradataapi.Error
	switch {
	case errors.Is(err, auroradataapi.ErrResuming), isDial(err):
		return true
	case errors.As(err, &e):
		return e.Code == "" && passing[e.Exception]
	}
	return false
}

// lateError says that the time for waiting was up.
type lateError struct {
	timeout time.Duration
	err     error // of the last question
}

func (e *lateError) Error() string {
	return fmt.Sprintf("no answer in %s: %s", e.timeout, message(e.err))
}

func (e *lateError) Unwrap() error { return e.err }

func isLate(err error) bool {
	var late *lateError
	return errors.As(err, &late)
}
