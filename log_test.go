package auroradataapi_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

func TestLog(t *testing.T) {
	tests := []struct {
		name  string
		level slog.Level
		steps []step
		want  string
	}{
		{"success", slog.LevelDebug, []step{resuming(), updated("3")}, `level=DEBUG msg="auroradataapi: statement" sql="update t set a = $1" duration=100ms attempts=2 request_id=request-1 transaction=false rows=3`},
		{"database error", slog.LevelDebug, []step{databaseError(`ERROR: bad "hunter2"; SQLState: 22P02`)}, `duration=0s attempts=1 request_id=request-1 transaction=false error=22P02`},
		{"other error", slog.LevelDebug, []step{failure(403, "AccessDeniedException", "")}, `error=AccessDeniedException`},
		{"no answer", slog.LevelDebug, []step{dropped()}, `error="no answer"`},
		{"resuming", slog.LevelInfo, []step{resuming(), resuming(), updated("3")}, `level=INFO msg="auroradataapi: cluster is resuming" timeout=1m0s`},
		{"not wanted", slog.LevelInfo, []step{updated("3")}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			s := newService(t, tt.steps...)
			s.config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: tt.level}))
			_, _ = s.open().Exec("update t set a = $1", "hunter2") // whether it fails is not the point
			if !strings.Contains(log.String(), tt.want) || tt.want == "" && log.Len() > 0 {
				t.Errorf("got %s, want %s", &log, tt.want)
			}
			if strings.Contains(log.String(), "hunter2") {
				t.Errorf("the log has a value: %s", &log)
			}
		})
	}
}
