package dataapi

import (
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// hints are the values of typeHint in the model.
var hints = []string{"JSON", "UUID", "TIMESTAMP", "DATE", "TIME", "DECIMAL"}

func decodeParameters(t text, v *violations, path string) ([]Parameter, bool) {
	if !t.isArray() {
		return nil, false
	}
	set := []Parameter{}
	for element := range t.elements() {
		if !element.isObject() {
			return nil, false
		}
		p, ok := decodeParameter(element, v, func() string { return path + "." + strconv.Itoa(len(set)+1) + ".member" })
		if !ok {
			return nil, false
		}
		set = append(set, p)
	}
	markDuplicates(set)
	return set, true
}

func decodeParameter(t text, v *violations, path func() string) (Parameter, bool) {
	p := Parameter{}
	for name, value := range t.members() {
		ok := true
		switch name {
		case "name":
			p.Name, ok = value.str()
		case "typeHint":
			// The SDKs know typeHint as an open list of strings; that the service
			// refuses others like any value outside an enum is a guess.
			p.Hint, ok = value.str()
			if ok && !slices.Contains(hints, p.Hint) {
				v.enum(path()+".typeHint", p.Hint, hints)
			}
		case "value":
			p.Value, ok = decodeField(value)
		}
		if !ok {
			return p, false
		}
	}
	p.defect = defect(p)
	return p, true
}

// defect says what makes a parameter unusable, or nothing. A parameter without
// a name and a hint on something else than a string have no recorded answer:
// refusing them is a guess on the strict side.
func defect(p Parameter) string {
	switch {
	case p.Name == "":
		return "A parameter has no name"
	case p.Value.Kind == KindNone:
		return fmt.Sprintf("Parameter %q has value with no field set", p.Name)
	case p.Value.Kind == KindArray:
		return "Array parameters are not supported."
	case p.Hint != "" && p.Value.Kind != KindString && p.Value.Kind != KindNull:
		return fmt.Sprintf("Parameter %q has the type hint %s and a value that is no string", p.Name, p.Hint)
	}
	return ""
}

// markDuplicates refuses a name that stands twice in one set. What the service
// says to it is unknown.
func markDuplicates(set []Parameter) {
	seen := make(map[string]bool, len(set))
	for i := range set {
		if seen[set[i].Name] && set[i].defect == "" {
			set[i].defect = fmt.Sprintf("Parameter %q is given more than once", set[i].Name)
		}
		seen[set[i].Name] = true
	}
}

// decodeField reads the union Field. Two members set are a fault in the
// document itself, as the protocol defines unions; none set is left to the
// caller. An isNull that is false counts as not set (a guess).
func decodeField(t text) (Field, bool) {
	if !t.isObject() {
		return Field{}, false
	}
	field := Field{}
	for name, value := range t.members() {
		decode := fieldDecoders[name]
		if decode == nil {
			continue
		}
		member, ok := decode(value)
		if !ok || (field.Kind != KindNone && member.Kind != KindNone) {
			return Field{}, false
		}
		if member.Kind != KindNone {
			field = member
		}
	}
	return field, true
}

var fieldDecoders = map[string]func(text) (Field, bool){
	"isNull": func(t text) (Field, bool) {
		var null bool
		if !boolean(t, &null) {
			return Field{}, false
		}
		if !null {
			return Field{}, true
		}
		return Null, true
	},
	"booleanValue": func(t text) (Field, bool) {
		var b bool
		ok := boolean(t, &b)
		return BooleanField(b), ok
	},
	"longValue": func(t text) (Field, bool) {
		n, err := strconv.ParseInt(string(t), 10, 64)
		return LongField(n), err == nil
	},
	"doubleValue": decodeDouble,
	"stringValue": func(t text) (Field, bool) {
		s, ok := t.str()
		return StringField(s), ok
	},
	"blobValue": func(t text) (Field, bool) {
		s, ok := t.str()
		blob, err := base64.StdEncoding.Strict().DecodeString(s)
		return BlobField(blob), ok && err == nil && !strings.ContainsAny(s, "\r\n") // which Go passes over
	},
	"arrayValue": func(t text) (Field, bool) {
		return ArrayField(nil), t.isObject()
	},
}

// decodeDouble reads a number, or one of the three strings by which the AWS
// SDKs write what JSON has no number for.
func decodeDouble(t text) (Field, bool) {
	switch string(t) {
	case `"NaN"`:
		return DoubleField(math.NaN()), true
	case `"Infinity"`:
		return DoubleField(math.Inf(1)), true
	case `"-Infinity"`:
		return DoubleField(math.Inf(-1)), true
	}
	if t[0] != '-' && (t[0] < '0' || t[0] > '9') {
		return Field{}, false
	}
	d, err := strconv.ParseFloat(string(t), 64)
	return DoubleField(d), err == nil
}
