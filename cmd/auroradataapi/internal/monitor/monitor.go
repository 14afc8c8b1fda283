// Package monitor tells how an emulator is doing, by HTTP: whether it is ready,
// what it is, and its metrics in the text form of Prometheus.
package monitor

import (
	"cmp"
	"encoding/json"
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// Monitor is the http.Handler for [emulator.Server.Monitor]. Goroutines may share
// it.
type Monitor struct {
	server  *emulator.Server
	version string
	metrics *metrics
	mux     *http.ServeMux
}

// New gives the monitor of a server that calls itself of that version.
func New(server *emulator.Server, version string) *Monitor {
	m := &Monitor{server: server, version: version, metrics: newMetrics(server, version), mux: http.NewServeMux()}
	m.mux.HandleFunc("GET /ready", m.ready)
	m.mux.HandleFunc("GET /version", m.describe)
	m.mux.Handle("GET /metrics", promhttp.HandlerFor(m.metrics.registry, promhttp.HandlerOpts{}))
	return m
}

// ServeHTTP answers GET /ready, /version and /metrics.
func (m *Monitor) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.mux.ServeHTTP(w, r) }

// Observe counts a call. It is for [emulator.Server.OnCall].
func (m *Monitor) Observe(c emulator.Call) { m.metrics.observe(c) }

// readiness is the answer to GET /ready.
type readiness struct {
	Ready  bool     `json:"ready"`
	Errors []string `json:"errors,omitempty"` // one for each cluster whose server does not answer
}

func (m *Monitor) ready(w http.ResponseWriter, r *http.Request) {
	err := m.server.Ready(r.Context())
	if err == nil {
		writeJSON(w, http.StatusOK, readiness{Ready: true})
		return
	}
	failures := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		failures = joined.Unwrap()
	}
	answer := readiness{}
	for _, failure := range failures {
		answer.Errors = append(answer.Errors, failure.Error())
	}
	writeJSON(w, http.StatusServiceUnavailable, answer)
}

// description is the answer to GET /version.
type description struct {
	Version  string    `json:"version"`
	Go       string    `json:"go"`
	Platform string    `json:"platform"`
	Clusters []cluster `json:"clusters"`
}

type cluster struct {
	ID       string          `json:"id"`
	Engine   emulator.Engine `json:"engine"`
	Software string          `json:"software"`
}

func (m *Monitor) describe(w http.ResponseWriter, _ *http.Request) {
	answer := description{Version: m.version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Clusters: []cluster{}}
	for _, c := range m.server.Status().Clusters {
		answer.Clusters = append(answer.Clusters, cluster{c.ID, c.Engine, cmp.Or(c.Software, "named by a DSN")})
	}
	writeJSON(w, http.StatusOK, answer)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte("{}")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(body, '\n')) // who has gone hears nothing
}
