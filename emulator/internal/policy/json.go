package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// object reads a JSON object whose members have some of the names, as they are
// written, and each once.
func object(text []byte, names ...string) (map[string]json.RawMessage, error) {
	members, err := anyObject(text)
	if err != nil {
		return nil, err
	}
	for name := range members {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("element %q is not known in an identity-based policy", name)
		}
	}
	return members, nil
}

// anyObject reads a JSON object whose members have any names, each once.
func anyObject(text []byte) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.New("want a JSON object")
	}
	members := map[string]json.RawMessage{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if _, ok := members[name.(string)]; ok {
			return nil, fmt.Errorf("element %q is there twice", name)
		}
		members[name.(string)] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("there is more than one JSON object")
	}
	return members, nil
}

// list gives the elements of a JSON list, or a value that is none by itself.
func list(raw json.RawMessage) []json.RawMessage {
	if raw == nil {
		return nil
	}
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) == nil {
		return elements
	}
	return []json.RawMessage{raw}
}

// texts reads a text or a list of texts, which must not be empty.
func texts(raw json.RawMessage) ([]string, error) {
	var all []string
	for _, element := range list(raw) {
		var text *string
		if err := json.Unmarshal(element, &text); err != nil || text == nil {
			return nil, fmt.Errorf("%s is not a text", element)
		}
		all = append(all, *text)
	}
	if len(all) == 0 {
		return nil, errors.New("the list is empty")
	}
	return all, nil
}
