package monitor

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// buckets of durations, in seconds: from a query that does nothing to the service's
// longest statement.
var buckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 45}

// metrics are what is counted as calls end. What is there at a moment is asked of
// the server when somebody wants to know.
type metrics struct {
	registry *prometheus.Registry
	calls    *prometheus.CounterVec
	duration *prometheus.HistogramVec
	received *prometheus.CounterVec
	sent     *prometheus.CounterVec
	records  prometheus.Counter
}

func newMetrics(server *emulator.Server, version string) *metrics {
	operation := []string{"service", "operation"}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		calls:    counter("calls_total", "Calls that were answered, by the name of the exception, empty for none.", append(operation, "code")...),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "auroradataapi_call_duration_seconds", Help: "Time from the head of a request to the end of its answer.", Buckets: buckets,
		}, operation),
		received: counter("request_bytes_total", "Octets of the bodies of requests.", operation...),
		sent:     counter("response_bytes_total", "Octets of the bodies of answers.", operation...),
		records: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "auroradataapi_records_total", Help: "Rows in answers.",
		}),
	}
	m.registry.MustRegister(m.calls, m.duration, m.received, m.sent, m.records, &state{server}, build(version),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(collectors.MetricsGC)))
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "auroradataapi_" + name, Help: help}, labels)
}

// build is a constant 1 with the version as its label, as is the custom.
func build(version string) prometheus.Collector {
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "auroradataapi_build_info", Help: "Constant 1, with the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	g.Set(1)
	return g
}

func (m *metrics) observe(c emulator.Call) {
	m.calls.WithLabelValues(c.Service, c.Operation, c.Code).Inc()
	m.duration.WithLabelValues(c.Service, c.Operation).Observe(c.Duration.Seconds())
	m.received.WithLabelValues(c.Service, c.Operation).Add(float64(c.RequestBytes))
	m.sent.WithLabelValues(c.Service, c.Operation).Add(float64(c.ResponseBytes))
	m.records.Add(float64(c.Records))
}

// state is the prometheus.Collector of what a server has at a moment.
type state struct{ server *emulator.Server }

var (
	transactions = prometheus.NewDesc("auroradataapi_transactions_open", "Transactions that are open.", nil, nil)
	sessions     = prometheus.NewDesc("auroradataapi_sessions", "Sessions at the database server of a cluster: busy with a call or a transaction, or idle.", []string{"cluster", "state"}, nil)
	faults       = prometheus.NewDesc("auroradataapi_faults_injected_total", "Faults that have struck a call.", []string{"kind"}, nil)
)

// Describe implements prometheus.Collector.
func (s *state) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{transactions, sessions, faults} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (s *state) Collect(to chan<- prometheus.Metric) {
	status := s.server.Status()
	gauge := func(d *prometheus.Desc, value int, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(value), labels...)
	}
	gauge(transactions, status.Transactions)
	for _, c := range status.Clusters {
		gauge(sessions, c.Busy, c.ID, "busy")
		gauge(sessions, c.Idle, c.ID, "idle")
	}
	for kind, n := range s.server.Injected() {
		to <- prometheus.MustNewConstMetric(faults, prometheus.CounterValue, float64(n), string(kind))
	}
}
