package soak

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sample is what the emulator's process and its servers have at a moment.
type sample struct {
	at         time.Duration // since the start of the run
	operations int64
	octets     int64
	values     [len(quantities)]float64
}

// quantity is something that must not grow. name is that of the metric, or empty for
// the sessions at both servers. Beside a tenth more, spare more is no growth.
type quantity struct {
	title, name string
	unit, spare float64
}

var quantities = [...]quantity{
	{title: "heap MiB", name: "go_gc_heap_live_bytes", unit: 1 << 20, spare: 8},
	{title: "resident MiB", name: "process_resident_memory_bytes", unit: 1 << 20, spare: 48},
	{title: "goroutines", name: "go_goroutines", unit: 1, spare: 64},
	{title: "files", name: "process_open_fds", unit: 1, spare: 40},
	{title: "transactions", name: "auroradataapi_transactions_open", unit: 1, spare: 40},
	{title: "sessions", unit: 1, spare: 40},
}

// take asks the emulator and its servers.
func take(ctx context.Context, c *child, natives map[string]*sql.DB) (s sample, err error) {
	metrics, err := readMetrics(ctx, c.url()+"/metrics")
	if err != nil {
		return s, err
	}
	for i, q := range quantities {
		value, ok := metrics[q.name]
		if q.name == "" {
			value, err = countSessions(ctx, natives)
			ok = true
		}
		if err != nil || !ok {
			return s, fmt.Errorf("%s: %w", q.title, err)
		}
		s.values[i] = value / q.unit
	}
	return s, nil
}

func countSessions(ctx context.Context, natives map[string]*sql.DB) (total float64, err error) {
	for _, e := range []engine{postgresql, mysql} {
		var n int
		if err := natives[e.name].QueryRowContext(ctx, e.sessions).Scan(&n); err != nil {
			return 0, err
		}
		total += float64(n)
	}
	return total, nil
}

// readMetrics reads those without labels.
func readMetrics(ctx context.Context, url string) (map[string]float64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return parseMetrics(response.Body)
}

func parseMetrics(text io.Reader) (map[string]float64, error) {
	metrics := map[string]float64{}
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		name, number, ok := strings.Cut(lines.Text(), " ")
		value, err := strconv.ParseFloat(number, 64)
		if ok && err == nil && name != "#" {
			metrics[name] = value
		}
	}
	return metrics, lines.Err()
}

// growth names what has grown between the beginning and the end of samples: the
// medians of their first and of their last third are compared.
func growth(samples []sample) (grown []string) {
	third := len(samples) / 3
	if third == 0 {
		return []string{"too few samples to tell"}
	}
	for i, q := range quantities {
		before, after := median(samples[:third], i), median(samples[len(samples)-third:], i)
		if after > before*1.1+q.spare {
			grown = append(grown, fmt.Sprintf("%s: from %.1f to %.1f", q.title, before, after))
		}
	}
	return grown
}

func median(samples []sample, quantity int) float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, s.values[quantity])
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// table shows some twenty of the samples.
func table(samples []sample) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%8s %12s %8s", "seconds", "operations", "MB/s")
	for _, q := range quantities {
		fmt.Fprintf(&out, " %13s", q.title)
	}
	every := max(1, len(samples)/20)
	for i := every - 1; i < len(samples); i += every {
		s := samples[i]
		fmt.Fprintf(&out, "\n%8.1f %12d %8.1f", s.at.Seconds(), s.operations, float64(s.octets)/1e6/s.at.Seconds())
		for _, value := range s.values {
			fmt.Fprintf(&out, " %13.1f", value)
		}
	}
	return out.String()
}

func TestGrowth(t *testing.T) {
	steady := make([]sample, 30)
	for i := range steady {
		steady[i].values[0] = float64(20 + i%7)
	}
	if got := growth(steady); got != nil {
		t.Errorf("what goes up and down: %v", got)
	}
	for i := range steady {
		steady[i].values[0] += float64(i)
	}
	if got := growth(steady); len(got) != 1 || !strings.HasPrefix(got[0], "heap MiB: from ") {
		t.Errorf("what grows: %v", got)
	}
	if got := growth(nil); got == nil {
		t.Error("nothing is told to be steady")
	}
}

func TestParseMetrics(t *testing.T) {
	text := "# HELP go_goroutines Number.\n# TYPE go_goroutines gauge\ngo_goroutines 7\nlabelled{a=\"b\"} 1\ngo_gc_heap_live_bytes 1.5e+06\n"
	got, err := parseMetrics(strings.NewReader(text))
	if err != nil || got["go_goroutines"] != 7 || got["go_gc_heap_live_bytes"] != 1.5e6 {
		t.Errorf("got %v, %v", got, err)
	}
}
