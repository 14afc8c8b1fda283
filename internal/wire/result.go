package wire

// Result is the answer to ExecuteStatement.
type Result struct {
	RecordsUpdated  int64    // numberOfRecordsUpdated; 0 for a query
	Columns         []Column // nil unless metadata was asked for and the statement yields rows
	GeneratedFields []Field  // empty on PostgreSQL
	HasRecords      bool     // the answer has a list of rows, though maybe an empty one
	RecordCount     int      // how many rows the body holds, those already read included

	marks marks
	row   []mark // the current one
	read  int    // how many rows have been stepped to
	err   error
	arena arena
}

// DecodeExecute reads the answer to ExecuteStatement. It decodes everything but
// the rows, and checks that the whole body is well-formed JSON and that all rows
// have as many fields, so that a body cut short is an error here and not after
// some rows. The result reads from body as long as rows are read from it.
//
// The error is a [*MalformedError].
func DecodeExecute(body []byte) (*Result, error) {
	if len(body) > maxBody {
		return nil, &MalformedError{Offset: maxBody, Reason: "answer is too long"}
	}
	r := &Result{arena: newArena(body)}
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

// records steps over the rows, counts them and remembers where their fields are.
func (r *Result) records(s *scanner) {
	r.HasRecords = !s.null()
	r.RecordCount = 0
	r.marks = marks{body: s.data}
	if !r.HasRecords {
		return
	}
	for s.open('['); s.more(']'); {
		r.marks.markRow(s, r.RecordCount)
		r.RecordCount++
	}
}

// Next steps to the next row, the first at first, and reports whether there is
// one. It decodes nothing. width is how many fields the caller expects in a row,
// normally len(r.Columns).
//
// The error is a [*MalformedError], for rows of another width. After an error,
// also one of [Result.Read], every later call returns that error.
func (r *Result) Next(width int) (bool, error) {
	if r.err != nil || r.read == r.RecordCount {
		r.row = nil
		return false, r.err
	}
	if m := &r.marks; width != m.width {
		r.err = &MalformedError{Offset: m.start(), Reason: rowWidth(m.width, width)}
		return false, r.err
	}
	start := r.read * r.marks.width
	r.row = r.marks.list[start : start+r.marks.width]
	r.read++
	return true, nil
}

// Read decodes the field of the current row with the index i, from 0 to the
// row's width, into f, which it overwrites. Texts and blobs that were read
// before stay valid.
//
// The error is a [*MalformedError], also for a field that holds a kind of value
// not known here.
func (r *Result) Read(i int, f *Field) error {
	if err := f.read(r.row[i], r.marks.body, &r.arena); err != nil {
		r.err = err
		return err
	}
	return nil
}

// ReadAt decodes a field of any row, both counted from 0, wherever [Result.Next]
// stands.
func (r *Result) ReadAt(row, i int, f *Field) error {
	if row < 0 || row >= r.RecordCount || i < 0 || i >= r.marks.width {
		return &MalformedError{Offset: r.marks.start(), Reason: "no such field"}
	}
	return f.read(r.marks.list[row*r.marks.width+i], r.marks.body, &r.arena)
}

// Release says that no more rows are read: none are left, then. It gives back
// memory, which the next answer needs. Calling it is not necessary.
func (r *Result) Release() {
	r.marks.release()
	r.row, r.read = nil, r.RecordCount
}

// NextRow steps to the next row and decodes it into dst, which must have as many
// elements as the row has fields. It reports whether there was a row. Its errors
// are those of [Result.Next] and [Result.Read].
func (r *Result) NextRow(dst []Field) (bool, error) {
	if more, err := r.Next(len(dst)); !more {
		return false, err
	}
	for i := range dst {
		if err := r.Read(i, &dst[i]); err != nil {
			return false, err
		}
	}
	return true, nil
}
