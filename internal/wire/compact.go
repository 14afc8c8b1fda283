package wire

// compact recognises a field that is written as the service writes almost every
// one: an object with one member and no white space, and in it a string, a
// number, a boolean or a NULL. It returns its mark and the position behind the
// field.
//
// It is a short cut and nothing more: whatever it does not recognise, for which
// it returns a mark of shape odd, is left to [scanner.skip] and [scanner.field],
// which know all of JSON and find all errors.
func compact(data []byte, i int) (m mark, end int) {
	rest := data[i:]
	if len(rest) < len(`{"isNull":true}`) {
		return 0, i // no field is shorter
	}
	switch rest[2] {
	case 's':
		if len(rest) > 16 && string(rest[:16]) == `{"stringValue":"` {
			return compactText(data, i+16)
		}
	case 'l':
		if string(rest[:13]) == `{"longValue":` {
			return compactNumber(integer, data, i+13, shortIntegerEnd(data, i+13))
		}
	case 'i':
		if string(rest[:15]) == `{"isNull":true}` {
			return newMark(null, i, i), i + 15
		}
	case 'b':
		return compactBoolOrBlob(data, i)
	case 'd':
		if string(rest[:15]) == `{"doubleValue":` {
			return compactNumber(decimal, data, i+15, numberEnd(data, i+15))
		}
	}
	return 0, i
}

// compactText recognises the rest of a field from the text of a string on.
func compactText(data []byte, start int) (m mark, end int) {
	end = plainRun(data, start)
	if end+1 < len(data) && data[end] == '"' && data[end+1] == '}' {
		return newMark(plain, start, end), end + 2
	}
	s := scanner{data: data, pos: start - 1}
	if _, _, ok := s.quoted(); ok && s.at('}') {
		return newMark(escaped, start, s.pos-1), s.pos + 1
	}
	return 0, start
}

// compactNumber recognises the rest of a field whose number reaches from start to
// end.
func compactNumber(shape shape, data []byte, start, end int) (mark, int) {
	if end > start && end < len(data) && data[end] == '}' {
		return newMark(shape, start, end), end + 1
	}
	return 0, start
}

func compactBoolOrBlob(data []byte, i int) (mark, int) {
	switch rest := data[i:]; {
	case len(rest) >= 21 && string(rest[:21]) == `{"booleanValue":true}`:
		return newMark(yes, i, i), i + 21
	case len(rest) >= 22 && string(rest[:22]) == `{"booleanValue":false}`:
		return newMark(no, i, i), i + 22
	case string(rest[:14]) == `{"blobValue":"`:
		if m, end := compactText(data, i+14); m.shape() == plain {
			return newMark(octets, m.start(), m.start()+m.size()), end
		}
	}
	return 0, i
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

// numberEnd returns the position behind the number at i, or i if there is none.
func numberEnd(data []byte, i int) int {
	s := scanner{data: data, pos: i}
	if _, _, ok := s.number(); !ok {
		return i
	}
	return s.pos
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
