package main

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestPersonalities(t *testing.T) {
	tests := []struct {
		name      string
		flags     []string
		want      string // of the clusters a and b
		wantError string
	}{
		{name: "none", want: " "},
		{name: "all", flags: []string{"v1"}, want: "v1 v1"},
		{name: "one", flags: []string{"b=v1"}, want: " v1"},
		{name: "one goes before all", flags: []string{"a=v2", "v1"}, want: "v2 v1"},
		{name: "the last", flags: []string{"v1", "v2"}, want: "v2 v2"},
		{name: "unknown", flags: []string{"v3"}, wantError: `--personality "v3": want v2, v1 or NAME=v1`},
		{name: "no name", flags: []string{"a="}, wantError: `--personality "a="`},
		{name: "no cluster", flags: []string{"c=v1"}, wantError: `--personality "c=v1": there is no cluster c`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			clusters := []emulator.Cluster{{ID: "a"}, {ID: "b"}}
			err := (&localCommand{Personality: test.flags}).personalities(clusters)
			if test.wantError != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.wantError) {
					t.Errorf("got %v, want %s", err, test.wantError)
				}
				return
			}
			if got := string(clusters[0].Personality + " " + clusters[1].Personality); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}
