//go:build unix

package mysqlserver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/go-mysql-org/go-mysql/client"

	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
)

// helperEnv makes the test binary start a server, say so and wait to be killed.
// Its value is the cache folder.
const helperEnv = "MYSQLSERVER_TEST_HELPER"

func runHelper() int {
	c := testConfig()
	c.CacheDir = os.Getenv(helperEnv)
	if err := openTransaction(c); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("ready")
	os.Stdin.Read(make([]byte, 1)) // never comes
	return 0
}

// openTransaction starts a server and leaves it with something to roll back.
func openTransaction(c mysqlserver.Config) error {
	s, err := mysqlserver.Start(context.Background(), c)
	if err != nil {
		return err
	}
	conn, err := client.Connect(s.Socket(), master.User, master.Password, "")
	if err != nil {
		return err
	}
	for _, sql := range []string{"CREATE DATABASE d", "CREATE TABLE d.t (n INT)", "START TRANSACTION", "INSERT INTO d.t VALUES (1)"} {
		if _, err := conn.Execute(sql); err != nil {
			return err
		}
	}
	return nil
}

// helper runs the process that is going to be killed.
type helper struct {
	cmd    *exec.Cmd
	stdout *bufio.Reader
	temp   string // its temporary folder
	cache  string
}

func startHelper(t *testing.T, cache string) *helper {
	t.Helper()
	h := &helper{cmd: exec.Command(os.Args[0]), temp: openTempDir(t), cache: cache}
	h.cmd.Env = append(os.Environ(), helperEnv+"="+cache, "TMPDIR="+h.temp)
	h.cmd.Stderr = os.Stderr
	stdout, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.stdout = bufio.NewReader(stdout)
	if _, err := h.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.cmd.Process.Kill() })
	return h
}

// kill ends the helper the hard way and waits until everything is gone that it
// had started or made.
func (h *helper) kill(t *testing.T) {
	t.Helper()
	descendants := processesBelow(t, h.cmd.Process.Pid)
	if len(descendants) < 2 {
		t.Fatalf("got processes %v below the helper, want at least a guard and a program", descendants)
	}
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	h.cmd.Wait()
	eventually(t, "all processes gone", func() bool { return !slices.ContainsFunc(descendants, isAlive) })
	eventually(t, "all folders gone", func() bool {
		return len(leftovers(t, h.temp)) == 0 && len(leftovers(t, h.cache)) == 0
	})
}

func TestParentKilled(t *testing.T) {
	h := startHelper(t, cacheDir)
	if line, err := h.stdout.ReadString('\n'); line != "ready\n" {
		t.Fatalf("got %q (%v) from the helper, want it ready", line, err)
	}
	h.kill(t)
}

func TestParentKilledWhileStarting(t *testing.T) {
	h := startHelper(t, t.TempDir())
	eventually(t, "data being made", func() bool {
		found, _ := filepath.Glob(filepath.Join(h.temp, "*", "ibdata1"))
		return len(found) > 0
	})
	h.kill(t)
}

// Somebody may kill the guard, too; Close then does its work.
func TestGuardKilled(t *testing.T) {
	s := start(t, testConfig())
	server := serverProcess(t, s)
	for _, process := range processesBelow(t, os.Getpid()) {
		if strings.Contains(strings.Join(ps(t, "-o", "args=", "-p", process), ""), "auroradataapi-guard") {
			signal(t, process, syscall.SIGKILL)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if isAlive(server) {
		t.Error("the server outlived Close")
	}
}

func TestServerDies(t *testing.T) {
	s := start(t, testConfig())
	select {
	case <-s.Done():
		t.Fatal("done while the server runs")
	default:
	}
	if err := s.Err(); err != nil {
		t.Fatalf("got %v while the server runs", err)
	}
	signal(t, serverProcess(t, s), syscall.SIGKILL)
	<-s.Done()
	wantErrorText(t, s.Err(), "the server ended", "signal: killed", "ready for connections")
	if err := s.Close(); err != nil {
		t.Errorf("close a dead server: %v", err)
	}
}

// serverProcess is the server's process number.
func serverProcess(t *testing.T, s *mysqlserver.Server) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(filepath.Dir(s.Socket()), "pid"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// ps returns the lines that ps prints for the given arguments.
func ps(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("ps", args...).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) { // it fails when it finds nothing
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// processesBelow lists the children of a process, their children and so on.
func processesBelow(t *testing.T, pid int) []string {
	t.Helper()
	below := map[string]bool{strconv.Itoa(pid): true}
	var found []string
	for grown := true; grown; {
		grown = false
		for _, line := range ps(t, "-A", "-o", "pid=,ppid=,comm=") {
			fields := strings.Fields(line)
			if len(fields) > 2 && below[fields[1]] && !below[fields[0]] && fields[2] != "ps" {
				below[fields[0]], grown = true, true
				found = append(found, fields[0])
			}
		}
	}
	return found
}

// isAlive does not count a zombie: a container may have nobody to reap it.
func isAlive(process string) bool {
	out, _ := exec.Command("ps", "-o", "stat=", "-p", process).Output()
	state := strings.TrimSpace(string(out))
	return state != "" && !strings.HasPrefix(state, "Z")
}

func signal(t *testing.T, process string, s syscall.Signal) {
	t.Helper()
	pid, err := strconv.Atoi(process)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, s); err != nil {
		t.Fatal(err)
	}
}
