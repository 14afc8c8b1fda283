package guides_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const docs = "../../../docs"

// block is a fenced block of a page.
type block struct {
	language string // as the fence says it
	heading  string // the heading of the second level above it
	text     string
}

// readPage returns the text of a page of docs.
func readPage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(docs, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// pages returns the names of all pages of docs.
func pages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(docs, "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	return files
}

// blocks returns the fenced blocks of a page, in order.
func blocks(page string) []block {
	var found []block
	var heading string
	var open *block
	for line := range strings.Lines(page) {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open != nil:
			found, open = append(found, *open), nil
		case isFence:
			open = &block{language: strings.TrimSpace(fence), heading: heading}
		case open != nil:
			open.text += line
		case strings.HasPrefix(line, "## "):
			heading = strings.TrimSpace(line[len("## "):])
		}
	}
	return found
}

// quickStart is what a page has a reader do.
type quickStart struct {
	heading string
	files   map[string]string // by path
	steps   []step
}

// step is a command of a quick start.
type step struct {
	command string
	checked bool   // whether the page says what it prints
	prints  string // what the page says
}

const quickStartHeading = "Quick start"

// quickStarts returns those of a page, in order.
func quickStarts(page string) ([]*quickStart, error) {
	var found []*quickStart
	for _, b := range blocks(page) {
		if !strings.HasPrefix(b.heading, quickStartHeading) {
			continue
		}
		if len(found) == 0 || found[len(found)-1].heading != b.heading {
			found = append(found, &quickStart{heading: b.heading, files: make(map[string]string)})
		}
		if err := found[len(found)-1].add(b); err != nil {
			return nil, fmt.Errorf("%s: %w", b.heading, err)
		}
	}
	for _, q := range found {
		if last := len(q.steps) - 1; last < 0 || !q.steps[last].checked || !q.hasProgram() {
			return nil, fmt.Errorf("%s: it takes a program or a test, a block of sh and behind it one of text", q.heading)
		}
	}
	return found, nil
}

// hasProgram tells whether there is something to run: a program, or a test.
func (q *quickStart) hasProgram() bool {
	for path := range q.files {
		if path == "main.go" || strings.HasSuffix(path, "_test.go") {
			return true
		}
	}
	return false
}

func (q *quickStart) add(b block) error {
	last := len(q.steps) - 1
	switch {
	case b.language == "sh":
		q.steps = append(q.steps, commands(b.text)...)
	case b.language == "text" && last < 0, b.language == "text" && q.steps[last].checked:
		return fmt.Errorf("no block of sh in front of the text %q", b.text)
	case b.language == "text":
		q.steps[last].checked, q.steps[last].prints = true, b.text
	default:
		return q.addFile(b)
	}
	return nil
}

// pathComment is a first line that says which file a block is.
var pathComment = regexp.MustCompile(`^(?://|--|#) (\S+\.\w+)\n`)

func (q *quickStart) addFile(b block) error {
	path := "main.go"
	if m := pathComment.FindStringSubmatch(b.text); m != nil {
		path = m[1]
	} else if !strings.HasPrefix(b.text, "package main\n") {
		return fmt.Errorf("a block of %s is no program and has no path in its first line:\n%s", b.language, b.text)
	}
	if _, ok := q.files[path]; ok {
		return fmt.Errorf("two blocks are %s", path)
	}
	q.files[path] = b.text
	return nil
}

// commands returns the commands of a block of sh.
func commands(text string) []step {
	var found []step
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", "")) {
		command, _, _ := strings.Cut(line, " # ")
		if command = strings.TrimSpace(command); command != "" && !strings.HasPrefix(command, "#") {
			found = append(found, step{command: command})
		}
	}
	return found
}

// TestQuickStarts reads pages that are as they should be, and others.
func TestQuickStarts(t *testing.T) {
	const program = "## Quick start\n```go\npackage main\n```\n"
	tests := []struct {
		name, page string
		want       []string // the commands, or nil for an error
	}{
		{"a program", program + "```sh\na # why\n# why\nb \\\n  c\n```\nprints\n```text\nx\n```\n", []string{"a", "b   c"}},
		{"no page", "# A page\n```go\nx := 1\n```\n", []string{}},
		{"another heading", program + "```sh\na\n```\n```text\n```\n## More\n```sh\nb\n```\n", []string{"a"}},
		{"two", program + "```sh\na\n```\n```text\n```\n" + strings.Replace(program, "start", "start: MySQL", 1) + "```sh\nb\n```\n```text\n```\n",
			[]string{"a", "b"}},
		{"a test", "## Quick start\n```go\n// a_test.go\npackage a\n```\n```sh\na\n```\n```text\n```\n", []string{"a"}},
		{"a file", program + "```sql\n-- a/b.sql\nselect 1\n```\n```sh\na\n```\n```text\n```\n", []string{"a"}},
		{"no output", program + "```sh\na\n```\n", nil},
		{"no command", program + "```text\n```\n", nil},
		{"no program", "## Quick start\n```sh\na\n```\n```text\n```\n", nil},
		{"two programs", program + program, nil},
		{"a fragment", "## Quick start\n```go\nx := 1\n```\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := quickStarts(tt.page)
			got := []string{}
			for _, q := range found {
				for _, s := range q.steps {
					got = append(got, s.command)
				}
			}
			if (err != nil) != (tt.want == nil) || err == nil && !slices.Equal(got, tt.want) {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}
