package shell

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// History is what was typed in this and in earlier sessions: entries of one or more
// lines. It is kept in a file that only the user may read, an entry in a line of
// JSON. Several shells may append to one file at once.
type History struct {
	entries []string
	path    string // empty if it is not kept
}

// HistoryPath returns where the history is kept, in the user's state folder
// (XDG Base Directory Specification).
func HistoryPath() (string, error) {
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "auroradataapi", "history"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "state", "auroradataapi", "history"), nil
}

// maxHistory is how many entries are kept.
const maxHistory = 2000

// OpenHistory reads the history of a file, which need not exist. Without a path, or
// with an error, there is a history of this session, which is not kept.
func OpenHistory(path string) (*History, error) {
	h := &History{path: path}
	err := h.open()
	if err != nil {
		h.path = ""
	}
	return h, err
}

// open reads the file and sees that it can be written.
func (h *History) open() error {
	if h.path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(h.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := h.read(bufio.NewScanner(file)); err != nil {
		return err
	}
	return h.shorten()
}

// read reads entries. A line that is none, such as one that another shell is about
// to write, is left out.
func (h *History) read(lines *bufio.Scanner) error {
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var entry string
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry != "" {
			h.entries = append(h.entries, entry)
		}
	}
	return lines.Err()
}

// shorten writes the file anew when it has twice as many entries as are kept.
func (h *History) shorten() error {
	excess := len(h.entries) - maxHistory
	if excess <= 0 {
		return nil
	}
	h.entries = h.entries[excess:]
	if excess < maxHistory {
		return nil
	}
	file, err := os.CreateTemp(filepath.Dir(h.path), "history-") // nobody else may read it
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	for _, entry := range h.entries {
		out.Write(lineOf(entry))
	}
	return errors.Join(out.Flush(), file.Close(), os.Rename(file.Name(), h.path))
}

func lineOf(entry string) []byte {
	line, _ := json.Marshal(entry) // a string does not fail
	return append(line, '\n')
}

// secrets is what statements with a password, or with the keys of AWS, have in them.
// A name such as MASTER_PASSWORD counts, or that of a column: an entry too few is no
// harm.
var secrets = regexp.MustCompile(`(?is)passw(or)?d|\bidentified\s+(by|with)\b|secret|credential`)

// Add adds an entry, unless it repeats the last one. One with a password is left
// out.
func (h *History) Add(entry string) error {
	entry = strings.TrimSpace(entry)
	if entry == "" || secrets.MatchString(entry) || len(h.entries) > 0 && h.entries[len(h.entries)-1] == entry {
		return nil
	}
	h.entries = append(h.entries, entry)
	if h.path == "" {
		return nil
	}
	file, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(lineOf(entry))
	return errors.Join(err, file.Close())
}

// Len returns how many entries there are.
func (h *History) Len() int { return len(h.entries) }

// GetLine returns an entry, the oldest of which is 0.
func (h *History) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.entries) {
		return "", errors.New("no such entry of the history")
	}
	return h.entries[i], nil
}

// Write is called by the line editor for each line. An entry is more than a line, so
// it is not a line that is added, but what Add is told.
func (h *History) Write(string) (int, error) { return len(h.entries), nil }

// Dump returns all entries.
func (h *History) Dump() any { return h.entries }
