package migrate_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestLimits runs what docs/migrations.md says of dumps and of texts.
func TestLimits(t *testing.T) {
	values := "insert into t values ('" + strings.Repeat("x", 60_000) + "');\n"
	tests := []struct {
		name   string
		engine auroradataapi.Engine
		text   string
		want   string // in the error; empty if it works
	}{
		{
			name: "COPY of pg_dump", engine: auroradataapi.EnginePostgreSQL,
			text: "create table t (n int);\nCOPY public.t (n) FROM stdin;\n1\n\\.\n", want: "COPY FROM STDIN: the Data API has no data stream",
		},
		{name: "meta command of psql", engine: auroradataapi.EnginePostgreSQL, text: "\\restrict x\ncreate table t (n int);", want: "psql command"},
		{
			name: "settings of pg_dump", engine: auroradataapi.EnginePostgreSQL,
			text: "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\ncreate table public.t (n int);",
		},
		{name: "index among others", engine: auroradataapi.EnginePostgreSQL, text: "create table t (n int); create index concurrently i on t (n)", want: "cannot run inside a transaction block"},
		{name: "delimiters", engine: auroradataapi.EngineMySQL, text: "DELIMITER //\ncreate procedure p() begin select 1; end//\nDELIMITER ;\ncreate table t (n int);"},
		{name: "locks of mysqldump", engine: auroradataapi.EngineMySQL, text: "create table t (n int);\nLOCK TABLES t WRITE;", want: "mysqldump --skip-add-locks"},
		{name: "file of the client", engine: auroradataapi.EngineMySQL, text: "create table t (n int); load data local infile 't.csv' into table t", want: "the Data API cannot send a file"},
		{name: "long text of short statements", engine: auroradataapi.EnginePostgreSQL, text: "create table t (s text);" + strings.Repeat(values, 5)},
		{name: "long statement", engine: auroradataapi.EnginePostgreSQL, text: "select '" + strings.Repeat("x", 70_000) + "'"},
		{name: "nothing", engine: auroradataapi.EngineMySQL, text: " \n"},
	}
	databases := map[auroradataapi.Engine]bothways.Database{
		auroradataapi.EnginePostgreSQL: bothways.New(t, auroradataapi.EnginePostgreSQL, false),
		auroradataapi.EngineMySQL:      bothways.New(t, auroradataapi.EngineMySQL, false),
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := databases[test.engine]
			if _, err := d.Open(t, true).Exec("drop table if exists t"); err != nil {
				t.Fatal(err)
			}
			driver := openOurs(t, d.Open(t, false), nil)
			err := driver.Run(strings.NewReader(test.text))
			var failed database.Error
			if !errors.As(err, &failed) && test.want != "" || (err == nil) != (test.want == "") || err != nil && !strings.Contains(fmt.Sprint(failed.Err, failed.OrigErr), test.want) {
				t.Errorf("got %.200v; want …%s…", err, test.want)
			}
			if err := errors.Join(driver.Lock(), driver.SetVersion(1, false), driver.Unlock()); err != nil {
				t.Error(err)
			}
		})
	}
}
