//go:build unix

package localserver

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// keptLines is how much of its log a dead server is remembered by.
const keptLines = 8

// serverLog is where the server writes its log: to a logger, line by line, and
// the last lines to memory. Safe for concurrent use.
type serverLog struct {
	name   string // of the product
	logger *slog.Logger

	mu      sync.Mutex // guards the following
	partial []byte
	lines   []string
}

// Write takes any piece of the log and never fails.
func (l *serverLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partial = append(l.partial, p...)
	for {
		line, rest, found := bytes.Cut(l.partial, []byte("\n"))
		if !found {
			return len(p), nil
		}
		l.add(string(line))
		l.partial = rest
	}
}

func (l *serverLog) add(line string) {
	l.logger.Debug(l.name, "log", line)
	l.lines = append(l.lines, line)
	if len(l.lines) > keptLines {
		l.lines = append(l.lines[:0], l.lines[1:]...)
	}
}

// last returns the last lines as one.
func (l *serverLog) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return LastLines(strings.Join(append(l.lines, string(l.partial)), "\n"), keptLines)
}

// LastLines returns the last n lines of text that are not blank, as one line.
func LastLines(text string, n int) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-n):], "; ")
}
