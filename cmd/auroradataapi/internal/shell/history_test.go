package shell

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "history")
	first := openHistory(t, path)
	for _, entry := range []string{
		"select 1,\n  'é';", " \\dt ", "\\dt", "",
		"create role r password 'hunter2';", "create user u identified\n by 'hunter2'", "ALTER USER u WITH PASSWORD 'hunter2'",
		"change master to MASTER_PASSWORD='hunter2'", "select aws_commons.create_aws_credentials('AKIA', 'hunter2', '')",
		"select 2;",
	} {
		if err := first.Add(entry); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"select 1,\n  'é';", `\dt`, "select 2;"}
	if got := first.Dump(); !slices.Equal(got.([]string), want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := openHistory(t, path).Dump(); !slices.Equal(got.([]string), want) {
		t.Errorf("read again: got %q, want %q", got, want)
	}
	wantMode(t, path, 0o600)
	wantMode(t, filepath.Dir(path), fs.ModeDir|0o700)
}

func TestHistoryIsShortened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var lines strings.Builder
	for i := range 2 * maxHistory {
		lines.WriteString(strconv.Quote(strconv.Itoa(i)) + "\n")
	}
	if err := os.WriteFile(path, []byte(lines.String()+"{broken\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // when it is written anew, and when that is read
		h := openHistory(t, path)
		if newest, err := h.GetLine(h.Len() - 1); h.Len() != maxHistory || newest != strconv.Itoa(2*maxHistory-1) || err != nil {
			t.Errorf("%d entries, the newest %q, %v", h.Len(), newest, err)
		}
	}
	wantMode(t, path, 0o600)
}

func TestHistoryInMemory(t *testing.T) {
	h := openHistory(t, "")
	if err := h.Add("select 1;"); err != nil {
		t.Fatal(err)
	}
	if line, err := h.GetLine(0); line != "select 1;" || err != nil {
		t.Errorf("got %q, %v", line, err)
	}
	if _, err := h.GetLine(1); err == nil {
		t.Error("there is an entry too many")
	}
}

// TestHistoryWithoutFolder: what cannot be kept is told once, and not for each entry.
func TestHistoryWithoutFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := OpenHistory(filepath.Join(file, "history"))
	if err == nil {
		t.Error("there is a folder in a file")
	}
	if err := h.Add("select 1;"); err != nil || h.Len() != 1 {
		t.Errorf("%d entries, %v", h.Len(), err)
	}
}

func openHistory(t *testing.T, path string) *History {
	t.Helper()
	h, err := OpenHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func wantMode(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != want {
		t.Errorf("%s: mode %v, want %v", path, info.Mode(), want)
	}
}
