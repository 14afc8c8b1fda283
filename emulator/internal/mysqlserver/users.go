package mysqlserver

import "strings"

// masterPrivileges are what the master user of Aurora MySQL 3 has (AuroraUserGuide
// UsingWithRDS.MasterAccounts), as far as both products know them.
const masterPrivileges = "ALTER, ALTER ROUTINE, CREATE, CREATE ROUTINE, CREATE TEMPORARY TABLES, CREATE USER, CREATE VIEW, " +
	"DELETE, DROP, EVENT, EXECUTE, INDEX, INSERT, LOCK TABLES, PROCESS, REFERENCES, RELOAD, REPLICATION CLIENT, " +
	"REPLICATION SLAVE, SELECT, SHOW DATABASES, SHOW VIEW, TRIGGER, UPDATE"

// morePrivileges are those that go by other names, or exist in one product only.
func (b binary) morePrivileges() string {
	switch {
	case b.product == MariaDB:
		return "CONNECTION ADMIN, DELETE HISTORY, SET USER"
	case isOlder(b.version, "8.2.0"):
		return mysqlPrivileges + ", SET_USER_ID"
	}
	return mysqlPrivileges + ", SET_ANY_DEFINER, ALLOW_NONEXISTENT_DEFINER"
}

const mysqlPrivileges = "CREATE ROLE, DROP ROLE, APPLICATION_PASSWORD_ADMIN, CONNECTION_ADMIN, ROLE_ADMIN, SHOW_ROUTINE, XA_RECOVER_ADMIN"

// userStatements make the users, or make them anew what they should be. The
// server runs them before it lets anybody in.
func userStatements(b binary, administrator, master Login) string {
	admin, user := quote(administrator.User)+"@'localhost'", quote(master.User)+"@'%'"
	statements := []string{"SET NAMES utf8mb4"}
	if b.product == MySQL {
		statements = append(statements, "DROP USER IF EXISTS 'root'@'localhost'") // of new data, without a password
	}
	statements = append(statements, userWith(admin, administrator.Password, "ALL PRIVILEGES")...)
	statements = append(statements, userWith(user, master.Password, masterPrivileges+", "+b.morePrivileges())...)
	return strings.Join(statements, ";\n") + ";\n"
}

func userWith(user, password, privileges string) []string {
	return []string{
		"CREATE USER IF NOT EXISTS " + user + " IDENTIFIED BY " + quote(password),
		"ALTER USER " + user + " IDENTIFIED BY " + quote(password),
		"GRANT " + privileges + " ON *.* TO " + user + " WITH GRANT OPTION",
	}
}

// quote writes s as a string constant on one line, which is how far a server
// reads a statement of its init file.
func quote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`).Replace(s) + "'"
}
