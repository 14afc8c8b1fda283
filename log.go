package auroradataapi

import (
	"context"
	"errors"
	"log/slog"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// log records a statement that was run: what was said and what it cost, and
// nothing of what went in or came out. An error is logged by its code, since the
// server's words may quote values.
func (c *conn) log(ctx context.Context, s *statement, result *wire.Result, call *call, err error) {
	if c.logger == nil || call == nil || !c.logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attributes := []slog.Attr{
		slog.String("sql", s.text.String()),
		slog.Duration("duration", call.policy.backoff.now().Sub(call.started)),
		slog.Int("attempts", call.attempts),
		slog.String("request_id", call.attempt.requestID),
		slog.Bool("transaction", c.tx != nil),
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", errorCode(err)))
	} else {
		attributes = append(attributes, slog.Int64("rows", affected(result)))
	}
	c.logger.LogAttrs(ctx, slog.LevelDebug, "auroradataapi: statement", attributes...)
}

func errorCode(err error) string {
	var e *Error
	switch {
	case !errors.As(err, &e):
		return "no answer"
	case e.Code != "":
		return e.Code
	}
	return e.Exception
}

// logResuming tells, once for each call, that it waits for a paused cluster.
func (c *call) logResuming(ctx context.Context) {
	failure := c.attempt.failure
	if c.policy.logger == nil || c.announced || failure == nil || !isResuming(failure.Code, failure.Message) {
		return
	}
	c.announced = true
	c.policy.logger.LogAttrs(ctx, slog.LevelInfo, "auroradataapi: cluster is resuming", slog.Duration("timeout", c.policy.timeout))
}
