package wire

// Kind is the member of the Data API's Field union that is set: what a parameter
// or a field of a result holds.
type Kind uint8

// The kinds, with the member of the union that each stands for.
const (
	None   Kind = iota // no member at all; never sent, never handed out
	Null               // isNull: SQL NULL
	Bool               // booleanValue
	Long               // longValue: a 64-bit integer
	Double             // doubleValue: a 64-bit float
	String             // stringValue
	Blob               // blobValue: bytes
	Array              // arrayValue; only in results, the service refuses array parameters
)

// kindNames are the union's members, in the order of the kinds.
var kindNames = [...]string{
	None:   "none",
	Null:   "isNull",
	Bool:   "booleanValue",
	Long:   "longValue",
	Double: "doubleValue",
	String: "stringValue",
	Blob:   "blobValue",
	Array:  "arrayValue",
}

// String returns the name of the union's member, such as "longValue", and
// "none" for [None].
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// kindOf returns the kind that a member of the Field union stands for, None if
// it is not known.
func kindOf(member []byte) Kind {
	switch string(member) {
	case "isNull":
		return Null
	case "booleanValue":
		return Bool
	case "longValue":
		return Long
	case "doubleValue":
		return Double
	case "stringValue":
		return String
	case "blobValue":
		return Blob
	case "arrayValue":
		return Array
	}
	return None
}

// elementKindOf returns what the elements are in a member of the ArrayValue
// union, None if it is not known.
func elementKindOf(member []byte) Kind {
	switch string(member) {
	case "booleanValues":
		return Bool
	case "longValues":
		return Long
	case "doubleValues":
		return Double
	case "stringValues":
		return String
	case "arrayValues":
		return Array
	}
	return None
}
