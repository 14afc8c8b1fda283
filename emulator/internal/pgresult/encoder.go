package pgresult

import (
	"errors"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Options says what the answer should look like. The zero value is the
// service's default.
type Options struct {
	ResultSetOptions dataapi.ResultSetOptions
	// JSON asks for FormattedRecords instead of Records.
	JSON bool
	// Fields asks for Fields instead of Records.
	Fields bool
	// Generation is that of the service.
	Generation dataapi.Generation
}

// Encoder collects the rows of one result. It is not for concurrent use.
type Encoder struct {
	Options
	columns []column
	readers []reader
	size    int
	row     []dataapi.Field // the last one, to be overwritten
	text    []byte          // of its values
	records *dataapi.Records
	fields  []dataapi.Field           // of all rows, one behind the other
	json    *dataapi.FormattedRecords // nil when records are wanted
	refusal *dataapi.Exception
}

// Encoder starts a result with these columns.
func (c *Columns) Encoder(o Options) *Encoder {
	e := &Encoder{Options: o, columns: c.columns, records: &dataapi.Records{}, row: make([]dataapi.Field, len(c.columns))}
	e.readers = make([]reader, len(c.columns))
	for i, column := range c.columns {
		e.readers[i] = column.reader(o)
	}
	e.refusal = c.refusal(&generations[o.Generation])
	if o.JSON {
		e.json = dataapi.NewFormattedRecords(c.labels())
	}
	return e
}

func (c *Columns) labels() []string {
	labels := make([]string, len(c.columns))
	for i, column := range c.columns {
		labels[i] = column.label
	}
	return labels
}

// refusal is the answer to any row when a column has a refused type. Results
// without rows are never refused (tmokmss/aurora-data-api-proxy
// COMPATIBILITY.md). Whether a column that holds nothing but NULL is refused
// is unknown; here it is.
func (c *Columns) refusal(g *generation) *dataapi.Exception {
	for _, column := range c.columns {
		if g.refuses(column.typ) {
			return dataapi.UnsupportedType(column.typ.display)
		}
	}
	return nil
}

// reader picks how values of the column become Fields. Whether the options
// reach into arrays is unknown; here they do not.
func (c column) reader(o Options) reader {
	g := &generations[o.Generation]
	switch {
	case c.typ.element != 0:
		return array{member: g.member(c.typ), read: g.element(c.base), delimiter: c.base.delimiter(), nested: g.nested}.reader
	case c.typ.oid == oidNumeric && o.ResultSetOptions.DecimalReturnType == "DOUBLE_OR_LONG":
		return readNumber
	case c.long() && o.ResultSetOptions.LongReturnType == "STRING":
		return readString
	}
	return g.scalar(c.typ)
}

func (c column) long() bool {
	return c.typ.oid == oidInt2 || c.typ.oid == oidInt4 || c.typ.oid == oidInt8
}

// AddRow adds a row of values in text format, nil for NULL, one for each
// column. It keeps none of the slices. The error is always a
// *dataapi.Exception, the service's answer to the whole statement: a refused
// type, an array of arrays, an infinite date, a result above 1 MiB. After an
// error the rest of the rows need not be read.
func (e *Encoder) AddRow(values [][]byte) error {
	if e.refusal != nil {
		return e.refusal
	}
	if e.size += rowSize(values); e.size > dataapi.SizeLimit {
		return e.Generation.TooLarge()
	}
	if err := e.read(values); err != nil {
		return err
	}
	switch {
	case e.Options.Fields:
		e.fields = append(e.fields, e.row...)
	case e.json != nil:
		return e.json.Add(e.row)
	default:
		e.records.Add(e.row)
	}
	return nil
}

// rowSize is what a row counts towards the limit: the body of PostgreSQL's
// DataRow message in text format. So tested by sbalmt/ez4, at sizes that fit
// the service's limit to a few rows.
func rowSize(values [][]byte) int {
	size := 2 + 4*len(values)
	for _, v := range values {
		size += len(v)
	}
	return size
}

// read makes the fields of a row. Their texts are parts of one string, which is
// one allocation and not one for each.
func (e *Encoder) read(values [][]byte) error {
	e.text = e.text[:0]
	for _, v := range values {
		e.text = append(e.text, v...)
	}
	rest := string(e.text)
	for i, reader := range e.readers {
		if values[i] == nil {
			e.row[i] = dataapi.Null
			continue
		}
		field, err := reader(rest[:len(values[i])])
		if err != nil {
			return exceptionOf(err, e.columns[i])
		}
		e.row[i], rest = field, rest[len(values[i]):]
	}
	return nil
}

func exceptionOf(err error, c column) error {
	var exception *dataapi.Exception
	if errors.As(err, &exception) {
		return exception
	}
	return unreadable(c)
}

// Records gives the rows so far, never nil.
func (e *Encoder) Records() *dataapi.Records { return e.records }

// Fields gives the fields of the rows so far, one row behind the other, for an
// encoder made with Options.Fields.
func (e *Encoder) Fields() []dataapi.Field { return e.fields }

// FormattedRecords gives the rows so far as one JSON text, for an encoder made
// with Options.JSON. The error is a *dataapi.Exception: two columns have the
// same label, or the text is above 10 MB.
func (e *Encoder) FormattedRecords() (string, error) {
	if e.json == nil {
		return "", errors.New("pgresult: format records: the encoder was not made for JSON")
	}
	return e.json.Text()
}
