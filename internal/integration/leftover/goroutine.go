package leftover

import (
	"bytes"
	"runtime"
	"strings"
)

// goroutines returns the stack of each goroutine by its name, "goroutine 42".
func goroutines() map[string]string {
	stacks := make(map[string]string)
	for stack := range strings.SplitSeq(string(allStacks()), "\n\n") {
		name, _, _ := strings.Cut(stack, " [")
		stacks[name] = stack
	}
	return stacks
}

func allStacks() []byte {
	for size := 1 << 16; ; size *= 2 {
		text := make([]byte, size)
		if n := runtime.Stack(text, true); n < size {
			return bytes.TrimSpace(text[:n])
		}
	}
}

// newGoroutines returns the stacks of the goroutines that were not there before,
// but for the caller's own.
func newGoroutines(before map[string]string) []string {
	var stacks []string
	for name, stack := range goroutines() {
		if _, known := before[name]; !known && !strings.Contains(stack, "leftover.newGoroutines(") && !isRuntimes(stack) {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}

// isRuntimes recognizes the goroutine that the first signal.Notify starts for
// good.
func isRuntimes(stack string) bool { return strings.Contains(stack, "os/signal.loop(") }
