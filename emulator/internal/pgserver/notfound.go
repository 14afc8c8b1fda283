package pgserver

import (
	"os"
	"os/exec"
	"strings"
)

// NotFoundError says that this machine has no PostgreSQL server to run. Its
// text ends with the one command that installs it.
type NotFoundError struct {
	// Places are the folders that were looked into.
	Places []string
}

// Error names the places and the command.
func (e *NotFoundError) Error() string {
	places := "anywhere"
	if len(e.Places) > 0 {
		places = "in " + strings.Join(e.Places, ", ")
	}
	return "find PostgreSQL: no postgres and initdb " + places + "; install them with: " + e.Command()
}

// Command is the shell command that installs a PostgreSQL server on this
// machine, by the package manager that it has.
func (e *NotFoundError) Command() string {
	for _, c := range installCommands {
		if _, err := exec.LookPath(c.manager); err == nil {
			if os.Geteuid() == 0 {
				return strings.TrimPrefix(c.command, "sudo ") // containers seldom have it
			}
			return c.command
		}
	}
	return "brew install postgresql@17"
}

// installCommands are tried in order. Debian's package starts a server on port
// 5432 unless a file, written first, tells it not to.
var installCommands = []struct{ manager, command string }{
	{"apt-get", `sudo sh -c 'mkdir -p /etc/postgresql-common/createcluster.d && echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/no-main.conf && apt-get update && apt-get install -y --no-install-recommends postgresql'`},
	{"brew", "brew install postgresql@17"},
	{"dnf", "sudo dnf install -y postgresql-server"},
	{"apk", "sudo apk add postgresql"},
	{"pacman", "sudo pacman -S --noconfirm postgresql"},
	{"pkg", "sudo pkg install -y postgresql17-server"},
}
