package wire

import "fmt"

// Parameter is one parameter of a statement. Kind says which of Bool, Long,
// Double, Text and Blob counts; the others are ignored.
type Parameter struct {
	Name   string // without the colon
	Kind   Kind   // anything but None and Array, which are refused when encoded
	Bool   bool
	Long   int64
	Double float64
	Text   string // of String
	Blob   []byte // sent as base64; nil is an empty blob, not NULL
	Hint   string // typeHint: "UUID", "JSON", "TIMESTAMP", "DATE", "TIME", "DECIMAL"; empty: none
}

// parameterSets writes the sets of a batch.
func (e *encoder) parameterSets(sets [][]Parameter) {
	if len(sets) == 0 {
		return
	}
	e.key("parameterSets")
	e.open('[')
	for i, set := range sets {
		e.set = i + 1
		e.next()
		e.parameters(set)
	}
	e.set = 0
	e.close(']')
}

func (e *encoder) parameters(params []Parameter) {
	e.open('[')
	for i := range params {
		e.ordinal = i + 1
		e.next()
		e.parameter(&params[i])
	}
	e.ordinal = 0
	e.close(']')
}

func (e *encoder) parameter(p *Parameter) {
	e.open('{')
	e.member("name", p.Name)
	e.optional("typeHint", p.Hint)
	e.key("value")
	e.open('{')
	e.value(p)
	e.close('}')
	e.close('}')
}

// value writes the one member of the Field union that the parameter sets.
func (e *encoder) value(p *Parameter) {
	e.key(p.Kind.String())
	switch p.Kind {
	case Null:
		e.bool(true)
	case Bool:
		e.bool(p.Bool)
	case Long:
		e.long(p.Long)
	case Double:
		e.double(p.Double)
	case String:
		e.text("stringValue", p.Text)
	case Blob:
		e.blob(p.Blob)
	default:
		e.fail(fmt.Errorf("wire: encode %s: a parameter cannot be of kind %v", e.where("value"), p.Kind))
	}
}
