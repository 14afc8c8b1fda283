package auroramigrate

import (
	"strings"
	"testing"
	"time"
)

func TestParseURL(t *testing.T) {
	tests := []struct {
		name, url, dsn string
		want           Config
	}{
		{name: "nothing", url: "postgresql+auroradataapi://:@/shop", dsn: "postgresql+auroradataapi://:@/shop"},
		{name: "empty query", url: "postgresql+auroradataapi:///shop?", dsn: "postgresql+auroradataapi:///shop"},
		{
			name: "only options", url: "mysql+auroradataapi:///shop?x-no-lock=true&x-migrations-table=the+versions",
			dsn: "mysql+auroradataapi:///shop", want: Config{NoLock: true, MigrationsTable: "the versions"},
		},
		{
			name: "among the driver's", url: "mysql+auroradataapi:///shop?region=eu-west-1&x-lock-timeout=2m&loc=Europe%2FBerlin&x-statement-timeout=1500",
			dsn:  "mysql+auroradataapi:///shop?region=eu-west-1&loc=Europe%2FBerlin",
			want: Config{LockTimeout: 2 * time.Minute, StatementTimeout: 1500 * time.Millisecond},
		},
		{
			name: "quoted", url: `postgresql+auroradataapi:///shop?x-migrations-table="s"."t"&x-migrations-table-quoted=1`,
			dsn: "postgresql+auroradataapi:///shop", want: Config{MigrationsTable: `"s"."t"`, MigrationsTableQuoted: true},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dsn, config, err := parseURL(test.url)
			if dsn != test.dsn || config != test.want || err != nil {
				t.Errorf("got %q, %+v, %v; want %q, %+v", dsn, config, err, test.dsn, test.want)
			}
		})
	}
}

// FuzzParseURL has everything but the options come out as it was.
func FuzzParseURL(f *testing.F) {
	for _, seed := range []string{"", "a?b", "s://u:p@/d?x-no-lock=true&k=v", "s:///d?x-lock-timeout=%zz", "s:///d?x-statement-timeout=9999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, url string) {
		dsn, _, err := parseURL(url)
		if err != nil {
			return
		}
		address, query, _ := strings.Cut(url, "?")
		for pair := range strings.SplitSeq(query, "&") {
			if strings.HasPrefix(pair, "x-") {
				query = strings.Replace("&"+query, "&"+pair, "", 1)
				query = strings.TrimPrefix(query, "&")
			}
		}
		if query != "" {
			address += "?" + query
		}
		if dsn != address {
			t.Errorf("%q has become %q, want %q", url, dsn, address)
		}
	})
}
