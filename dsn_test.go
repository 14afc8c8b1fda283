package auroradataapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

func TestParseDSN(t *testing.T) {
	full := auroradataapi.Config{
		ClusterARN: clusterARN, SecretARN: secretARN, Database: "orders", Region: "eu-west-1", Profile: "dev",
		Endpoint: "http://127.0.0.1:8080", ResumeTimeout: 90 * time.Second,
	}
	tests := []struct {
		name string
		dsn  string
		want auroradataapi.Config
	}{
		{"empty", "", auroradataapi.Config{}},
		{"README of the Python package", "postgresql+auroradataapi://:@/postgres", auroradataapi.Config{Database: "postgres"}},
		{"no authority", "postgresql+auroradataapi:///postgres", auroradataapi.Config{Database: "postgres"}},
		{"no database", "postgresql+auroradataapi://", auroradataapi.Config{}},
		{"no path but a query", "postgresql+auroradataapi://?database=orders", auroradataapi.Config{Database: "orders"}},
		{"authority ignored", "postgresql+auroradataapi://us%zzer:p@ss:w%rd@host:notaport/orders", auroradataapi.Config{Database: "orders"}},
		{
			"all options",
			"postgresql+auroradataapi://u:p@h:5432/orders?aurora_cluster_arn=" + clusterARN + "&secret_arn=" + secretARN +
				"&region=eu-west-1&profile=dev&endpoint=http%3A%2F%2F127.0.0.1%3A8080&resume_timeout=90s", full,
		}, {
			"settings",
			"database=orders aurora_cluster_arn=" + clusterARN + " secret_arn = '" + secretARN +
				"'\tregion=eu-west-1 profile='dev' endpoint=http://127.0.0.1:8080 resume_timeout=1m30s ", full,
		},
		{"quoted setting", `database='a b\'c\\' profile=x\ y`, auroradataapi.Config{Database: `a b'c\`, Profile: "x y"}},
		{"escaped database", "postgresql+auroradataapi:///a%2Fb%3Fc%40d", auroradataapi.Config{Database: "a/b?c@d"}},
		{"mode simple", "default_query_exec_mode=simple", auroradataapi.Config{DefaultQueryExecMode: auroradataapi.QueryExecModeSimple}},
		{"mode", "default_query_exec_mode=exec", auroradataapi.Config{DefaultQueryExecMode: auroradataapi.QueryExecModeExec}},
		{"streaming", "streaming=always", auroradataapi.Config{Streaming: auroradataapi.StreamingAlways}},
		{"no streaming", "streaming=never", auroradataapi.Config{Streaming: auroradataapi.StreamingNever}},
		{"default streaming", "streaming=auto", auroradataapi.Config{}},
		{"default mode", "default_query_exec_mode=describe", auroradataapi.Config{}},
		{"code for lib/pq", "compat=pq", auroradataapi.Config{Compat: auroradataapi.CompatPQ}},
		{"code for pgx", "compat=pgx", auroradataapi.Config{}},
		{"quiet", "describe_quietly=true", auroradataapi.Config{DescribeQuietly: true}},
		{"not quiet", "describe_quietly=false", auroradataapi.Config{}},
		{"wait off", "resume_timeout=off", auroradataapi.Config{ResumeTimeout: -1}},
		{"MySQL", "mysql+auroradataapi:///orders", auroradataapi.Config{Engine: auroradataapi.EngineMySQL, Database: "orders"}},
		{
			"times of MySQL", "mysql+auroradataapi:///x?parse_time=false&loc=Europe%2FBerlin",
			auroradataapi.Config{Engine: auroradataapi.EngineMySQL, Database: "x", TimeAsText: true, TimeZone: "Europe/Berlin"},
		},
		{"times of MySQL by default", "parse_time=true loc=UTC", auroradataapi.Config{TimeZone: "UTC"}},
		{"empty values are not set", "postgresql+auroradataapi:///x?region=&resume_timeout=", auroradataapi.Config{Database: "x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := auroradataapi.ParseDSN(tt.dsn)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			again, err := auroradataapi.ParseDSN(got.FormatDSN())
			if err != nil || again != got {
				t.Errorf("formatted %q, which parses to %+v, %v", got.FormatDSN(), again, err)
			}
		})
	}
}

func TestParseDSNErrors(t *testing.T) {
	tests := []struct {
		name, dsn, want string
	}{
		{"mistyped key", "postgresql+auroradataapi:///x?secert_arn=hunter2", `unknown option "secert_arn"; did you mean "secret_arn"?`},
		{"part of a key", "postgresql+auroradataapi:///x?cluster_arn=hunter2", `unknown option "cluster_arn"; did you mean "aurora_cluster_arn"?`},
		{"mistyped setting", "aurora_clusterarn=hunter2", `unknown option "aurora_clusterarn"; did you mean "aurora_cluster_arn"?`},
		{"key of other drivers", "postgresql+auroradataapi:///x?sslmode=hunter2", `unknown option "sslmode"; leave it out`},
		{"setting of other drivers", "host=hunter2 dbname=x", `unknown option "host"; leave it out`},
		{"key given twice", "postgresql+auroradataapi:///x?region=a&region=hunter2", `option "region" is given twice`},
		{"database in path and query", "postgresql+auroradataapi:///x?database=hunter2", `option "database" is given twice`},
		{"bad duration", "resume_timeout=hunter2", `bad value of option "resume_timeout": want a positive duration such as 90s, or off`},
		{"bad truth", "describe_quietly=hunter2", `bad value of option "describe_quietly": want true or false`},
		{"bad streaming", "streaming=hunter2", `bad value of option "streaming": want auto, always or never`},
		{"bad mode", "default_query_exec_mode=hunter2", `bad value of option "default_query_exec_mode": want describe, exec or simple`},
		{"negative duration", "resume_timeout=-1s", `bad value of option "resume_timeout"`},
		{"bad escape", "postgresql+auroradataapi:///x?region=%zzhunter2", `malformed value of option "region"`},
		{"fragment", "postgresql+auroradataapi:///x?region=a#hunter2", `malformed value of option "region"`},
		{"question mark in a password", "postgresql+auroradataapi://user:pa?hunter2@host/x", "malformed key in the query"},
		{"question mark and ampersand in a password", "postgresql+auroradataapi://user:p/a?hunter2&b@host/x", "malformed key in the query"},
		{"question mark and number sign in a password", "postgresql+auroradataapi://user:pa?hunt#hunter2@host/x?region=a", "malformed key in the query"},
		{"slash in a password", "postgresql+auroradataapi://user:pa/hunter2@host/x", "malformed database"},
		{"slash in a password, no path", "postgresql+auroradataapi://user:pa/hunter2@host", "malformed database"},
		{"option of go-sql-driver", "mysql+auroradataapi:///x?parseTime=hunter2", `unknown option "parseTime"; did you mean "parse_time"?`},
		{"unknown time zone", "mysql+auroradataapi:///x?loc=hunter2", `bad value of option "loc": want a name of the time zone database`},
		{"bad parse_time", "parse_time=hunter2", `bad value of option "parse_time": want true or false`},
		{"other scheme", "postgres://u:hunter2@/x", "unknown scheme, want postgresql+auroradataapi or mysql+auroradataapi"},
		{"no form at all", "hunter2", "want a URL"},
		{"DSN of go-sql-driver", "user:hunter2@tcp(localhost:3306)/x?parseTime=true", "want a URL (postgresql+auroradataapi://… or mysql+auroradataapi://…)"},
		{"equals sign in a password", "user:hunter2=@tcp(localhost:3306)/x", "want a URL"},
		{"unterminated quote", "region='hunter2", `unterminated quote in the value of option "region"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config, err := auroradataapi.ParseDSN(tt.dsn)
			if err == nil {
				t.Fatalf("no error, but %v", config)
			}
			if text := err.Error(); !strings.HasPrefix(text, "auroradataapi: parse DSN: ") || !strings.Contains(text, tt.want) {
				t.Errorf("got %q, want %q", text, tt.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells a value: %v", err)
			}
		})
	}
}

// FuzzParseDSN: what parses also formats to something that parses to the same.
func FuzzParseDSN(f *testing.F) {
	f.Add("postgresql+auroradataapi://:@/postgres")
	f.Add("postgresql+auroradataapi://u:p@h:1/a%2Fb%40?aurora_cluster_arn=arn&secret_arn=%20&resume_timeout=1m30s&region=")
	f.Add(`database='a b\'' secret_arn=x\ y resume_timeout=off`)
	f.Add("endpoint=http://127.0.0.1:80")
	f.Add("mysql+auroradataapi:///x?parse_time=false&loc=Local")
	f.Fuzz(func(t *testing.T, dsn string) {
		config, err := auroradataapi.ParseDSN(dsn)
		if err != nil {
			return
		}
		again, err := auroradataapi.ParseDSN(config.FormatDSN())
		if err != nil {
			t.Fatalf("%q formats to %q, which does not parse: %v", dsn, config.FormatDSN(), err)
		}
		if again != config {
			t.Errorf("%q formats to %q, which parses to %+v, want %+v", dsn, config.FormatDSN(), again, config)
		}
	})
}
