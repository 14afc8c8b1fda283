package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
)

// endedError carries the status of a command that did not end with 0.
type endedError struct{ status int }

func (e *endedError) Error() string { return fmt.Sprintf("command ended with status %d", e.status) }

// runCommand runs a command until it ends by itself, and passes signals on.
// ready is called as soon as signals are passed on; its error keeps the command
// from being started.
func (p process) runCommand(args, environ []string, ready func() error) error {
	received := make(chan os.Signal, 16)
	notify(received, relayed)
	defer signal.Stop(received)
	if err := ready(); err != nil {
		return err
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = environ
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.stdin, p.stdout, p.stderr
	if err := cmd.Start(); err != nil {
		p.note("run command: %v", err)
		return &endedError{startStatus(err)}
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-received:
			if !fromTerminal(s) {
				_ = cmd.Process.Signal(s) // fails if it has just ended
			}
		case err := <-ended:
			return p.endOf(cmd, err)
		}
	}
}

// startStatus is what shells answer for a command that does not start.
func startStatus(err error) int {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return statusNotFound
	}
	return statusNotExecutable
}

func (p process) endOf(cmd *exec.Cmd, err error) error {
	if killer := signalOf(cmd.ProcessState); killer != 0 {
		return &endedError{statusSignal + int(killer)}
	}
	if status := cmd.ProcessState.ExitCode(); status != 0 {
		return &endedError{status}
	}
	return err // of copying its input or output
}
