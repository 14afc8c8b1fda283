package secretsapi

import (
	"encoding/json"
	"reflect"
)

// decode reads a JSON object into the fields of a struct that have the names of
// its members, letter by letter; encoding/json alone would not mind the case.
// Other members do not matter.
func decode(body []byte, into any) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return errorf("SerializationException", "The request is not a JSON object.")
	}
	value := reflect.ValueOf(into).Elem()
	for i := range value.NumField() {
		name := value.Type().Field(i).Name
		text, ok := members[name]
		if !ok {
			continue
		}
		if err := json.Unmarshal(text, value.Field(i).Addr().Interface()); err != nil {
			return errorf("SerializationException", "The member %s has a value of the wrong type.", name)
		}
	}
	return nil
}
