package monitor_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/monitor"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestMonitor asks about a server that does not run. One that does is in the scripts
// of the command.
func TestMonitor(t *testing.T) {
	watch := monitor.New(&emulator.Server{}, "v1.2.3")
	watch.Observe(emulator.Call{Service: "rds-data", Operation: "ExecuteStatement", Duration: 3 * time.Millisecond, RequestBytes: 10, ResponseBytes: 20, Records: 2})
	watch.Observe(emulator.Call{Service: "rds-data", Operation: "ExecuteStatement", Code: "DatabaseErrorException", RequestBytes: 5})
	tests := []struct {
		name, method, path string
		status             int
		want               []string
	}{
		{name: "ready", method: http.MethodGet, path: "/ready", status: http.StatusServiceUnavailable, want: []string{`{"ready":false,"errors":["emulator: ask for readiness: the server is not started, or closed"]}`}},
		{name: "version", method: http.MethodGet, path: "/version", status: http.StatusOK, want: []string{`{"version":"v1.2.3","go":"go`, `"clusters":[]}`}},
		{name: "metrics", method: http.MethodGet, path: "/metrics", status: http.StatusOK, want: []string{
			`auroradataapi_build_info{version="v1.2.3"} 1`,
			`auroradataapi_calls_total{code="",operation="ExecuteStatement",service="rds-data"} 1`,
			`auroradataapi_calls_total{code="DatabaseErrorException",operation="ExecuteStatement",service="rds-data"} 1`,
			`auroradataapi_call_duration_seconds_bucket{operation="ExecuteStatement",service="rds-data",le="0.005"} 2`,
			`auroradataapi_request_bytes_total{operation="ExecuteStatement",service="rds-data"} 15`,
			`auroradataapi_response_bytes_total{operation="ExecuteStatement",service="rds-data"} 20`,
			`auroradataapi_records_total 2`, `auroradataapi_transactions_open 0`, `go_gc_heap_live_bytes `,
		}},
		{name: "head", method: http.MethodHead, path: "/ready", status: http.StatusServiceUnavailable},
		{name: "another path", method: http.MethodGet, path: "/Execute", status: http.StatusNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := httptest.NewRecorder()
			watch.ServeHTTP(answer, httptest.NewRequest(test.method, test.path, nil))
			if answer.Code != test.status {
				t.Errorf("status %d, want %d", answer.Code, test.status)
			}
			for _, want := range test.want {
				if !strings.Contains(answer.Body.String(), want) {
					t.Errorf("got %s\nwant %s", answer.Body, want)
				}
			}
		})
	}
}
