package transfer

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// column is one that is written.
type column struct {
	result.Column
	engine auroradataapi.Engine
}

// fromText returns the value of a text of CSV. PostgreSQL reads all texts itself.
func (c column) fromText(text string) (any, error) {
	switch {
	case c.engine != auroradataapi.EngineMySQL:
		return text, nil
	case c.TypeName == "YEAR" && text == "0":
		return "0000", nil // for MySQL the text 0 is the year 2000
	case !c.Binary():
		return text, nil
	}
	digits, ok := strings.CutPrefix(text, "0x")
	if !ok {
		return c.fromBytes([]byte(text))
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil, c.wants("0x and two hexadecimal digits for each byte")
	}
	return c.fromBytes(b)
}

// fromBytes returns the value of bytes. Those of BIT are a number.
func (c column) fromBytes(b []byte) (any, error) {
	if c.TypeName != "BIT" || c.engine != auroradataapi.EngineMySQL {
		return b, nil
	}
	if len(b) > 8 {
		return nil, c.wants("at most 64 bits")
	}
	n := uint64(0)
	for _, digit := range b {
		n = n<<8 | uint64(digit)
	}
	return n, nil
}

// fromJSON returns a value of JSON.
func (c column) fromJSON(value json.RawMessage) (any, error) {
	switch {
	case string(value) == "null":
		return nil, nil
	case c.TypeName == "JSON" || c.TypeName == "JSONB":
		return string(value), nil
	case value[0] == '"':
		return c.fromString(value)
	case value[0] == '[' && c.engine == auroradataapi.EnginePostgreSQL && strings.HasPrefix(c.TypeName, "_"):
		return arrayText(value)
	case value[0] == '{' || value[0] == '[':
		return nil, c.wants("a string, a number, true, false or null")
	case string(value) == "true" && c.engine == auroradataapi.EngineMySQL:
		return "1", nil
	case string(value) == "false" && c.engine == auroradataapi.EngineMySQL:
		return "0", nil
	}
	return c.fromText(string(value)) // with all its digits
}

func (c column) fromString(value json.RawMessage) (any, error) {
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return nil, c.wants("a string of JSON")
	}
	if !c.Binary() || c.engine == auroradataapi.EnginePostgreSQL && c.TypeName != "BYTEA" {
		return text, nil
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, c.wants("bytes in base64")
	}
	return c.fromBytes(b)
}

func (c column) wants(what string) error {
	return fmt.Errorf("column %q of type %s: want %s", c.Name, strings.ToLower(c.TypeName), what)
}

// arrayText returns an array of JSON as the text of an array of PostgreSQL.
func arrayText(value json.RawMessage) (string, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(value, &elements); err != nil {
		return "", errNoObject
	}
	texts := make([]string, len(elements))
	for i, element := range elements {
		text, err := elementText(element)
		if err != nil {
			return "", err
		}
		texts[i] = text
	}
	return "{" + strings.Join(texts, ",") + "}", nil
}

var quoteElement = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func elementText(element json.RawMessage) (string, error) {
	switch element[0] {
	case '[':
		return arrayText(element)
	case '{':
		return "", errors.New("an object in an array: write the array as a string, as PostgreSQL has it")
	case '"':
		var text string
		if err := json.Unmarshal(element, &text); err != nil {
			return "", err
		}
		return `"` + quoteElement.Replace(text) + `"`, nil
	}
	if string(element) == "null" {
		return "NULL", nil
	}
	return string(element), nil
}
