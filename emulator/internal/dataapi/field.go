package dataapi

// Kind tells which member of the Field union is set.
type Kind int

// The members of the Field union.
const (
	KindNone Kind = iota
	KindNull
	KindBoolean
	KindLong
	KindDouble
	KindString
	KindBlob
	KindArray
)

// Field is the union Field of the model: one value on its way in or out.
// Kind says which of the other fields counts.
type Field struct {
	Kind    Kind
	Boolean bool
	Long    int64
	Double  float64
	String  string
	Blob    []byte
	Array   *Array
}

// Null is the Field of SQL NULL.
var Null = Field{Kind: KindNull}

// BooleanField, LongField, DoubleField, StringField, BlobField and ArrayField
// give the Field that holds v.
func BooleanField(v bool) Field   { return Field{Kind: KindBoolean, Boolean: v} }
func LongField(v int64) Field     { return Field{Kind: KindLong, Long: v} }
func DoubleField(v float64) Field { return Field{Kind: KindDouble, Double: v} }
func StringField(v string) Field  { return Field{Kind: KindString, String: v} }
func BlobField(v []byte) Field    { return Field{Kind: KindBlob, Blob: v} }
func ArrayField(v *Array) Field   { return Field{Kind: KindArray, Array: v} }

// Bare gives the value of a scalar field without its member.
func (f Field) Bare() any {
	switch f.Kind {
	case KindBoolean:
		return f.Boolean
	case KindLong:
		return f.Long
	case KindDouble:
		return f.Double
	}
	return f.String
}

// Array is the union ArrayValue. Member is its JSON key, such as longValues;
// an element that is nil is a NULL of the array.
type Array struct {
	Member   string
	Elements []any
}

// The members of the ArrayValue union that the service fills.
const (
	BooleanValues = "booleanValues"
	LongValues    = "longValues"
	DoubleValues  = "doubleValues"
	StringValues  = "stringValues"
	ArrayValues   = "arrayValues"
)
