package mysqlresult

import (
	"errors"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Encoder collects the rows of one result. It is not for concurrent use.
type Encoder struct {
	generation dataapi.Generation
	readers    []reader
	refusal    *dataapi.Exception
	size       int
	row        []dataapi.Field // the last one, to be overwritten
	text       []byte          // of its values
	records    *dataapi.Records
	formatted  *dataapi.FormattedRecords // nil when records are wanted
}

// Options says what the answer should look like. The zero value is the
// service's default.
type Options struct {
	ResultSetOptions dataapi.ResultSetOptions
	// JSON asks for FormattedRecords instead of Records.
	JSON bool
	// Generation is that of the service.
	Generation dataapi.Generation
}

// Encoder starts a result with these columns.
func (c *Columns) Encoder(o Options) *Encoder {
	g := &generations[o.Generation]
	e := &Encoder{
		generation: o.Generation, readers: make([]reader, len(c.columns)), refusal: c.refusal(g),
		records: &dataapi.Records{}, row: make([]dataapi.Field, len(c.columns)),
	}
	for i, column := range c.columns {
		e.readers[i] = column.reader(g, o.ResultSetOptions)
	}
	if o.JSON {
		e.formatted = dataapi.NewFormattedRecords(c.labels())
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

// refusal is the answer to any row when a column has a refused type. That spatial
// types are refused, and that results without rows are not, follows PostgreSQL
// and is a guess, as is the text.
func (c *Columns) refusal(g *generation) *dataapi.Exception {
	for _, column := range c.columns {
		if g.reader(column.columnType) == nil {
			return dataapi.UnsupportedType(column.typeName)
		}
	}
	return nil
}

// reader picks how values of the column become Fields.
func (c column) reader(g *generation, o dataapi.ResultSetOptions) reader {
	switch {
	case c.jdbc == jdbcDecimal && o.DecimalReturnType == "DOUBLE_OR_LONG":
		return readNumber
	case c.integer && o.LongReturnType == "STRING":
		return readDigits
	}
	return g.reader(c.columnType)
}

// AddRow adds a row of values, one for each column. It keeps none of them. The
// error is always a *dataapi.Exception, the service's answer to the whole
// statement. After an error the rest of the rows need not be read.
func (e *Encoder) AddRow(values []mysql.FieldValue) error {
	if e.refusal != nil {
		return e.refusal
	}
	octets := rowSize(values)
	if e.size += octets; e.size > dataapi.SizeLimit {
		return e.generation.TooLarge()
	}
	if err := generations[e.generation].checkRow(octets); err != nil {
		return err
	}
	if err := e.read(values); err != nil {
		return unreadable(err)
	}
	if e.formatted != nil {
		return e.formatted.Add(e.row)
	}
	e.records.Add(e.row)
	return nil
}

// rowSize is what a row counts towards the limit. The rule is that of
// PostgreSQL (sbalmt/ez4); that it holds for MySQL is a guess.
func rowSize(values []mysql.FieldValue) int {
	total := 2 + 4*len(values)
	for i := range values {
		total += size(&values[i])
	}
	return total
}

// read makes the fields of a row. Their texts are parts of one string, which is
// one allocation and not one for each.
func (e *Encoder) read(values []mysql.FieldValue) error {
	e.text = e.text[:0]
	for i := range values {
		if values[i].Type == mysql.FieldValueTypeString {
			e.text = append(e.text, values[i].AsString()...)
		}
	}
	rest := string(e.text)
	for i, read := range e.readers {
		if values[i].Type == mysql.FieldValueTypeNull {
			e.row[i] = dataapi.Null
			continue
		}
		v := value{FieldValue: values[i]}
		if v.Type == mysql.FieldValueTypeString {
			n := len(v.AsString())
			v.text, rest = rest[:n], rest[n:]
		}
		field, err := read(v)
		if err != nil {
			return err
		}
		e.row[i] = field
	}
	return nil
}

// unreadable gives the answer to a value that a reader could not read. Other than
// exceptions it never happens.
func unreadable(err error) error {
	if exception := (*dataapi.Exception)(nil); errors.As(err, &exception) {
		return exception
	}
	return dataapi.Errorf(dataapi.InternalServerError, "emulator: a value is not of its type")
}

// Records gives the rows so far, never nil.
func (e *Encoder) Records() *dataapi.Records { return e.records }

// FormattedRecords gives the rows so far as one JSON text, for an encoder made
// for JSON. The error is a *dataapi.Exception: two columns have the same label,
// or the text is above 10 MB.
func (e *Encoder) FormattedRecords() (string, error) {
	if e.formatted == nil {
		return "", errors.New("mysqlresult: format records: the encoder was not made for JSON")
	}
	return e.formatted.Text()
}
