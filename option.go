package auroradataapi

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// option is a setting that a DSN can have. The table is the only list of them:
// parsing, formatting, the environment and the table in the package's
// documentation follow from it.
type option struct {
	key      string
	variable string // the environment variable that stands in for it, if any
	required bool
	meaning  string
	value    func(*Config) setting
}

// setting is a field of a Config in the form of text. The empty text means that
// the field is not set.
type setting interface {
	String() string
	Set(text string) error
}

var options = []option{
	{
		key: "aurora_cluster_arn", variable: "AURORA_CLUSTER_ARN", required: true,
		meaning: "ARN of the cluster",
		value:   func(c *Config) setting { return (*textSetting)(&c.ClusterARN) },
	}, {
		key: "secret_arn", variable: "AURORA_SECRET_ARN", required: true,
		meaning: "ARN or name of the secret",
		value:   func(c *Config) setting { return (*textSetting)(&c.SecretARN) },
	}, {
		key:     "database",
		meaning: "database; the path of a URL",
		value:   func(c *Config) setting { return (*textSetting)(&c.Database) },
	}, {
		key:     "region",
		meaning: "AWS region; default: the cluster's",
		value:   func(c *Config) setting { return (*textSetting)(&c.Region) },
	}, {
		key:     "profile",
		meaning: "profile of the AWS configuration",
		value:   func(c *Config) setting { return (*textSetting)(&c.Profile) },
	}, {
		key:     "endpoint",
		meaning: "URL of the Data API, for an emulator",
		value:   func(c *Config) setting { return (*textSetting)(&c.Endpoint) },
	}, {
		key:     "resume_timeout",
		meaning: "wait for a paused cluster: 90s, off; default 1m",
		value:   func(c *Config) setting { return (*waitSetting)(&c.ResumeTimeout) },
	}, {
		key:     "default_query_exec_mode",
		meaning: "describe (default), exec or simple; PostgreSQL",
		value:   func(c *Config) setting { return (*modeSetting)(&c.DefaultQueryExecMode) },
	}, {
		key:     "describe_quietly",
		meaning: "true or false (default), see below; PostgreSQL",
		value:   func(c *Config) setting { return (*boolSetting)(&c.DescribeQuietly) },
	}, {
		key:     "streaming",
		meaning: "auto (default), always or never, see Large results",
		value:   func(c *Config) setting { return (*streamingSetting)(&c.Streaming) },
	}, {
		key:     "transaction_keep_alive",
		meaning: "true or false (default), see Transactions",
		value:   func(c *Config) setting { return (*boolSetting)(&c.TransactionKeepAlive) },
	}, {
		key:     "resolve_commits",
		meaning: "true or false (default), see Exactly once; PostgreSQL",
		value:   func(c *Config) setting { return (*boolSetting)(&c.ResolveCommits) },
	}, {
		key:     "cancel_statements",
		meaning: "true or false (default), see Cancellation; PostgreSQL",
		value:   func(c *Config) setting { return (*boolSetting)(&c.CancelStatements) },
	}, {
		key:     "compat",
		meaning: "pgx (default) or pq, see Code for lib/pq; PostgreSQL",
		value:   func(c *Config) setting { return (*compatSetting)(&c.Compat) },
	}, {
		key:     "parse_time",
		meaning: "true (default) or false, see MySQL",
		value:   func(c *Config) setting { return (*negatedSetting)(&c.TimeAsText) },
	}, {
		key:     "loc",
		meaning: "time zone of dates; default UTC, see MySQL",
		value:   func(c *Config) setting { return (*zoneSetting)(&c.TimeZone) },
	},
}

func findOption(key string) (option, bool) {
	for _, o := range options {
		if o.key == key {
			return o, true
		}
	}
	return option{}, false
}

// adviseOption says what to write instead of an unknown key.
func adviseOption(key string) string {
	if nearest := nearestOption(key); nearest != "" {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	return "leave it out: a connection over the Data API has " + strings.Join(optionKeys(), ", ")
}

func optionKeys() []string {
	keys := make([]string, len(options))
	for i := range options {
		keys[i] = options[i].key
	}
	return keys
}

// nearestOption returns the known key that is closest to an unknown one: one that
// it is a part of, such as cluster_arn, else the one with the fewest letters to
// change, which are at most a third. It returns "" for a key like none of them,
// such as sslmode, which other drivers have.
func nearestOption(key string) string {
	nearest, least := "", len(key)/3+1
	for _, o := range options {
		if len(key) > 2 && strings.Contains(o.key, key) {
			return o.key
		}
		if d := editDistance(key, o.key); d < least {
			nearest, least = o.key, d
		}
	}
	return nearest
}

// editDistance counts the bytes to insert, delete or replace to get from a to b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

type textSetting string

func (s *textSetting) String() string { return string(*s) }

func (s *textSetting) Set(text string) error {
	*s = textSetting(text)
	return nil
}

// boolSetting is true or false: false is the default.
type boolSetting bool

func (s *boolSetting) String() string {
	if !*s {
		return ""
	}
	return "true"
}

func (s *boolSetting) Set(text string) error {
	if text != "" && text != "true" && text != "false" {
		return errors.New("want true or false")
	}
	*s = text == "true"
	return nil
}

// negatedSetting is true or false: true is the default, which the field negates.
type negatedSetting bool

func (s *negatedSetting) String() string {
	if *s {
		return "false"
	}
	return ""
}

func (s *negatedSetting) Set(text string) error {
	if text != "" && text != "true" && text != "false" {
		return errors.New("want true or false")
	}
	*s = text == "false"
	return nil
}

var errUnknownZone = errors.New("want a name of the time zone database, such as Europe/Berlin, or Local")

// zoneSetting is the name of a time zone.
type zoneSetting string

func (s *zoneSetting) String() string { return string(*s) }

func (s *zoneSetting) Set(text string) error {
	if _, err := time.LoadLocation(text); err != nil {
		return errUnknownZone
	}
	*s = zoneSetting(text)
	return nil
}

// waitSetting is a time to wait: zero for the default, negative for off.
type waitSetting time.Duration

const off = "off"

func (s *waitSetting) String() string {
	switch d := time.Duration(*s); {
	case d < 0:
		return off
	case d == 0:
		return ""
	default:
		return d.String()
	}
}

func (s *waitSetting) Set(text string) error {
	switch text {
	case "":
		*s = 0
		return nil
	case off:
		*s = -1
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return errors.New("want a positive duration such as 90s, or off")
	}
	*s = waitSetting(d)
	return nil
}
