package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// personalities gives the clusters those of --personality: one for all, NAME=ONE
// for the cluster of that name, which goes before.
func (l *localCommand) personalities(clusters []emulator.Cluster) error {
	given := slices.Clone(l.Personality)
	slices.SortStableFunc(given, func(a, b string) int { // those for all come first
		return strings.Count(a, "=") - strings.Count(b, "=")
	})
	for _, text := range given {
		name, personality, one := strings.Cut(text, "=")
		if !one {
			personality = text
		}
		if p := emulator.Personality(personality); p != emulator.V1 && p != emulator.V2 {
			return fmt.Errorf("--personality %q: want %s, %s or NAME=%s", text, emulator.V2, emulator.V1, emulator.V1)
		}
		found := false
		for i := range clusters {
			if !one || clusters[i].ID == name {
				clusters[i].Personality, found = emulator.Personality(personality), true
			}
		}
		if !found {
			return fmt.Errorf("--personality %q: there is no cluster %s", text, name)
		}
	}
	return nil
}
