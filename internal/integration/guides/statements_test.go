package guides_test

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

var update = flag.Bool("update", false, "write the errors into the pages")

// statementPages are those whose statements are run: what stands under a heading with
// the name of an engine, on that engine. A block of text behind one of sql says how
// the last of its statements fails; without such a block none does.
var statementPages = []string{"limits.md", "transactions.md"}

func TestStatements(t *testing.T) {
	for _, name := range statementPages {
		for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
			t.Run(name+"/"+engine.String(), func(t *testing.T) {
				testStatements(t, name, engine)
			})
		}
	}
}

func testStatements(t *testing.T, name string, engine auroradataapi.Engine) {
	page := readPage(t, name)
	d := bothways.New(t, engine, false)
	if _, err := d.DB.ExecContext(t.Context(), schemas[engine]); err != nil {
		t.Fatal(err)
	}
	ran := 0
	all := blocks(page)
	for i, b := range all {
		if b.language != "sql" || !strings.EqualFold(b.heading, engine.String()) {
			continue
		}
		ran++
		got := failure(t, d.DB, b.text)
		switch says := i+1 < len(all) && all[i+1].language == "text"; {
		case !says && got != "":
			t.Errorf("%s failed: %s", b.text, got)
		case says && *update:
			page = strings.Replace(page, b.source()+all[i+1].source(), b.source()+all[i+1].with(got).source(), 1)
		case says && got != all[i+1].text:
			t.Errorf("%s says\n%sthe page says\n%s", b.text, got, all[i+1].text)
		}
	}
	if ran == 0 {
		t.Errorf("%s has no statements of %s", name, engine)
	}
	if *update {
		if err := os.WriteFile(filepath.Join(docs, name), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// source is how a block stands in a page, with an empty line behind it.
func (b block) source() string { return "```" + b.language + "\n" + b.text + "```\n\n" }

func (b block) with(text string) block {
	b.text = text
	return b
}

// failure runs statements on a connection of their own, and returns how the last one
// fails, or nothing.
func failure(t *testing.T, db *sql.DB, text string) string {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	statements := strings.SplitAfter(strings.TrimSuffix(text, ";\n"), ";\n")
	for i, statement := range statements {
		err := ask(t, conn, strings.TrimSuffix(statement, ";\n"))
		switch {
		case err != nil && i == len(statements)-1:
			return err.Error() + "\n"
		case err != nil:
			t.Errorf("%s: %v", statement, err)
		}
	}
	return ""
}

// ask runs a statement and reads what it returns.
func ask(t *testing.T, conn *sql.Conn, statement string) error {
	rows, err := conn.QueryContext(t.Context(), statement)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		continue
	}
	return rows.Err()
}

// schemas are what the statements are about.
var schemas = map[auroradataapi.Engine]string{
	auroradataapi.EnginePostgreSQL: `
		create schema archive;
		create table orders (id bigint generated always as identity primary key, item text, pieces int);
		insert into orders (item, pieces) values ('apple', 2), ('bolt', 1)`,
	auroradataapi.EngineMySQL: `
		create table orders (id bigint auto_increment primary key, item varchar(50), pieces int);
		insert into orders (item, pieces) values ('apple', 2), ('bolt', 1)`,
}

// TestFragments builds the Go of all pages that is no program.
func TestFragments(t *testing.T) {
	var functions strings.Builder
	for _, name := range statementPages {
		for i, b := range blocks(readPage(t, name)) {
			if b.language == "go" && !strings.HasPrefix(b.text, "package main\n") {
				fmt.Fprintf(&functions, "//line %s:1\n"+aroundFragment, name, i, b.text)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "fragments.go")
	if err := os.WriteFile(file, []byte(aroundFragments+functions.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.CommandContext(t.Context(), "go", "vet", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

const aroundFragments = `package fragments

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"github.com/auroradataapi/auroradataapi"
)

var (
	_ = auroradataapi.CopyFrom
	_ = errors.Is
)
`

const aroundFragment = `
func _(ctx context.Context, db *sql.DB, rows iter.Seq[[]any], fragment%d int) (err error) {
	{
%s	}
	return err
}
`
