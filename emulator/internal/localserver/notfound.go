package localserver

import (
	"errors"
	"os"
	"os/exec"
	"strings"
)

// ErrNotFound is what every [NotFoundError] matches.
var ErrNotFound = errors.New("no server to run")

// Is tells that it is an ErrNotFound.
func (e *NotFoundError) Is(target error) bool { return target == ErrNotFound }

// NotFoundError says that this machine has no such server to run. Its text ends
// with the one command that installs it.
type NotFoundError struct {
	// Product is what was looked for, and Programs are the names of its programs.
	Product, Programs string
	// Places are the folders that were looked into.
	Places []string
	// Commands are the ways to install it, the last one for a machine that has
	// none of the package managers.
	Commands []Install
}

// Install is a shell command and the package manager that it needs.
type Install struct{ Manager, Command string }

// Error names the places and the command.
func (e *NotFoundError) Error() string {
	places := "anywhere"
	if len(e.Places) > 0 {
		places = "in " + strings.Join(e.Places, ", ")
	}
	return "find " + e.Product + ": no " + e.Programs + " " + places + "; install it with: " + e.Command()
}

// Command is the shell command that installs the server on this machine, by the
// package manager that it has.
func (e *NotFoundError) Command() string {
	command := ""
	for _, c := range e.Commands {
		command = c.Command
		if _, err := exec.LookPath(c.Manager); err == nil {
			break
		}
	}
	if os.Geteuid() == 0 {
		return strings.TrimPrefix(command, "sudo ") // containers seldom have it
	}
	return command
}
