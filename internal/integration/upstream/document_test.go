package upstream_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/upstream"
)

const (
	documentPath = "../../../docs/upstream.md"
	updateWith   = "make upstream UPSTREAMFLAGS=-update"
)

// row is a line of the table: a suite on an engine.
type row struct {
	suite, module, engine string
	comparison
}

func (r row) String() string {
	return fmt.Sprintf("| %s | %s | %s | %d / %d | %d / %d | %d |", r.suite, r.module, r.engine,
		r.native.passed, r.native.failed, r.driver.passed, r.driver.failed, r.excluded)
}

// checkDocument compares docs/upstream.md with what all suites have found. With
// -update it writes the file.
func checkDocument(t *testing.T, rows []row) {
	t.Helper()
	want := document(rows)
	if *update {
		if err := os.WriteFile(documentPath, []byte(want), 0o644); err != nil {
			t.Error(err)
		}
		return
	}
	got, err := os.ReadFile(documentPath)
	if err != nil {
		t.Error(err)
	} else if string(got) != want {
		t.Errorf("docs/upstream.md is not what the suites have found: write it anew with %s\n%s", updateWith, want)
	}
}

func document(rows []row) string {
	var b strings.Builder
	b.WriteString(documentTop)
	for _, r := range rows {
		fmt.Fprintln(&b, r)
	}
	b.WriteString(documentExclusions)
	for _, name := range excludedSuites(rows) {
		fmt.Fprintf(&b, "\n### %s\n\n| test | why: the test … |\n|---|---|\n", name)
		for _, e := range upstream.Excluded[name] {
			fmt.Fprintf(&b, "| `%s`%s | %s |\n", e.Test, engineNote(e), strings.ReplaceAll(e.Reason.Text, "|", `\|`))
		}
	}
	b.WriteString(documentNative)
	for _, r := range rows {
		if len(r.failing) > 0 {
			fmt.Fprintf(&b, "| %s | %s | `%s` |\n", r.suite, r.engine, strings.Join(r.failing, "`, `"))
		}
	}
	b.WriteString(documentBottom)
	return b.String()
}

// excludedSuites returns the suites with exclusions, in the order of the table.
func excludedSuites(rows []row) (names []string) {
	for _, r := range rows {
		if len(upstream.Excluded[r.suite]) > 0 && !slices.Contains(names, r.suite) {
			names = append(names, r.suite)
		}
	}
	return names
}

func engineNote(e upstream.Exclusion) string {
	if e.Engine == "" {
		return ""
	}
	return " on " + e.Engine
}

const documentTop = `# The suites of other libraries

Written by a test, ` + "`" + updateWith + "`" + `: the tests that these libraries have for themselves, run from the Go module cache at the versions
below, natively and through the driver on the emulator, on the same PostgreSQL 15 and MariaDB 10.11. Of a copy of each module only
the call that opens the database is another; tests and assertions are the originals. Two suites are more than that: golang-migrate's
tests get a new database where they start a container, and goose's tests of its locks are made for others to call.

A case is a test or subtest without subtests of its own. Counted are those that have reached a database through the driver. A case
that passes natively and fails through the driver fails the run, unless it is listed below; one that is listed fails it when it
passes, or fails for another reason. What fails natively on these servers is at the end of the page.

| suite | module | engine | native: passed / failed | driver: passed / failed | of these excluded |
|---|---|---|---|---|---|
`

const documentExclusions = `
## What is excluded

Tests of what the service does not have, or of what the other driver alone does.
`

const documentNative = `
## What fails natively

| suite | engine | cases |
|---|---|---|
`

const documentBottom = `
## What is not here

Some libraries keep the tests that reach a database in a module of its own, which is not released: GORM (tests), Bun (internal/dbtest),
Ent (entc/integration), Atlas (internal/integration), goose (internal/testing) and River (riverdrivertest). What is released of Bun, of Ent's
dialect/sql, of Atlas and of GORM's dialects has tests of texts and of mocks alone. What these libraries do is tested by tests of this
project instead, natively and through the driver: internal/integration.
`
