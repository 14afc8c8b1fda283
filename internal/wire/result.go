package wire

// Result is the answer to ExecuteStatement.
type Result struct {
	RecordsUpdated  int64    // numberOfRecordsUpdated; 0 for a query
	Columns         []Column // nil unless metadata was asked for and the statement yields rows
	GeneratedFields []Field  // empty on PostgreSQL
	HasRecords      bool     // the answer has a list of rows, though maybe an empty one
	RecordCount     int      // how many rows the body holds, those already read included

	rows  scanner // behind the opening bracket of records or a row
	done  bool
	arena arena
}

// DecodeExecute reads the answer to ExecuteStatement. It decodes everything but
// the rows, and checks that the whole body is well-formed JSON, so that a body
// cut short is an error here and not after some rows. The result reads from
// body as long as rows are read from it.
//
// The error is a [*MalformedError].
func DecodeExecute(body []byte) (*Result, error) {
	r := &Result{done: true, arena: newArena(body)}
	s := newScanner(body)
	for s.open('{'); s.more('}'); {
		switch key := s.key(); string(key) {
		case "numberOfRecordsUpdated":
			r.RecordsUpdated = s.optionalLong()
		case "columnMetadata":
			r.Columns = s.columns(&r.arena)
		case "generatedFields":
			r.GeneratedFields = s.fields(&r.arena)
		case "records":
			r.records(&s)
		default:
			s.skip()
		}
	}
	if !s.end() {
		return nil, s.failure()
	}
	return r, nil
}

// records steps over the rows, counts them and remembers where they are.
func (r *Result) records(s *scanner) {
	r.HasRecords = !s.null()
	r.done = !r.HasRecords
	r.RecordCount = 0
	if r.done {
		return
	}
	s.open('[')
	r.rows = *s
	for s.more(']') {
		s.skipRow()
		r.RecordCount++
	}
}

// skipRow steps over one row.
func (s *scanner) skipRow() {
	for s.open('['); s.more(']'); {
		if !s.skipCompactFields() {
			s.skip()
		}
	}
}

// NextRow decodes the next row into dst and reports whether there was one. dst
// must have as many elements as the row has fields, normally len(r.Columns);
// every element is overwritten. Texts and blobs of earlier rows stay valid.
//
// The error is a [*MalformedError], also for a field that holds a kind of value
// not known here. After an error every later call returns that error.
func (r *Result) NextRow(dst []Field) (bool, error) {
	s := &r.rows
	if r.done || !s.more(']') {
		r.done = true
		return false, s.failure()
	}
	s.readRow(dst, &r.arena)
	return s.err == nil, s.failure()
}

// readRow reads one row.
func (s *scanner) readRow(dst []Field, a *arena) {
	s.open('[')
	for len(dst) > 0 {
		if !s.more(']') {
			s.fail("row with too few fields")
			return
		}
		n := s.compactFields(dst, a)
		if n == 0 {
			s.field(&dst[0], a)
			n = 1
		}
		dst = dst[n:]
	}
	if s.more(']') {
		s.fail("row with too many fields")
	}
}
