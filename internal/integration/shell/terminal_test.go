package shell_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// deadline is how long the shell may take for an input.
const deadline = 20 * time.Second

// terminal is a screen of 100 by 30 characters in a tmux of its own, in which a
// program runs.
type terminal struct {
	t      *testing.T
	folder string // of the socket
}

// run runs a program in a folder, with an environment and none of the machine's own.
func run(t *testing.T, folder string, environ []string, args ...string) *terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Fatal("tmux is missing: run make setup, or install it")
	}
	sockets, err := os.MkdirTemp("", "tmux-") // short, as sockets want it
	if err != nil {
		t.Fatal(err)
	}
	s := &terminal{t: t, folder: sockets}
	t.Cleanup(s.close)
	command := append([]string{"-f", os.DevNull, "-u", "new-session", "-d", "-x", "100", "-y", "30", "-c", folder, "env", "-i"}, environ...)
	s.tmux(append(append(command, "TERM=screen-256color"), args...)...)
	return s
}

// close ends the program and tmux.
func (s *terminal) close() {
	_ = s.command("kill-server").Run() // it has ended if its program has
	if err := os.RemoveAll(s.folder); err != nil {
		s.t.Error(err)
	}
}

func (s *terminal) command(args ...string) *exec.Cmd {
	cmd := exec.Command("tmux", append([]string{"-S", filepath.Join(s.folder, "socket")}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TERM=xterm"}
	return cmd
}

func (s *terminal) tmux(args ...string) string {
	s.t.Helper()
	output, err := s.command(args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %s: %v: %s", args[0], err, output)
	}
	return string(output)
}

// screen is all that was shown, what has left the screen included.
func (s *terminal) screen() string {
	s.t.Helper()
	return strings.TrimRight(s.tmux("capture-pane", "-p", "-S", "-"), "\n")
}

// press presses keys, by the names that tmux gives them.
func (s *terminal) press(keys ...string) {
	s.t.Helper()
	s.tmux(append([]string{"send-keys"}, keys...)...)
}

// write types a text.
func (s *terminal) write(text string) {
	s.t.Helper()
	if strings.HasSuffix(text, ";") {
		text = strings.TrimSuffix(text, ";") + `\;` // tmux reads the last one as its own
	}
	s.tmux("send-keys", "-l", "--", text)
}

// until waits for the screen to be as is wanted.
func (s *terminal) until(what string, is func(screen string) bool) {
	s.t.Helper()
	ticker := time.NewTicker(25 * time.Millisecond)
	defer ticker.Stop()
	for end := time.Now().Add(deadline); ; <-ticker.C {
		screen := s.screen()
		if is(screen) {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("%s does not come:\n%s", what, screen)
		}
	}
}

// untilLine waits for the last line to be a text.
func (s *terminal) untilLine(line string) {
	s.t.Helper()
	s.until(fmt.Sprintf("%q", line), func(screen string) bool { return lastLine(screen) == line })
}

func lastLine(screen string) string {
	return strings.TrimRight(screen[strings.LastIndexByte(screen, '\n')+1:], " ")
}

// prompts matches what a line that waits for input begins with.
var prompts = regexp.MustCompile("(?m)^[a-z()]+[-='\"$`*][*!]?>")

// enter types a line and waits for the next prompt.
func (s *terminal) enter(line, prompt string) {
	s.t.Helper()
	before := len(prompts.FindAllString(s.screen(), -1))
	s.write(line)
	s.submit(before, prompt)
}

// submit enters what was typed and waits for the next prompt.
func (s *terminal) submit(before int, prompt string) {
	s.t.Helper()
	s.press("Enter")
	s.until(fmt.Sprintf("another prompt %q", prompt), func(screen string) bool {
		return lastLine(screen) == prompt && len(prompts.FindAllString(screen, -1)) > before
	})
}

// count returns how many prompts were shown.
func (s *terminal) count() int { s.t.Helper(); return len(prompts.FindAllString(s.screen(), -1)) }
