package wire

// Elements reads the elements of an array, in order, each once. It reads from
// the response body, which must not have changed.
type Elements struct {
	// Kind is what the elements are that are not NULL: Bool, Long, Double,
	// String or, for an array of arrays, Array. An empty array has a kind too.
	Kind Kind

	rest  scanner // behind the opening bracket or an element
	done  bool
	arena *arena
}

// Next decodes the next element into f and reports whether there was one. A NULL
// element has the kind [Null], an element of an array of arrays [Array]. After
// an error every later call returns that error.
func (e *Elements) Next(f *Field) (bool, error) {
	if e.done || !e.rest.more(']') {
		e.done = true
		return false, e.rest.failure()
	}
	f.reset(None)
	switch {
	case e.rest.null():
		f.Kind = Null
	case e.Kind == Array:
		f.Kind = Array
		f.Array, _ = e.rest.elements(e.arena)
	default:
		e.rest.value(f, e.Kind, e.arena)
	}
	return e.rest.err == nil, e.rest.failure()
}

// elements reads an object of the ArrayValue union: like [scanner.field], one
// member that is known and not null. The elements themselves are decoded later.
func (s *scanner) elements(a *arena) (*Elements, bool) {
	s.peek()
	start := s.pos
	var found *Elements
	var unknown []byte
	for s.open('{'); s.more('}'); {
		key := s.key()
		kind := elementKindOf(key)
		switch {
		case kind == None:
			unknown = key
			s.skip()
		case s.null():
		case found != nil:
			return nil, s.failAt(start, "array with more than one list")
		default:
			found = s.list(kind, a)
		}
	}
	if s.err == nil && found == nil {
		s.noValue("array", start, unknown)
	}
	return found, s.err == nil
}

// list steps over the elements of an array and returns a reader of them.
func (s *scanner) list(kind Kind, a *arena) *Elements {
	rest := *s
	if rest.open('[') {
		s.skip()
	} else {
		s.err = rest.err
	}
	return &Elements{Kind: kind, rest: rest, arena: a}
}
