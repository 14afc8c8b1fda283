// Package calllog writes a line for each call that an emulator has answered.
package calllog

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// JSON gives a function that writes an object for each call, on a line of its own.
// Goroutines may share it. With sql it has the statement as it was sent.
func JSON(w io.Writer, sql bool) func(emulator.Call) {
	handler := slog.NewJSONHandler(w, nil)
	return func(c emulator.Call) {
		record := slog.NewRecord(c.Started.Add(c.Duration), level(c), "call", 0)
		record.AddAttrs(
			slog.String("requestId", c.RequestID), slog.String("service", c.Service), slog.String("operation", c.Operation),
			slog.String("clusterArn", c.ClusterARN), slog.String("database", c.Database), slog.Bool("transaction", c.Transaction),
			slog.Int("status", c.Status), slog.String("code", c.Code), slog.Float64("seconds", c.Duration.Seconds()),
			slog.Int64("requestBytes", c.RequestBytes), slog.Int64("responseBytes", c.ResponseBytes),
			slog.Int64("records", c.Records), slog.Int64("recordsUpdated", c.RecordsUpdated),
			slog.Int("parameterSets", c.ParameterSets), slog.String("fault", string(c.Fault)),
		)
		if sql {
			record.AddAttrs(slog.String("sql", c.SQL))
		}
		_ = handler.Handle(context.Background(), record) // there is nobody else to tell
	}
}

// level is that of a refused call, of one that has failed at the server's side, or
// of one in order.
func level(c emulator.Call) slog.Level {
	switch {
	case c.Status == 0 || c.Status >= http.StatusInternalServerError:
		return slog.LevelError
	case c.Status >= http.StatusBadRequest:
		return slog.LevelWarn
	}
	return slog.LevelInfo
}
