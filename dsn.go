package auroradataapi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

const (
	postgresqlScheme = "postgresql+auroradataapi"
	mysqlScheme      = "mysql+auroradataapi"
)

// ParseDSN reads a data source name, which has one of two forms: a URL
//
//	postgresql+auroradataapi://user:password@host:port/database?key=value&…
//	mysql+auroradataapi://user:password@host:port/database?key=value&…
//
// of which user, password, host and port are accepted and ignored, since the
// secret has the first two and the cluster's ARN stands for the others; or
// settings as in PostgreSQL's connection strings,
//
//	database=postgres aurora_cluster_arn=arn:… secret_arn='arn:…'
//
// where a value with spaces is put in single quotes, with a backslash in front
// of a quote or a backslash. The keys are those of the table in the package's
// documentation. The empty DSN leaves everything to the environment.
//
// An error names the key, never the value, and nothing of what is in front of
// the host. The environment is not consulted, and nothing is called.
func ParseDSN(dsn string) (Config, error) {
	var c Config
	var err error
	if scheme, rest, ok := cutScheme(dsn); ok {
		err = c.parseURL(scheme, rest)
	} else {
		err = c.parseSettings(dsn)
	}
	if err != nil {
		return Config{}, fmt.Errorf("auroradataapi: parse DSN: %w", err)
	}
	return c, nil
}

// cutScheme cuts the scheme off a DSN, if that is a URL: a setting may have one
// as its value.
func cutScheme(dsn string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(dsn, "://")
	return scheme, rest, ok && !strings.ContainsAny(scheme, "= ")
}

// FormatDSN returns the configuration as a URL that [ParseDSN] reads back. What
// a DSN cannot carry (AWSConfig, Client, Logger) is left out.
func (c Config) FormatDSN() string {
	text := c.Engine.scheme() + ":///" + strings.ReplaceAll(url.PathEscape(c.Database), "@", "%40")
	var query []string
	for _, o := range options {
		if v := o.value(&c).String(); v != "" && o.key != "database" {
			query = append(query, o.key+"="+url.QueryEscape(v))
		}
	}
	if len(query) == 0 {
		return text
	}
	return text + "?" + strings.Join(query, "&")
}

// String returns the configuration as [Config.FormatDSN] does, for a log: user
// and password of a URL that was parsed are not kept, and those in an Endpoint
// are left out.
func (c Config) String() string {
	if u, err := url.Parse(c.Endpoint); err != nil || u.User != nil {
		c.Endpoint = "redacted"
	}
	return c.FormatDSN()
}

// parseURL reads what follows a scheme and "://". The part in front of the path
// is ignored as it is, well-formed or not.
func (c *Config) parseURL(scheme, rest string) error {
	switch scheme {
	case postgresqlScheme:
		c.Engine = EnginePostgreSQL
	case mysqlScheme:
		c.Engine = EngineMySQL
	default:
		return errors.New("unknown scheme, want " + postgresqlScheme + " or " + mysqlScheme)
	}
	rest, query, _ := strings.Cut(rest, "?")
	if _, path, ok := strings.Cut(rest, "/"); ok {
		if err := c.parsePath(path); err != nil {
			return err
		}
	}
	return c.parseQuery(query)
}

func (c *Config) parsePath(path string) error {
	database, err := url.PathUnescape(path)
	if err != nil || strings.ContainsAny(path, "/#@") {
		return errors.New("malformed database in the path (percent-encode special characters, also those of a password)")
	}
	c.Database = database
	return nil
}

func (c *Config) parseQuery(query string) error {
	if query == "" {
		return nil
	}
	seen := c.seen()
	for _, pair := range strings.Split(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		key, err := url.QueryUnescape(key)
		if _, known := findOption(key); err != nil || !known && strings.Contains(query, "@") {
			// It may be the end of a password with a question mark in it.
			return errors.New("malformed key in the query (percent-encode special characters, also those of a password)")
		}
		value, err = url.QueryUnescape(value)
		if err != nil || strings.Contains(pair, "#") {
			return fmt.Errorf("malformed value of option %q (percent-encode special characters)", key)
		}
		if err := c.set(seen, key, value); err != nil {
			return err
		}
	}
	return nil
}

// seen returns the set of keys that are already set.
func (c *Config) seen() map[string]bool { return map[string]bool{"database": c.Database != ""} }

func (c *Config) set(seen map[string]bool, key, value string) error {
	o, ok := findOption(key)
	if !ok {
		return fmt.Errorf("unknown option %q; %s", key, adviseOption(key))
	}
	if seen[key] {
		return fmt.Errorf("option %q is given twice", key)
	}
	seen[key] = true
	if err := o.value(c).Set(value); err != nil {
		return fmt.Errorf("bad value of option %q: %w", key, err)
	}
	return nil
}

// parseSettings reads key=value pairs with white space between them.
func (c *Config) parseSettings(text string) error {
	seen := c.seen()
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		if text == "" {
			return nil
		}
		key, rest, ok := strings.Cut(text, "=")
		key = strings.TrimSpace(key)
		if !ok || !isKey(key) {
			return errors.New("want a URL (" + postgresqlScheme + "://… or " + mysqlScheme + "://…) or key=value settings")
		}
		value, rest, err := cutValue(strings.TrimLeft(rest, " \t\r\n"))
		if err != nil {
			return fmt.Errorf("%w of option %q", err, key)
		}
		if err := c.set(seen, key, value); err != nil {
			return err
		}
		text = rest
	}
}

// isKey reports whether a text can be a key, and not a part of another driver's DSN,
// such as user:password@tcp(host)/database?key, which no error may repeat.
func isKey(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool {
		return r != '_' && r != '.' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) < 0
}

// cutValue cuts a value, quoted or not, off the start of a text.
func cutValue(text string) (value, rest string, err error) {
	var b strings.Builder
	quoted := strings.HasPrefix(text, "'")
	i := 0
	if quoted {
		i = 1
	}
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case quoted && c == '\'':
			return b.String(), text[i+1:], nil
		case !quoted && strings.IndexByte(" \t\r\n", c) >= 0:
			return b.String(), text[i:], nil
		default:
			b.WriteByte(c)
		}
	}
	if quoted {
		return "", "", errors.New("unterminated quote in the value")
	}
	return b.String(), "", nil
}
