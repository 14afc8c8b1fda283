package postgres

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// ReadText makes of PostgreSQL's text of a value, in a session with its own
// settings for texts, the field that the service would send. For arrays and for
// the types that the service does not return it is the text, which is their value.
func (c *Column) ReadText(text string, f *wire.Field) error {
	switch c.typeName {
	case "bool":
		*f = wire.Field{Kind: wire.Bool, Bool: text == "t"}
		return c.check(text == "t" || text == "f")
	case "float4", "float8":
		v, err := strconv.ParseFloat(text, floatBits(c.typeName))
		*f = wire.Field{Kind: wire.Double, Double: v}
		return c.check(err == nil)
	case "bytea":
		digits, ok := strings.CutPrefix(text, `\x`)
		blob, err := hex.DecodeString(digits)
		*f = wire.Field{Kind: wire.Blob, Blob: blob}
		return c.check(ok && err == nil)
	}
	*f = wire.Field{Kind: wire.String, Text: text}
	return nil
}

func (c *Column) check(ok bool) error {
	if ok {
		return nil
	}
	return c.malformed()
}
