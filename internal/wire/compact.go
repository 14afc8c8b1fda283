package wire

// compact recognises a field that is written as the service writes almost every
// one: an object with one member and no white space, and in it a string without
// escapes, an integer that is not very long, a boolean or a NULL. It returns the
// kind, the value as written (of a string, what is between its quotes) and the
// position behind the field.
//
// It is a short cut and nothing more: whatever it does not recognise, for which
// it returns None, is left to [scanner.skip] and [scanner.field], which know all
// of JSON and find all errors.
func compact(data []byte, i int) (kind Kind, value []byte, end int) {
	rest := data[i:]
	switch {
	case len(rest) > 16 && string(rest[:16]) == `{"stringValue":"`:
		start := i + 16
		end = plainRun(data, start)
		if end+1 < len(data) && data[end] == '"' && data[end+1] == '}' {
			return String, data[start:end], end + 2
		}
	case len(rest) > 13 && string(rest[:13]) == `{"longValue":`:
		start := i + 13
		end = shortIntegerEnd(data, start)
		if end > start && end < len(data) && data[end] == '}' {
			return Long, data[start:end], end + 1
		}
	case len(rest) >= 15 && string(rest[:15]) == `{"isNull":true}`:
		return Null, rest[10:14], i + 15
	case len(rest) >= 21 && string(rest[:21]) == `{"booleanValue":true}`:
		return Bool, rest[16:20], i + 21
	case len(rest) >= 22 && string(rest[:22]) == `{"booleanValue":false}`:
		return Bool, rest[16:21], i + 22
	}
	return None, nil, i
}

// maxShortInteger is how many digits an integer can have without ever being too
// large for 64 bits.
const maxShortInteger = 18

// shortIntegerEnd returns the position behind the integer at i, or i if there is
// none that is short and well written.
func shortIntegerEnd(data []byte, i int) int {
	start := i
	if data[i] == '-' {
		start++
	}
	end := start
	for end < len(data) && isDigit(data[end]) {
		end++
	}
	digits := end - start
	if digits == 0 || digits > maxShortInteger || digits > 1 && data[start] == '0' {
		return i
	}
	return end
}

// shortInteger returns the integer that shortIntegerEnd has found.
func shortInteger(text []byte) int64 {
	digits := text
	if text[0] == '-' {
		digits = text[1:]
	}
	var n int64
	for _, c := range digits {
		n = n*10 + int64(c-'0')
	}
	if text[0] == '-' {
		return -n
	}
	return n
}

// skipCompactFields steps over fields with a comma and nothing else between them
// as long as they are compact, and reports whether there were any.
func (s *scanner) skipCompactFields() (found bool) {
	s.peek()
	for start := s.pos; ; {
		kind, _, end := compact(s.data, start)
		if kind == None {
			return found
		}
		s.pos = end
		found = true
		if !s.at(',') {
			return true
		}
		start = end + 1
	}
}

// compactFields reads such fields into dst until it is full and returns how many
// it has read.
func (s *scanner) compactFields(dst []Field, a *arena) int {
	s.peek()
	start := s.pos
	for n := range dst {
		kind, value, end := compact(s.data, start)
		if kind == None {
			return n
		}
		s.pos = end
		dst[n].setCompact(kind, value, a)
		if !s.at(',') {
			return n + 1
		}
		start = end + 1
	}
	return len(dst)
}

// setCompact gives the field a value that compact has found.
func (f *Field) setCompact(kind Kind, value []byte, a *arena) {
	f.reset(kind)
	switch kind {
	case String:
		f.Text = a.copy(value)
	case Long:
		f.Long = shortInteger(value)
	case Bool:
		f.Bool = value[0] == 't'
	}
}
