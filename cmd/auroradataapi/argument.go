package main

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// arguments returns the values for a statement: those of $1, $2, … in order, and
// those of :name as NAME=VALUE. An error names the argument and not its value.
func arguments(ordinal, named []string) ([]any, error) {
	var values []any
	for i, text := range ordinal {
		v, err := parseValue(text)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		values = append(values, v)
	}
	for _, text := range named {
		name, text, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, errors.New("--param: want NAME=VALUE")
		}
		v, err := parseValue(text)
		if err != nil {
			return nil, fmt.Errorf("--param %s: %w", name, err)
		}
		values = append(values, sql.Named(name, v))
	}
	return values, nil
}

// parseValue reads a value as the command line has it: TYPE:TEXT with one of the
// types below, and anything else is text as it is.
func parseValue(text string) (any, error) {
	name, rest, ok := strings.Cut(text, ":")
	parse := valueTypes[name]
	if !ok || parse == nil {
		return text, nil
	}
	v, err := parse(rest)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// valueTypes are the types that a value can name, each with what reads it.
var valueTypes = map[string]func(text string) (any, error){
	"text":  func(text string) (any, error) { return text, nil },
	"int":   parseInt,
	"float": parseFloat,
	"bool":  parseBool,
	"null":  parseNull,
	"json":  parseJSON,
	"bytes": parseBytes,
	"time":  parseTime,
}

func parseInt(text string) (any, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, errors.New("want a whole number of 64 bits; for a greater one pass text and cast it, as in $1::numeric")
	}
	return n, nil
}

func parseFloat(text string) (any, error) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, errors.New("want a number such as 1.5e10, NaN or Infinity")
	}
	return f, nil
}

func parseBool(text string) (any, error) {
	switch text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return nil, errors.New("want true or false")
}

func parseNull(text string) (any, error) {
	if text != "" {
		return nil, errors.New("want nothing behind the colon; for a text write text:null:…")
	}
	return nil, nil
}

func parseJSON(text string) (any, error) {
	if !json.Valid([]byte(text)) {
		return nil, errors.New("want a JSON value")
	}
	return json.RawMessage(text), nil
}

func parseBytes(text string) (any, error) {
	b, err := hex.DecodeString(text)
	if err != nil {
		return nil, errors.New("want hexadecimal digits, two for each byte")
	}
	return b, nil
}

func parseTime(text string) (any, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return nil, errors.New("want a time such as 2026-01-31T13:14:15.123456Z")
	}
	return t, nil
}
