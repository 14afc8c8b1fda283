package leftover

import (
	"bytes"
	"runtime"
	"slices"
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
		if _, known := before[name]; !known && !strings.Contains(stack, "leftover.newGoroutines(") && !isEternal(stack) {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}

// eternal are goroutines that nobody can end: that of the first signal.Notify, and
// the one of each cache of statements of GORM's PrepareStmt.
var eternal = []string{"os/signal.loop(", "gorm.io/gorm/internal/lru.NewLRU["}

func isEternal(stack string) bool {
	return slices.ContainsFunc(eternal, func(function string) bool { return strings.Contains(stack, function) })
}
