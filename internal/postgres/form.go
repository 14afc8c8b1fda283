package postgres

import (
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// form gives a value the form that Go values have in a type; false if this one
// has none.
type form func(v reflect.Value) (Argument, bool)

// forms are those of the types that pgx registers. Most have but the type's text.
var forms = sync.OnceValue(func() map[string]form {
	forms := map[string]form{
		"bool": boolForm, "bytea": bytesForm, "uuid": uuidForm,
		"int2": intForm(-1<<15, 1<<15-1), "int4": intForm(-1<<31, 1<<31-1), "int8": intForm(-1<<63, 1<<63-1),
		"oid": intForm(0, 1<<32-1), "xid": digits(intForm(0, 1<<32-1)), "cid": digits(intForm(0, 1<<32-1)),
		"xid8": digits(unsignedForm), "float4": floatForm, "float8": floatForm, "numeric": numericForm,
		"date": timeForm(appendDate), "time": timeForm(appendClock),
		"timestamp": timeForm(appendWallClock), "timestamptz": timeForm(appendInstant),
		"interval": intervalForm, "inet": addressForm, "cidr": addressForm, "macaddr": hardwareForm, "macaddr8": hardwareForm,
	}
	for _, name := range []string{
		"text", "varchar", "bpchar", "name", "char", "unknown", "json", "jsonb", "jsonpath", "xml", "aclitem", "bit", "varbit",
		"box", "circle", "line", "lseg", "path", "point", "polygon", "record", "tid", "tsvector",
		"daterange", "int4range", "int8range", "numrange", "tsrange", "tstzrange",
		"datemultirange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange",
	} {
		forms[name] = noForm
	}
	return forms
})

func noForm(reflect.Value) (Argument, bool) { return Argument{}, false }

func boolForm(v reflect.Value) (Argument, bool) {
	if v.Kind() != reflect.Bool {
		return Argument{}, false
	}
	return Argument{Parameter: wire.Parameter{Kind: wire.Bool, Bool: v.Bool()}}, true
}

func bytesForm(v reflect.Value) (Argument, bool) {
	if !isBytes(v) {
		return Argument{}, false
	}
	return blob(v.Bytes()), true
}

// uuidForm takes sixteen bytes, and like pgx fewer or more of a slice.
func uuidForm(v reflect.Value) (Argument, bool) {
	isArray := v.Kind() == reflect.Array && v.Len() == 16 && v.Type().Elem().Kind() == reflect.Uint8
	if !isArray && !isBytes(v) {
		return Argument{}, false
	}
	var id [16]byte
	for i := range min(v.Len(), len(id)) {
		id[i] = byte(v.Index(i).Uint()) // the elements may be of a named type
	}
	return uuid(id), true
}

// intForm takes whole numbers from least to greatest.
func intForm(least, greatest int64) form {
	return func(v reflect.Value) (Argument, bool) {
		n, ok := wholeNumber(v)
		return long(n, ""), ok && least <= n && n <= greatest
	}
}

// digits writes a number as text, for types that no number can be cast to.
func digits(f form) form {
	return func(v reflect.Value) (Argument, bool) {
		a, ok := f(v)
		return text(string(a.appendText(nil)), ""), ok
	}
}

func unsignedForm(v reflect.Value) (Argument, bool) {
	if v.CanUint() {
		return text(strconv.FormatUint(v.Uint(), 10), ""), true
	}
	n, ok := wholeNumber(v)
	return long(n, ""), ok && n >= 0
}

// wholeNumber cuts the fraction of a number off, as pgx does.
func wholeNumber(v reflect.Value) (int64, bool) {
	switch {
	case v.CanInt():
		return v.Int(), true
	case v.CanUint():
		return int64(v.Uint()), v.Uint() < 1<<63
	case v.CanFloat():
		return int64(v.Float()), -1<<63 <= v.Float() && v.Float() < 1<<63
	}
	return 0, false
}

func floatForm(v reflect.Value) (Argument, bool) {
	if v.CanFloat() {
		return double(v.Float(), ""), true
	}
	n, ok := wholeNumber(v)
	return double(float64(n), ""), ok
}

// numericForm writes a float with the digits that read back to it.
func numericForm(v reflect.Value) (Argument, bool) {
	switch {
	case v.CanInt():
		return text(strconv.FormatInt(v.Int(), 10), ""), true
	case v.CanUint():
		return text(strconv.FormatUint(v.Uint(), 10), ""), true
	case v.CanFloat():
		return text(string(appendFloat(nil, v.Float(), 64)), ""), true
	}
	return Argument{}, false
}

// timeForm writes a time.Time.
func timeForm(appendTime func([]byte, time.Time) []byte) form {
	return func(v reflect.Value) (Argument, bool) {
		t, ok := v.Interface().(time.Time)
		return text(string(appendTime(nil, t)), ""), ok
	}
}

func intervalForm(v reflect.Value) (Argument, bool) {
	d, ok := v.Interface().(time.Duration)
	return text(string(appendInterval(nil, d)), ""), ok
}

func addressForm(v reflect.Value) (Argument, bool) {
	switch ip := v.Interface().(type) {
	case netip.Addr:
		return text(hostText(ip), ""), true
	case netip.Prefix:
		return text(ip.String(), ""), true
	case net.IP:
		return address(ip), len(ip) == net.IPv4len || len(ip) == net.IPv6len
	case net.IPNet:
		return network(ip), len(ip.IP) == net.IPv4len || len(ip.IP) == net.IPv6len
	}
	return Argument{}, false
}

func hardwareForm(v reflect.Value) (Argument, bool) {
	address, ok := v.Interface().(net.HardwareAddr)
	return text(address.String(), ""), ok
}
