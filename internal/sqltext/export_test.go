package sqltext

// Pieces cuts a source into tokens and the white space between them, without
// reading statements. It stops early at what cannot be read.
func Pieces(d Dialect, source string) (tokens, spaces []string) {
	sc := scanner{dialect: d, source: source}
	for end := 0; ; {
		t := sc.next()
		if t.kind == broken { // its place may be behind a prefix
			return tokens, spaces
		}
		spaces = append(spaces, source[end:t.start])
		if t.kind == endOfText {
			return tokens, spaces
		}
		tokens = append(tokens, source[t.start:t.end])
		end = t.end
	}
}

// Span returns where a statement is in the source of the whole text, in bytes.
func Span(s Statement) (start, end int) { return s.start, s.end }
