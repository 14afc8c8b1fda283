package emulator_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestParseFault(t *testing.T) {
	for text, want := range map[string]emulator.Fault{
		"throttle":                               {Kind: emulator.FaultThrottle},
		"delay:time=10ms":                        {Kind: emulator.FaultDelay, Time: 10 * time.Millisecond},
		"pause:after=2,times=1,time=15s,calls=3": {Kind: emulator.FaultPause, After: 2, Times: 1, Time: 15 * time.Second, Calls: 3},
		"drop-after:op=ExecuteStatement,op=CommitTransaction,p=0.25": {
			Kind: emulator.FaultDropAfter, Operations: []string{"ExecuteStatement", "CommitTransaction"}, Probability: 0.25,
		},
		"error-after:status=504": {Kind: emulator.FaultErrorAfter, Status: 504},
	} {
		got, err := emulator.ParseFault(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v, %v, want %+v", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%s is written as %s", text, got)
		}
	}
}

func TestParseFaultRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                           `unknown kind "", want one of busy, delay, drop-after, `,
		"drop":                       `unknown kind "drop"`,
		"throttle:":                  `unknown key ""`,
		"throttle:op":                `operation "" is not one of ExecuteStatement`,
		"throttle:op=Execute":        `operation "Execute" is not one of`,
		"throttle:probability=1":     `unknown key "probability", want op, after`,
		"throttle:p=0":               "p=0: want a number above 0 and up to 1",
		"throttle:p=NaN":             "p=NaN",
		"throttle:p=2":               "p=2",
		"throttle:after=-1":          "after=-1: want a whole number above 0",
		"throttle:times=1.5":         "times=1.5",
		"throttle:times=1,times=2":   "times is there twice",
		"throttle:time=1s":           "throttle: a time is for the kinds delay and pause",
		"throttle:status=500":        "a status is for the kinds",
		"throttle:calls=1":           "a number of calls is for the kind pause",
		"error-after:status=502":     "the status is not 500, 503 or 504",
		"delay":                      "a delay needs a time",
		"delay:time=10":              "time=10: want a time above 0, such as 10ms",
		"pause:op=CommitTransaction": `operation "CommitTransaction" is not one of ExecuteStatement, BatchExecuteStatement, BeginTransaction`,
		"busy:op=BeginTransaction":   `operation "BeginTransaction" is not one of`,
		"busy:op=Commit,op=Commit":   `operation "Commit"`,
		"short:op=RollbackTransaction,op=RollbackTransaction": "operation RollbackTransaction is there twice",
	} {
		if _, err := emulator.ParseFault(text); err == nil || !strings.HasPrefix(err.Error(), "emulator: parse fault ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q in it", text, err, want)
		}
	}
}

// FuzzParseFault wants what was read, written and read again to be the same.
func FuzzParseFault(f *testing.F) {
	for _, text := range []string{
		"throttle", "delay:time=10ms", "pause:after=2,times=1,time=1.5s,calls=3",
		"drop-after:op=ExecuteStatement,op=CommitTransaction,p=1e-3", "error-after:status=504", "short:p=.5,after=0",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := emulator.ParseFault(text)
		if err != nil {
			return
		}
		again, err := emulator.ParseFault(fault.String())
		if err != nil || !reflect.DeepEqual(again, fault) {
			t.Errorf("%q is %+v, and %q is %+v, %v", text, fault, fault, again, err)
		}
	})
}
