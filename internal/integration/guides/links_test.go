package guides_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinks follows the links of the pages to other files, and to headings.
func TestLinks(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*.md", "docs/*.md", "*/README.md", "examples/*/README.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	followed := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllSubmatch(text, -1) {
			if target := string(m[1]); !strings.Contains(target, "://") {
				followed++
				follow(t, file, target)
			}
		}
	}
	if followed < 50 {
		t.Errorf("%d links", followed)
	}
}

// follow checks that there is what a page links to.
func follow(t *testing.T, file, target string) {
	t.Helper()
	path, anchor, _ := strings.Cut(target, "#")
	if path = filepath.Join(filepath.Dir(file), path); strings.HasPrefix(target, "#") {
		path = file
	}
	if anchor == "" {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") && anchorOf(line) == anchor {
			return
		}
	}
	t.Errorf("%s: %s has no heading #%s", file, path, anchor)
}

var unanchored = regexp.MustCompile(`[^\w\- ]`)

// anchorOf returns the anchor that GitHub gives a heading.
func anchorOf(heading string) string {
	text := strings.ToLower(strings.TrimSpace(strings.TrimLeft(heading, "#")))
	return strings.ReplaceAll(unanchored.ReplaceAllString(text, ""), " ", "-")
}

// TestIndex finds each page in the index.
func TestIndex(t *testing.T) {
	index := readPage(t, "README.md")
	for _, name := range pages(t) {
		if name != "README.md" && !strings.Contains(index, "]("+name+")") {
			t.Errorf("docs/README.md does not link %s", name)
		}
	}
}

// TestExamples finds each example in the list of them.
func TestExamples(t *testing.T) {
	list, err := os.ReadFile(filepath.Join(root, "examples", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	programs, err := filepath.Glob(filepath.Join(root, "examples", "*", "README.md"))
	if err != nil || len(programs) == 0 {
		t.Fatalf("%d examples, %v", len(programs), err)
	}
	for _, page := range programs {
		if name := filepath.Base(filepath.Dir(page)); !strings.Contains(string(list), "]("+name+")") {
			t.Errorf("examples/README.md does not link %s", name)
		}
	}
}

// TestGuides finds a quick start in each page that the first table of the index names.
func TestGuides(t *testing.T) {
	guides, _, _ := strings.Cut(readPage(t, "README.md"), "Without Go code")
	found := 0
	for _, m := range link.FindAllStringSubmatch(guides, -1) {
		if strings.Contains(m[1], "/") {
			continue
		}
		found++
		if q, _ := quickStarts(readPage(t, m[1])); len(q) == 0 {
			t.Errorf("%s has no quick start", m[1])
		}
	}
	if found < 5 {
		t.Errorf("%d guides", found)
	}
}
