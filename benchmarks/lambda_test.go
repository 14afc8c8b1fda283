package main

import (
	"testing"
	"time"
)

func TestParseInitialization(t *testing.T) {
	const trace = `init internal/bytealg @0.008 ms, 0 ms clock, 0 bytes, 0 allocs
init github.com/aws/aws-sdk-go-v2/config @8.6 ms, 0.046 ms clock, 48 bytes, 2 allocs
init github.com/auroradataapi/auroradataapi/internal/postgres @8.6 ms, 0.010 ms clock, 48 bytes, 3 allocs
init github.com/auroradataapi/auroradataapi @8.7 ms, 0.052 ms clock, 896 bytes, 8 allocs
expected AWS Lambda environment variables
`
	got, err := parseInitialization(trace)
	if err != nil {
		t.Fatal(err)
	}
	want := initialization{clock: 108 * time.Microsecond, own: 62 * time.Microsecond, allocations: 11}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if _, err := parseInitialization("nothing"); err == nil {
		t.Error("no error for a text without a trace")
	}
}
