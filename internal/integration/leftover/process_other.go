//go:build !linux

package leftover

import (
	"os/exec"
	"strings"
)

// processes returns the command lines of processes that have a text in them.
func processes(text string) ([]string, error) {
	output, err := exec.Command("ps", "-axww", "-o", "pid=,command=").Output()
	if err != nil {
		return nil, err
	}
	var found []string
	for line := range strings.Lines(string(output)) {
		if strings.Contains(line, text) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found, nil
}
