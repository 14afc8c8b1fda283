package wire

import "sync"

// mark says where the value of a field is in the body and how it is written. The
// checking pass makes one for every field, so that a row which is stepped over
// costs nothing and one that is read is not scanned again. It packs the start of
// the value, how many bytes it has, and its shape.
type mark uint64

// shape is how a value is written. All but odd are what compact recognises.
type shape uint8

const (
	odd     shape = iota // in any other way; the mark is that of the whole field
	null                 // null
	no                   // false
	yes                  // true
	integer              // an integer of at most maxShortInteger digits
	decimal              // a number
	plain                // a string without escapes, between its quotes
	escaped              // a string with escapes, between its quotes
	octets               // base64 without escapes, between its quotes
)

const (
	shapeBits = 4
	sizeBits  = 28

	// maxBody is the longest body that marks can point into, nearly 256 MiB: some
	// hundred times what the service sends at most.
	maxBody = 1<<sizeBits - 1
)

func newMark(shape shape, start, end int) mark {
	return mark(start)<<(sizeBits+shapeBits) | mark(end-start)<<shapeBits | mark(shape)
}

func (m mark) shape() shape { return shape(m & (1<<shapeBits - 1)) }

func (m mark) start() int { return int(m >> (sizeBits + shapeBits)) }

func (m mark) size() int { return int(m >> shapeBits & (1<<sizeBits - 1)) }

// value returns the marked bytes of a body.
func (m mark) value(body []byte) []byte {
	start := m.start()
	return body[start : start+m.size()]
}

// marks are those of the fields of all rows, row by row.
type marks struct {
	body  []byte
	list  []mark
	width int // fields in each row
}

// start returns where the first field is.
func (m *marks) start() int {
	if len(m.list) == 0 {
		return 0
	}
	return m.list[0].start()
}

// markRow steps over a row, the n-th from 0, and marks its fields.
func (m *marks) markRow(s *scanner, n int) {
	start, before := s.pos, len(m.list)
	for s.open('['); s.more(']'); {
		if !m.markCompactFields(s) {
			m.markField(s)
		}
	}
	switch width := len(m.list) - before; {
	case n == 0:
		m.width = width
		m.expect(s.pos-start, len(s.data)-s.pos)
	case width != m.width && s.err == nil:
		s.failAt(start, "rows with different numbers of fields")
	}
}

// expect makes room for the marks of all rows, if they are like the first, which
// took size bytes. rest is how many bytes follow.
func (m *marks) expect(size, rest int) {
	room := m.width * (rest/max(size, 1) + 1)
	list := *lists.Get().(*[]mark)
	if cap(list) < room {
		list = make([]mark, 0, room)
	}
	m.list = append(list[:0], m.list...)
}

// lists holds lists of marks to be used again, which for a full page are a
// quarter of a megabyte.
var lists = sync.Pool{New: func() any { return new([]mark) }}

// maxReused is the longest list that is kept to be used again, of 4 MiB.
const maxReused = 4 << 20 / 8

// release gives the list back.
func (m *marks) release() {
	if list := m.list; 0 < cap(list) && cap(list) <= maxReused {
		lists.Put(&list)
	}
	m.list = nil
}

// markCompactFields steps over fields with a comma and nothing else between them
// as long as they are compact, and reports whether there were any.
func (m *marks) markCompactFields(s *scanner) (found bool) {
	s.peek()
	for start := s.pos; ; {
		field, end := compact(s.data, start)
		if field.shape() == odd {
			return found
		}
		m.list = append(m.list, field)
		s.pos = end
		found = true
		if !s.at(',') {
			return true
		}
		start = end + 1
	}
}

// markField steps over any field.
func (m *marks) markField(s *scanner) {
	s.peek()
	start := s.pos
	if s.skip() {
		m.list = append(m.list, newMark(odd, start, s.pos))
	}
}
