package shell

import (
	"bytes"
	"os"
	"os/exec"
)

// pages tells whether output may go through a pager.
func (d *display) pages() bool {
	return d.terminal && d.file == nil && d.pager != "off" && d.height() > 0
}

// write writes output, through the pager if it does not fit on the screen.
func (d *display) write(output []byte) error {
	fits := bytes.Count(output, []byte("\n")) < d.height()
	if !d.pages() || fits && d.pager != "always" || !page(output) {
		_, err := d.target().Write(output)
		return err
	}
	return nil
}

// page shows output by $PAGER, or less. It reports whether there is one.
func page(output []byte) bool {
	pager, given := os.LookupEnv("PAGER")
	if !given {
		if _, err := exec.LookPath("less"); err != nil {
			return false
		}
		pager = "less"
	}
	if pager == "" {
		return false
	}
	cmd := exec.Command("sh", "-c", pager)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(output), os.Stdout, os.Stderr
	if os.Getenv("LESS") == "" {
		cmd.Env = append(os.Environ(), "LESS=RS") // styles as such, and lines that are not folded
	}
	if err := cmd.Start(); err != nil {
		return false
	}
	_ = cmd.Wait() // that it was left early is no error
	return true
}
