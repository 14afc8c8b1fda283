//go:build unix

package localserver

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// guardScript stops the server and removes its folders once its standard input
// ends, which happens when Close closes the other end and just as well when
// this process dies of anything, kill -9 included.
//
// Why a shell: it has to outlive us, so it must be a process, and a library
// cannot run its host's binary a second time. Linux alone could let the kernel
// signal the server (PR_SET_PDEATHSIG), but not remove folders. One way for all
// systems and for both the good and the bad end is less to get wrong.
//
// How: everything that is started for the server belongs to the guard's process
// group, so that `kill … 0` reaches it without knowing a process number that
// might be another's by now (PostgreSQL's own children leave the group; the
// postmaster stops them). Everything also inherits the write end of the pipe on
// descriptor 3, so that reading it ends when the last of them is gone, zombies
// not counted. The signal is repeated because one that comes before a program
// is ready for it may be lost.
const guardScript = `
trap '' HUP INT QUIT TERM
while IFS= read -r folder; do set -- "$@" "$folder"; done
stop=$1; shift
kill "-$stop" 0
{
	for second in 1 2 3 4 5; do sleep 1; kill "-$stop" 0; done
	kill -QUIT 0; sleep 3
	rm -rf -- "$@"; kill -KILL 0
} 3<&- &
while read -r line <&3; do :; done
rm -rf -- "$@"
kill -KILL 0
`

// guard is the shell that cleans up after a server.
type guard struct {
	shell *exec.Cmd
	stdin *os.File // each line names a folder to remove; its end is the signal
	alive *os.File // inherited by every command
}

// startGuard starts the shell in a process group of its own, so that Ctrl-C in
// the terminal reaches neither it nor the server before it reaches us. stop is the
// signal, without SIG, that has the server end all sessions and shut down. held is
// the lock of its data, which the shell holds to its own end, or nil.
func startGuard(stop string, held *os.File) (*guard, error) {
	stdinReader, stdin, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer stdinReader.Close()
	aliveReader, alive, err := os.Pipe()
	if err != nil {
		stdin.Close()
		return nil, err
	}
	defer aliveReader.Close()
	shell := exec.Command("/bin/sh", "-c", guardScript, "auroradataapi-guard", stop)
	shell.Dir = "/"
	shell.Stdin = stdinReader
	shell.ExtraFiles = []*os.File{aliveReader}
	if held != nil {
		shell.ExtraFiles = append(shell.ExtraFiles, held)
	}
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := shell.Start(); err != nil {
		stdin.Close()
		alive.Close()
		return nil, fmt.Errorf("start the shell that cleans up: %w", err)
	}
	return &guard{shell: shell, stdin: stdin, alive: alive}, nil
}

// folder makes a new private folder in parent. The guard knows its name before
// it exists, so that there is no moment at which it would be forgotten.
func (g *guard) folder(parent string) (string, error) {
	dir := filepath.Join(parent, folderPrefix+rand.Text()[:folderRandom])
	if strings.Contains(dir, "\n") {
		return "", fmt.Errorf("make a folder in %q: line break in its name", parent)
	}
	if _, err := g.stdin.WriteString(dir + "\n"); err != nil {
		return "", fmt.Errorf("tell the guard of a folder: %w", err)
	}
	return dir, os.Mkdir(dir, 0o700)
}

const (
	folderPrefix = "auroradataapi-"
	folderRandom = 12 // characters, 60 bits
)

// command prepares a program that ends with the guard. It runs in dir, as the
// given account, in English and without settings from our environment.
func (g *guard) command(ctx context.Context, dir string, as *Account, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = serverEnviron(os.Environ())
	cmd.ExtraFiles = []*os.File{g.alive}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: g.shell.Process.Pid, Credential: as.credential()}
	cmd.WaitDelay = 2 * time.Second // for children that hold on to its output
	return cmd
}

// serverVariables are the beginnings of names of variables that would change a
// server behind our back: those of PostgreSQL, MySQL and MariaDB, of systemd,
// languages and time zone.
var serverVariables = []string{"PG", "MYSQL", "MARIADB", "UMASK", "NOTIFY_SOCKET", "LC_", "LANG", "TZ"}

// serverEnviron drops those. The rest stays; a server unpacked in some folder may
// need its library path.
func serverEnviron(environ []string) []string {
	kept := []string{"LC_ALL=C"}
	for _, entry := range environ {
		if !slices.ContainsFunc(serverVariables, func(prefix string) bool { return strings.HasPrefix(entry, prefix) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}

// release lets the guard do its work and waits until it is done.
func (g *guard) release() {
	g.alive.Close()
	g.stdin.Close()
	_ = g.shell.Wait() // it always ends by its own kill
}
