package auroramigrate

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// options set what a URL says about migrations.
var options = map[string]func(c *Config, value string) error{
	"x-migrations-table":        func(c *Config, value string) error { c.MigrationsTable = value; return nil },
	"x-migrations-table-quoted": func(c *Config, value string) error { return setBool(&c.MigrationsTableQuoted, value) },
	"x-statement-timeout":       func(c *Config, value string) error { return setDuration(&c.StatementTimeout, value) },
	"x-lock-timeout":            func(c *Config, value string) error { return setDuration(&c.LockTimeout, value) },
	"x-no-lock":                 func(c *Config, value string) error { return setBool(&c.NoLock, value) },
}

// parseURL takes the options that begin with x- out of a URL. What is left is the DSN
// of the database driver, as it was.
func parseURL(databaseURL string) (dsn string, c Config, err error) {
	address, query, _ := strings.Cut(databaseURL, "?")
	var rest []string
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(key, "x-") {
			rest = append(rest, pair)
			continue
		}
		if err := c.set(key, value); err != nil {
			return "", Config{}, fmt.Errorf("auroramigrate: parse URL: %w", err)
		}
	}
	if query = strings.Join(rest, "&"); query != "" {
		address += "?" + query
	}
	return address, c, nil
}

// set sets the field of an option to its value in a URL.
func (c *Config) set(key, escaped string) error {
	set, ok := options[key]
	if !ok {
		return unknownOption(key)
	}
	value, err := url.QueryUnescape(escaped)
	if err != nil {
		return fmt.Errorf("malformed value of option %q (percent-encode special characters)", key)
	}
	if err := set(c, value); err != nil {
		return fmt.Errorf("bad value of option %q: %w", key, err)
	}
	return nil
}

func unknownOption(key string) error {
	if strings.HasPrefix(key, "x-multi-statement") {
		return fmt.Errorf("unknown option %q: leave it out, a file may have several statements", key)
	}
	known := strings.Join(slices.Sorted(maps.Keys(options)), ", ")
	return fmt.Errorf("unknown option %q; those for migrations are %s", key, known)
}

func setBool(field *bool, value string) (err error) {
	if *field, err = strconv.ParseBool(value); err != nil {
		return errors.New("want true or false")
	}
	return nil
}

// setDuration reads a duration, or a number of milliseconds as golang-migrate's own
// drivers take it.
func setDuration(field *time.Duration, value string) (err error) {
	if _, err := strconv.ParseInt(value, 10, 64); err == nil {
		value += "ms"
	}
	if *field, err = time.ParseDuration(value); err != nil {
		return errors.New("want a number of milliseconds, or a duration such as 2m")
	}
	return nil
}
