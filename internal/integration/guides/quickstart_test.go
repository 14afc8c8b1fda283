package guides_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPages runs the quick starts of all pages.
func TestPages(t *testing.T) {
	for _, name := range pages(t) {
		found, err := quickStarts(readPage(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, q := range found {
			t.Run(name+"/"+q.heading, func(t *testing.T) {
				t.Parallel()
				q.run(t)
			})
		}
	}
}

// run does what the page says in a folder of its own.
func (q *quickStart) run(t *testing.T) {
	folder := t.TempDir()
	for path, text := range q.files {
		file := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range q.withModule() {
		got := s.run(t, folder)
		if strings.HasPrefix(s.command, initModule) {
			tree.complete(t, folder)
		}
		if s.checked && duration.ReplaceAllString(got, "0s") != duration.ReplaceAllString(s.prints, "0s") {
			t.Errorf("%s printed\n%s\nthe page says\n%s", s.command, got, s.prints)
		}
	}
}

// duration is how long a test has taken.
var duration = regexp.MustCompile(`\b[0-9]+\.[0-9]+s\b`)

const initModule = "go mod init"

// withModule returns the steps, with a module made before them unless the first
// one does that.
func (q *quickStart) withModule() []step {
	if strings.HasPrefix(q.steps[0].command, initModule) {
		return q.steps
	}
	return append([]step{{command: initModule + " example.com/quickstart"}, {command: "go mod tidy"}}, q.steps...)
}

// run runs a command in a folder and returns what it prints.
func (s step) run(t *testing.T, folder string) string {
	t.Helper()
	if strings.HasPrefix(s.command, "go install "+commandLine) {
		return ""
	}
	command := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(s.command, "go run "+commandLine+"@latest", "auroradataapi", 1))
	var failure strings.Builder
	command.Dir, command.Env, command.Stderr = folder, tree.environ, &failure
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", s.command, err, output, failure.String())
	}
	return string(output)
}
