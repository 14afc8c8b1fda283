package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseFault reads a fault from its text, KIND[:KEY=VALUE,…], such as
//
//	drop-after:op=ExecuteStatement,op=CommitTransaction,after=10,times=3,p=0.1
//
// The keys are op, after, times, p, status, time and calls, for Operations,
// After, Times, Probability, Status, Time and Calls. Only op may be there more
// than once. Times are those of [time.ParseDuration].
func ParseFault(text string) (Fault, error) {
	kind, settings, some := strings.Cut(text, ":")
	f := Fault{Kind: FaultKind(kind)}
	seen := map[string]bool{}
	for setting := range strings.SplitSeq(settings, ",") {
		if !some {
			break
		}
		key, value, _ := strings.Cut(setting, "=")
		if seen[key] && key != "op" {
			return Fault{}, fmt.Errorf("emulator: parse fault %q: %s is there twice", text, key)
		}
		seen[key] = true
		if err := f.set(key, value); err != nil {
			return Fault{}, fmt.Errorf("emulator: parse fault %q: %w", text, err)
		}
	}
	if err := f.check(); err != nil {
		return Fault{}, fmt.Errorf("emulator: parse fault %q: %w", text, err)
	}
	return f, nil
}

// set sets the field that goes by a key. What it refuses besides is check's.
func (f *Fault) set(key, value string) (err error) {
	switch key {
	case "op":
		f.Operations = append(f.Operations, value)
	case "after":
		f.After, err = parseCount(key, value)
	case "times":
		f.Times, err = parseCount(key, value)
	case "calls":
		f.Calls, err = parseCount(key, value)
	case "status":
		f.Status, err = parseCount(key, value)
	case "p":
		f.Probability, err = parseProbability(value)
	case "time":
		f.Time, err = parseTime(value)
	default:
		err = fmt.Errorf("unknown key %q, want op, after, times, p, status, time or calls", key)
	}
	return err
}

func parseCount(key, value string) (int, error) {
	n, err := strconv.ParseUint(value, 10, 31)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%s=%s: want a whole number above 0", key, value)
	}
	return int(n), nil
}

func parseProbability(value string) (float64, error) {
	p, err := strconv.ParseFloat(value, 64)
	if err != nil || !(p > 0 && p <= 1) {
		return 0, fmt.Errorf("p=%s: want a number above 0 and up to 1", value)
	}
	return p, nil
}

func parseTime(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("time=%s: want a time above 0, such as 10ms", value)
	}
	return d, nil
}

// String gives the text that ParseFault reads.
func (f Fault) String() string {
	var settings []string
	add := func(key, value string, given bool) {
		if given {
			settings = append(settings, key+"="+value)
		}
	}
	for _, name := range f.Operations {
		add("op", name, true)
	}
	add("after", strconv.Itoa(f.After), f.After != 0)
	add("times", strconv.Itoa(f.Times), f.Times != 0)
	add("p", strconv.FormatFloat(f.Probability, 'g', -1, 64), f.Probability != 0)
	add("status", strconv.Itoa(f.Status), f.Status != 0)
	add("time", f.Time.String(), f.Time != 0)
	add("calls", strconv.Itoa(f.Calls), f.Calls != 0)
	if len(settings) == 0 {
		return string(f.Kind)
	}
	return string(f.Kind) + ":" + strings.Join(settings, ",")
}

// MarshalText gives the text that ParseFault reads.
func (f Fault) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText is ParseFault.
func (f *Fault) UnmarshalText(text []byte) (err error) {
	*f, err = ParseFault(string(text))
	return err
}
