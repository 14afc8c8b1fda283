package clients_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

const page = "../../../docs/other-languages.md"

// pageProgram finds a program of the page and what it prints.
var pageProgram = regexp.MustCompile("(?s)```(python|js|bash)\n(.*?)```.*?```text\n(.*?)```")

// TestPage runs the programs of docs/other-languages.md as they stand there.
func TestPage(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	found := pageProgram.FindAllStringSubmatch(string(text), -1)
	if len(found) != 3 {
		t.Fatalf("%d programs, want 3", len(found))
	}
	for _, m := range found {
		language, program, want := m[1], m[2], m[3]
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			command := pageCommand(t, language, program)
			if got := output(t, emulator.PostgreSQL, testcluster.Database, command); got != want {
				t.Errorf("it prints\n%s\nthe page says\n%s", got, want)
			}
		})
	}
}

// pageCommand writes a program to a file and returns what runs it.
func pageCommand(t *testing.T, language, text string) []string {
	t.Helper()
	extension := map[string]string{"python": ".py", "js": ".mjs", "bash": ".sh"}[language]
	file := filepath.Join(t.TempDir(), "tables"+extension)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	switch language {
	case "python":
		return boto3.run(t, file)
	case "js":
		return runNode(t, file)
	}
	needAWS(t)
	return []string{"bash", file}
}
