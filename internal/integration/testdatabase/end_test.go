package testdatabase_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// endVariable says how a process that is this test binary once more is to end, with
// servers and databases that nobody closes.
const endVariable = "AURORADATAAPI_TEST_END"

var ends = map[string]func(t *testing.T){
	"exit":  func(*testing.T) { os.Exit(3) },
	"panic": func(*testing.T) { panic("as a test that takes too long does") },
	"kill": func(t *testing.T) {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		t.Fatal(err)
	},
}

// TestEnd ends the process, if it is one that is to.
func TestEnd(t *testing.T) {
	end := ends[os.Getenv(endVariable)]
	if end == nil {
		return // this one is not
	}
	emulator.RunT(t, shop[emulator.PostgreSQL])
	emulator.RunT(t, shop[emulator.MySQL])
	end(t)
}

// TestNothingLeft has processes end without a clean-up, and waits for their folders
// to go; the servers go before them.
func TestNothingLeft(t *testing.T) {
	for how := range ends {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			folder, err := os.MkdirTemp("", "end-") // not a test's own, which other users may not enter
			if err != nil {
				t.Fatal(err)
			}
			defer os.Remove(folder)
			if err := os.Chmod(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestEnd$")
			command.Env = append(os.Environ(), endVariable+"="+how, "TMPDIR="+folder)
			if output, err := command.CombinedOutput(); err == nil {
				t.Fatalf("the process ends well:\n%s", output)
			}
			awaitEmpty(t, folder)
		})
	}
}

// awaitEmpty waits until a folder is empty.
func awaitEmpty(t *testing.T, folder string) {
	t.Helper()
	const patience, pause = 10 * time.Second, 10 * time.Millisecond
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		left, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left: %v", left)
		}
	}
}
