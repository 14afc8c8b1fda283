package calllog

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// Human gives a function that writes one line for each call, for people to read.
// Goroutines may share it. With colour the status has one; with sql the statement
// follows, with its lines joined.
func Human(w io.Writer, colour, sql bool) func(emulator.Call) {
	var mu sync.Mutex // so that lines stay whole
	return func(c emulator.Call) {
		line := strings.Join(words(c, colour, sql), " ") + "\n"
		mu.Lock()
		defer mu.Unlock()
		_, _ = io.WriteString(w, line) // there is nobody else to tell
	}
}

// words are the parts of a line.
func words(c emulator.Call, colour, sql bool) []string {
	parts := []string{
		c.Started.Add(c.Duration).Format("15:04:05.000"), painted(status(c), level(c), colour),
		printable(operation(c)), rounded(c.Duration).String(),
	}
	parts = appendNamed(parts, "cluster", c.ClusterARN[strings.LastIndexByte(c.ClusterARN, ':')+1:])
	parts = appendNamed(parts, "database", c.Database)
	if c.Transaction {
		parts = append(parts, "in a transaction")
	}
	parts = append(parts, amounts(c)...)
	parts = appendNamed(parts, "fault", string(c.Fault))
	if c.Code != "" {
		parts = append(parts, painted(printable(c.Code), level(c), colour))
	}
	if sql && c.SQL != "" {
		parts = append(parts, "|", printable(c.SQL))
	}
	return parts
}

func status(c emulator.Call) string {
	if c.Status == 0 {
		return "---" // no answer was sent
	}
	return fmt.Sprint(c.Status)
}

func operation(c emulator.Call) string {
	if c.Operation == "" {
		return c.Service + "/?"
	}
	return c.Service + "/" + c.Operation
}

// amounts are what there was of bytes, rows and parameter sets.
func amounts(c emulator.Call) []string {
	parts := []string{fmt.Sprintf("%d+%d bytes", c.RequestBytes, c.ResponseBytes)}
	if c.Records > 0 {
		parts = append(parts, fmt.Sprintf("%d rows", c.Records))
	}
	if c.RecordsUpdated > 0 {
		parts = append(parts, fmt.Sprintf("%d changed", c.RecordsUpdated))
	}
	if c.ParameterSets > 1 {
		parts = append(parts, fmt.Sprintf("%d sets", c.ParameterSets))
	}
	return parts
}

func appendNamed(parts []string, name, value string) []string {
	if value == "" {
		return parts
	}
	return append(parts, name+"="+printable(value))
}

// rounded leaves three digits or so.
func rounded(d time.Duration) time.Duration {
	for unit := time.Second; unit >= time.Microsecond; unit /= 10 {
		if d >= 100*unit {
			return d.Round(unit)
		}
	}
	return d
}

// printable makes one line of a text, without what a terminal would obey.
func printable(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
}

// colours are the numbers of ECMA-48.
var colours = map[slog.Level]string{slog.LevelInfo: "32", slog.LevelWarn: "33", slog.LevelError: "31"}

func painted(s string, l slog.Level, colour bool) string {
	if !colour {
		return s
	}
	return "\x1b[" + colours[l] + "m" + s + "\x1b[0m"
}
