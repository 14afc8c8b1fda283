package leftover

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// processes returns the command lines of processes other than this one that
// have a text in their command line or their environment.
func processes(text string) ([]string, error) {
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, folder := range folders {
		if filepath.Base(folder) == strconv.Itoa(os.Getpid()) {
			continue
		}
		// What cannot be read has ended, or is another user's.
		command, _ := os.ReadFile(filepath.Join(folder, "cmdline"))
		environment, _ := os.ReadFile(filepath.Join(folder, "environ"))
		if bytes.Contains(command, []byte(text)) || bytes.Contains(environment, []byte(text)) {
			found = append(found, filepath.Base(folder)+" "+strings.ReplaceAll(string(command), "\x00", " "))
		}
	}
	return found, nil
}
