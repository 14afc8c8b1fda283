package pgserver

import "github.com/auroradataapi/auroradataapi/emulator/internal/localserver"

// NotFoundError says that this machine has no PostgreSQL server to run.
type NotFoundError = localserver.NotFoundError

func notFound(places []string) *NotFoundError {
	return &NotFoundError{Product: "PostgreSQL", Programs: "postgres and initdb", Places: places, Commands: installCommands}
}

// installCommands are tried in order. Debian's package starts a server on port
// 5432 unless a file, written first, tells it not to.
var installCommands = []localserver.Install{
	{Manager: "apt-get", Command: `sudo sh -c 'mkdir -p /etc/postgresql-common/createcluster.d && echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/no-main.conf && apt-get update && apt-get install -y --no-install-recommends postgresql'`},
	{Manager: "brew", Command: "brew install postgresql@17"},
	{Manager: "dnf", Command: "sudo dnf install -y postgresql-server"},
	{Manager: "apk", Command: "sudo apk add postgresql"},
	{Manager: "pacman", Command: "sudo pacman -S --noconfirm postgresql"},
	{Manager: "pkg", Command: "sudo pkg install -y postgresql17-server"},
	{Manager: "brew", Command: "brew install postgresql@17"},
}
