package mysqlserver

import "github.com/auroradataapi/auroradataapi/emulator/internal/localserver"

// NotFoundError says that this machine has no MySQL or MariaDB server to run.
type NotFoundError = localserver.NotFoundError

func notFound(places []string) *NotFoundError {
	return &NotFoundError{Product: "MySQL or MariaDB", Programs: "mysqld or mariadbd", Places: places, Commands: installCommands}
}

// installCommands are tried in order. Ubuntu has MySQL and Debian MariaDB, in a
// package of its own the server without a service that would start it.
var installCommands = []localserver.Install{
	{Manager: "apt-get", Command: "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends mysql-server-core-8.0 || apt-get install -y --no-install-recommends mariadb-server-core'"},
	{Manager: "brew", Command: "brew install mysql"},
	{Manager: "dnf", Command: "sudo dnf install -y mysql-server"},
	{Manager: "apk", Command: "sudo apk add mariadb"},
	{Manager: "pacman", Command: "sudo pacman -S --noconfirm mariadb"},
	{Manager: "pkg", Command: "sudo pkg install -y mysql80-server"},
	{Manager: "brew", Command: "brew install mysql"},
}
