package postgres

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Argument is a Go value on its way to the service.
//
// The service binds a parameter with a type of its own choice: a string as text,
// a long as int8, a double as float8, a boolean as bool, a blob as bytea
// (tmokmss/aurora-data-api-proxy COMPATIBILITY.md). Cast is the type to convert
// it to, as in (:name::cast), and empty where the service's choice is
// already right.
type Argument struct {
	Parameter wire.Parameter // without a name
	Cast      string
}

// Bind returns the argument for a value whose PostgreSQL type follows from its
// Go type alone, as in pgx's QueryExecModeExec. The type is never guessed from
// the content of a string.
//
// v must not be a pointer or a driver.Valuer. Named types count as their
// underlying type.
func Bind(v any) (Argument, error) {
	if v == nil {
		return Argument{Parameter: wire.Parameter{Kind: wire.Null}}, nil
	}
	if a, ok := bindType(v); ok {
		return a, nil
	}
	return bindKind(reflect.ValueOf(v))
}

// bindType knows the Go types that say more than their kind does.
func bindType(v any) (Argument, bool) {
	switch v := v.(type) {
	case string:
		return text(v, ""), true
	case int64:
		return long(v, ""), true
	case bool:
		return Argument{Parameter: wire.Parameter{Kind: wire.Bool, Bool: v}}, true
	case float64:
		return double(v, ""), true
	case time.Time:
		return text(string(appendInstant(nil, v)), "timestamptz"), true
	case time.Duration:
		return text(string(appendInterval(nil, v)), "interval"), true
	case json.RawMessage:
		return rawJSON(v), true
	case net.IP:
		return address(v), true
	case net.IPNet:
		return network(v), true
	case netip.Addr:
		return textOrNull(hostText(v), v.IsValid(), "inet"), true
	case netip.Prefix:
		return textOrNull(v.String(), v.IsValid(), "cidr"), true
	case big.Int:
		return text(v.String(), "numeric"), true
	}
	return Argument{}, false
}

// bindKind knows everything else, by the kind of its type.
func bindKind(v reflect.Value) (Argument, error) {
	switch v.Kind() {
	case reflect.String:
		return text(v.String(), ""), nil
	case reflect.Bool:
		return Argument{Parameter: wire.Parameter{Kind: wire.Bool, Bool: v.Bool()}}, nil
	case reflect.Int16:
		return long(v.Int(), "int2"), nil
	case reflect.Int32:
		return long(v.Int(), "int4"), nil
	case reflect.Int, reflect.Int8, reflect.Int64:
		return long(v.Int(), ""), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return unsigned(v.Uint()), nil
	case reflect.Float32:
		return double(v.Float(), "float4"), nil
	case reflect.Float64:
		return double(v.Float(), ""), nil
	case reflect.Slice:
		return bindSlice(v)
	case reflect.Array:
		return bindArray(v)
	}
	return Argument{}, unsupported(v.Type())
}

func unsupported(t reflect.Type) error {
	return fmt.Errorf("unsupported argument type %v: pass a basic type, a time.Time, a slice of these or a driver.Valuer", t)
}

func text(s, cast string) Argument {
	return Argument{Parameter: wire.Parameter{Kind: wire.String, Text: s}, Cast: cast}
}

// textOrNull takes what is not valid, such as the zero netip.Addr, for NULL, as
// pgx does.
func textOrNull(s string, valid bool, cast string) Argument {
	if !valid {
		return Argument{Parameter: wire.Parameter{Kind: wire.Null}, Cast: cast}
	}
	return text(s, cast)
}

func long(n int64, cast string) Argument {
	return Argument{Parameter: wire.Parameter{Kind: wire.Long, Long: n}, Cast: cast}
}

// unsigned sends what an int8 cannot hold as a numeric.
func unsigned(n uint64) Argument {
	if n > math.MaxInt64 {
		return text(strconv.FormatUint(n, 10), "numeric")
	}
	return long(int64(n), "")
}

// double sends NaN and the infinities as text: how the service takes them as a
// doubleValue is not known.
func double(f float64, cast string) Argument {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		if cast == "" {
			cast = "float8"
		}
		return text(string(appendFloat(nil, f, 64)), cast)
	}
	return Argument{Parameter: wire.Parameter{Kind: wire.Double, Double: f}, Cast: cast}
}

func blob(b []byte) Argument {
	if b == nil {
		return Argument{Parameter: wire.Parameter{Kind: wire.Null}}
	}
	return Argument{Parameter: wire.Parameter{Kind: wire.Blob, Blob: b}}
}

// rawJSON becomes json and not jsonb: json keeps the text as it is, and
// PostgreSQL converts it when it is assigned to a jsonb column.
func rawJSON(v json.RawMessage) Argument {
	if v == nil {
		return Argument{Parameter: wire.Parameter{Kind: wire.Null}}
	}
	return text(string(v), "json")
}

// hostText is the address with a mask of all its bits, as pgx writes it.
func hostText(a netip.Addr) string { return netip.PrefixFrom(a, a.BitLen()).String() }

// address sends sixteen bytes as an IPv6 address, even if they stand for one of
// IPv4, as pgx does.
func address(ip net.IP) Argument {
	if ip == nil {
		return Argument{Parameter: wire.Parameter{Kind: wire.Null}}
	}
	a, ok := netip.AddrFromSlice(ip)
	if !ok {
		return text(ip.String(), "inet") // the server will refuse it
	}
	return text(hostText(a), "inet")
}

func network(n net.IPNet) Argument {
	a, _ := netip.AddrFromSlice(n.IP)
	ones, _ := n.Mask.Size()
	return text(netip.PrefixFrom(a, ones).String(), "cidr")
}

// bindArray takes [16]byte, the form of a UUID in Go.
func bindArray(v reflect.Value) (Argument, error) {
	if v.Len() != 16 || v.Type().Elem().Kind() != reflect.Uint8 {
		return Argument{}, unsupported(v.Type())
	}
	var id [16]byte
	for i := range id {
		id[i] = byte(v.Index(i).Uint()) // the elements may be of a named type
	}
	return uuid(id), nil
}

func uuid(id [16]byte) Argument {
	digits := hex.EncodeToString(id[:])
	return text(strings.Join([]string{digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]}, "-"), "uuid")
}

// bindSlice sends bytes as a bytea and any other slice as the text of an array,
// since the service refuses array parameters ("Array parameters are not
// supported.", boto/boto3 issue 2272).
func bindSlice(v reflect.Value) (Argument, error) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return blob(v.Bytes()), nil
	}
	if v.IsNil() {
		return Argument{Parameter: wire.Parameter{Kind: wire.Null}}, nil
	}
	elementType, err := elementType(v.Type().Elem())
	if err != nil {
		return Argument{}, unsupported(v.Type())
	}
	var array arrayText
	for i := range v.Len() {
		element, err := bindElement(v.Index(i))
		if err != nil {
			return Argument{}, err
		}
		array.add(element)
	}
	return text(array.String(), elementType+"[]"), nil
}

// maxIndirections bounds the pointers and Valuers in front of an argument or an
// element, which may go in a circle, as a Go type may point to itself.
const maxIndirections = 16

// elementType returns the PostgreSQL type of a slice's elements, from their Go
// type alone, so that an empty slice has one too.
func elementType(t reflect.Type) (string, error) {
	for i := 0; t.Kind() == reflect.Pointer && i < maxIndirections; i++ {
		t = t.Elem()
	}
	zero := reflect.Zero(t)
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
		zero = reflect.MakeSlice(t, 0, 0)
	}
	a, err := Bind(zero.Interface())
	if err != nil || a.Parameter.Kind == wire.Null && a.Cast == "" {
		return "", unsupported(t)
	}
	return a.SQLType(), nil
}

func bindElement(v reflect.Value) (Argument, error) {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return Bind(nil)
		}
		v = v.Elem()
	}
	return Bind(v.Interface())
}

// SQLType returns the type that the argument has in the database.
func (a Argument) SQLType() string {
	if a.Cast != "" {
		return a.Cast
	}
	switch a.Parameter.Kind {
	case wire.Bool:
		return "bool"
	case wire.Long:
		return "int8"
	case wire.Double:
		return "float8"
	case wire.Blob:
		return "bytea"
	}
	return "text"
}
