package auroradataapi

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// outcome is what is known about whether an attempt that failed has run.
type outcome uint8

const (
	hasNotRun  outcome = iota // the service did not get it, or refused to begin
	isDecided                 // the service said what is wrong; nothing is open
	mayHaveRun                // nobody knows
)

// nextAttempt forgets the last attempt but for the doubt that it left.
func (c *call) nextAttempt() {
	if c.attempts > 0 && c.outcome() == mayHaveRun {
		c.doubt = true
	}
	c.attempts++
	c.attempt = attempt{}
}

// outcome classifies the last attempt, which failed. It is the only judge of
// what may be sent again.
func (c *call) outcome() outcome {
	a := &c.attempt
	switch {
	case a.failure == nil && a.sent:
		return mayHaveRun // the answer was lost, all of it or a part
	case a.failure == nil:
		return hasNotRun
	case a.message(c.engine).Code == "" && a.isRefusal():
		return hasNotRun
	case a.status >= 500, c.engine.OutcomeUnknown(a.message(c.engine)):
		return mayHaveRun
	}
	return isDecided
}

// message returns what an error of the database consists of. Its words may be
// anyone's, such as those of a RAISE: they are not to be taken for the service's.
func (a *attempt) message(e engine.Engine) engine.Message { return e.ParseMessage(a.failure.Message) }

// isRefusal recognizes the answers of the service that it has not begun.
func (a *attempt) isRefusal() bool {
	return isResuming(a.failure.Code, a.failure.Message) || isThrottled(a.failure.Code, a.status) || isBusy(a.failure.Message)
}

// isResuming recognizes the answer of a cluster that wakes from a pause. The
// service refuses a call then (aws/aws-sdk-js-v3 issue 6701). Aurora Serverless v1 had
// words of Connector/J (aws/aws-sdk-js issue 2914), which are the same for a connection
// that breaks later, up to the second half: nothing has run where no packet came.
func isResuming(code, message string) bool {
	return code == "DatabaseResumingException" || strings.Contains(message, "is resuming after being auto-paused") ||
		code == "BadRequestException" && strings.HasPrefix(message, "Communications link failure") &&
			strings.Contains(message, "has not received any packets")
}

func isThrottled(code string, status int) bool {
	_, ok := retry.DefaultThrottleErrorCodes[code]
	return ok || status == http.StatusTooManyRequests
}

// isBusy recognizes the refusal of a call because another one of the same
// transaction is running (AuroraUserGuide data-api.differences).
func isBusy(message string) bool {
	return strings.Contains(message, "Transaction is still running a query")
}

// retryPolicy says how long and how often a call is tried.
type retryPolicy struct {
	timeout time.Duration // for waiting until a cluster resumes or a throttle ends
	backoff backoff
	logger  *slog.Logger // told of a cluster that resumes; may be nil
}

// maxConnects is how often a call is tried if the service cannot be reached, or
// if its answer is lost and running it twice cannot matter.
const maxConnects = 3

// again decides whether the last attempt, which failed, is repeated.
func (c *call) again(err error) bool {
	failure := c.attempt.failure
	switch c.outcome() {
	case mayHaveRun:
		return c.attempts < maxConnects && c.isRepeatable()
	case isDecided:
		return isClockSkew(err) && c.attempts < maxConnects
	}
	if failure == nil {
		return isUnreachable(err) && c.attempts < maxConnects
	}
	if isBusy(failure.Message) {
		// A rollback waits for the statement that the caller has given up, as
		// long as its context allows; the driver's own commands wait for one of
		// their kind.
		return c.operation == rollbackOperation || c.operation == commandOperation || c.operation == fetchOperation
	}
	return c.policy.backoff.now().Sub(c.started) < c.policy.timeout
}

// isRepeatable reports whether running the call twice cannot matter. In a
// transaction it does: nobody knows whether that is still alive, and the first run
// may go on. An answer that the driver knows another way out of is final.
func (c *call) isRepeatable() bool {
	if c.repeatable {
		return true
	}
	if c.inside || c.reads == nil || c.attempt.failure != nil && isUnprintable(c.attempt.status, c.attempt.failure.Code, c.attempt.failure.Message) {
		return false
	}
	return c.reads()
}

// isUnreachable tells trouble on the way to the service from an error of the
// client itself, such as missing credentials.
func isUnreachable(err error) bool {
	var connection interface{ ConnectionError() bool }
	return errors.As(err, &connection) && connection.ConnectionError()
}

// isClockSkew recognizes what the SDK has found to be a refused signature because
// of a wrong clock, which it corrects. Nothing has run then.
func isClockSkew(err error) bool {
	var retryable interface{ RetryableError() bool }
	return errors.As(err, &retryable) && retryable.RetryableError()
}

// backoff is the pause between two attempts: a random part of a time that doubles
// ("full jitter").
type backoff struct {
	base, limit time.Duration
	now         func() time.Time
	sleep       func(context.Context, time.Duration) error
	random      func() float64 // in [0, 1)
}

var defaultBackoff = backoff{
	base:   200 * time.Millisecond,
	limit:  2 * time.Second,
	now:    time.Now,
	sleep:  sleep,
	random: rand.Float64,
}

func (b *backoff) delay(attempts int) time.Duration {
	longest := b.limit
	if doublings := attempts - 1; doublings < 16 {
		longest = min(b.base<<doublings, b.limit)
	}
	return time.Duration(b.random() * float64(longest))
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryer is the call as the SDK's retry loop sees it.
type retryer call

var _ aws.RetryerV2 = (*retryer)(nil)

func (r *retryer) IsErrorRetryable(err error) bool { return (*call)(r).again(err) }

// MaxAttempts sets no limit: IsErrorRetryable does.
func (*retryer) MaxAttempts() int { return 0 }

// GetRetryToken waits, since the SDK's own wait forgets the error that it waits
// about when the context ends.
func (r *retryer) GetRetryToken(ctx context.Context, _ error) (func(error) error, error) {
	(*call)(r).logResuming(ctx)
	backoff := &r.policy.backoff
	return freeToken, backoff.sleep(ctx, backoff.delay(r.attempts))
}

// RetryDelay is none: GetRetryToken has waited.
func (*retryer) RetryDelay(int, error) (time.Duration, error) { return 0, nil }

func (*retryer) GetInitialToken() func(error) error { return freeToken }

// GetAttemptToken is where an attempt starts.
func (r *retryer) GetAttemptToken(context.Context) (func(error) error, error) {
	(*call)(r).nextAttempt()
	return freeToken, nil
}

func freeToken(error) error { return nil }
