package wire

import "strings"

// chunkSize is the size of the chunks that texts are copied into. It is what a
// single short text can keep alive at most; dozens of rows share one.
const chunkSize = 4 << 10

// arena hands out strings that share chunks of memory. Bytes once written are
// never changed: a full chunk is left to the strings that point into it. An arena
// that is in use must not be copied.
type arena struct {
	chunk strings.Builder
	size  int // of a chunk
}

// newArena returns an arena for the texts of one body, which need no more room
// decoded than they took.
func newArena(body []byte) arena {
	return arena{size: min(chunkSize, len(body))}
}

// text reads a string and returns a copy of it.
func (a *arena) text(s *scanner) (string, bool) {
	raw, plain, ok := s.quoted()
	switch {
	case !ok:
		return "", false
	case plain:
		return a.copy(raw), true
	}
	return a.unescape(raw), true
}

// copy returns text as a string.
func (a *arena) copy(text []byte) string {
	if len(text) > chunkSize/4 {
		return string(text)
	}
	start := a.reserve(len(text))
	a.chunk.Write(text)
	return a.chunk.String()[start:]
}

// unescape returns the text that raw stands for.
func (a *arena) unescape(raw []byte) string {
	if len(raw) > chunkSize/4 {
		return unescaped(raw)
	}
	start := a.reserve(len(raw))
	writeUnescaped(&a.chunk, raw)
	return a.chunk.String()[start:]
}

// reserve begins a new chunk if the current one has no room for n bytes, and
// returns how much of the chunk is taken.
func (a *arena) reserve(n int) int {
	if a.chunk.Cap()-a.chunk.Len() < n {
		a.chunk.Reset()
		a.chunk.Grow(max(a.size, n))
	}
	return a.chunk.Len()
}
