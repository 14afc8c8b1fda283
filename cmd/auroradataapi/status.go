package main

import (
	"errors"
	"net"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/manpage"
)

// Exit statuses. `local -- COMMAND` has COMMAND's own instead.
const (
	statusFailed         = 1
	statusUsage          = 2
	statusOutcomeUnknown = 3
	statusUnreachable    = 4
	statusNotExecutable  = 126
	statusNotFound       = 127
	statusSignal         = 128 // and the signal's number
)

// statuses are what the exit statuses mean, for the manual.
var statuses = []manpage.Item{
	{Term: "0", Meaning: "done"},
	{Term: strconv.Itoa(statusFailed), Meaning: "failed: the database or the service refused, a file cannot be read, ..."},
	{Term: strconv.Itoa(statusUsage), Meaning: "wrong usage; nothing was done"},
	{Term: strconv.Itoa(statusOutcomeUnknown), Meaning: "the answer was lost, so the statement may or may not have taken effect"},
	{Term: strconv.Itoa(statusUnreachable), Meaning: "nobody answered: no connection, or the cluster was still resuming when the time was up; nothing was done, and trying again may help"},
	{Term: strconv.Itoa(statusNotExecutable), Meaning: "the command of local cannot be executed"},
	{Term: strconv.Itoa(statusNotFound), Meaning: "the command of local was not found"},
	{Term: strconv.Itoa(statusSignal) + "+N", Meaning: "signal N ended the work, such as 130 for Ctrl-C"},
}

// statusText is what --help says of them.
func statusText() string {
	texts := make([]string, len(statuses))
	for i, s := range statuses {
		texts[i] = s.Term + " " + s.Meaning
	}
	return strings.Join(texts, "; ") + "."
}

// statusOf returns the status for an error of a command.
func statusOf(err error) int {
	switch {
	case isOutcomeUnknown(err):
		return statusOutcomeUnknown
	case errors.Is(err, auroradataapi.ErrResuming), isDial(err), isLate(err):
		return statusUnreachable
	}
	return statusFailed
}

// isDial tells whether there was no connection to begin with.
func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}
