package wire

// Field is one value of a result. Kind says which of the other members counts;
// those that do not count are zero.
type Field struct {
	Kind   Kind // never None in a row
	Bool   bool
	Long   int64
	Double float64   // may be NaN or infinite
	Text   string    // of String; shares a chunk of at most 4 KiB with other texts, never the body
	Blob   []byte    // never nil if Kind is Blob; owned by the caller
	Array  *Elements // never nil if Kind is Array
}

// reset makes f a field of the kind without a value. It does not write pointers
// that are nil already, as those of a field used again almost always are: such
// writes cost time while the garbage collector runs.
func (f *Field) reset(kind Kind) {
	f.Kind, f.Bool, f.Long, f.Double = kind, false, 0, 0
	if f.Text != "" {
		f.Text = ""
	}
	if f.Blob != nil {
		f.Blob = nil
	}
	if f.Array != nil {
		f.Array = nil
	}
}

// read gives the field the value that a mark points to.
func (f *Field) read(m mark, body []byte, a *arena) error {
	switch m.shape() {
	case plain:
		f.reset(String)
		f.Text = a.copy(m.value(body))
	case escaped:
		f.reset(String)
		f.Text = a.unescape(m.value(body))
	case integer:
		f.reset(Long)
		f.Long = shortInteger(m.value(body))
	case null:
		f.reset(Null)
	case no, yes:
		f.reset(Bool)
		f.Bool = m.shape() == yes
	default:
		return f.scan(m, body, a)
	}
	return nil
}

// scan gives the field a value that is to be checked.
func (f *Field) scan(m mark, body []byte, a *arena) error {
	s := scanner{data: body, pos: m.start()}
	switch m.shape() {
	case decimal:
		f.reset(None)
		s.value(f, Double, a)
	case octets:
		f.reset(None)
		s.pos-- // to its quote
		s.value(f, Blob, a)
	default:
		s.field(f, a)
	}
	return s.failure()
}

// field reads an object of the Field union. It has one member that is known and
// not null; unknown members beside it are skipped. The AWS SDKs would take any
// one of several: here that is an error.
func (s *scanner) field(f *Field, a *arena) bool {
	f.reset(None)
	start := s.pos
	var unknown []byte
	for s.open('{'); s.more('}'); {
		key := s.key()
		kind := kindOf(key)
		switch {
		case kind == None:
			unknown = key
			s.skip()
		case s.null():
		case f.Kind != None:
			return s.failAt(start, "field with more than one value")
		default:
			s.value(f, kind, a)
		}
	}
	return s.err == nil && (f.Kind != None || s.noValue("field", start, unknown))
}

// noValue fails because a union has no member that is known and not null.
func (s *scanner) noValue(union string, start int, unknown []byte) bool {
	if unknown != nil {
		return s.failAt(start, union+" with unknown member "+quote(unknown))
	}
	return s.failAt(start, union+" without a value")
}

// value reads the value of a member of the Field union, or an element of an
// array of such.
func (s *scanner) value(f *Field, kind Kind, a *arena) (ok bool) {
	f.Kind = kind
	switch kind {
	case Null:
		ok = s.isNull(f)
	case Bool:
		f.Bool, ok = s.bool()
	case Long:
		f.Long, ok = s.long()
	case Double:
		f.Double, ok = s.double()
	case String:
		f.Text, ok = a.text(s)
	case Blob:
		f.Blob, ok = s.blob()
	case Array:
		f.Array, ok = s.elements(a)
	}
	return ok
}

// isNull reads the value of the member isNull. False is as good as no member.
func (s *scanner) isNull(f *Field) bool {
	null, ok := s.bool()
	if !null {
		f.Kind = None
	}
	return ok
}

// fields reads a list of fields; null is an empty one.
func (s *scanner) fields(a *arena) []Field {
	if s.null() {
		return nil
	}
	var fields []Field
	for s.open('['); s.more(']'); {
		var f Field
		s.field(&f, a)
		fields = append(fields, f)
	}
	return fields
}
