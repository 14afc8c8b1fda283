package emulator

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
)

// The master user of a private server when no secret names another. The server
// has no network port: its socket is in a folder that only this user may enter.
const (
	masterUser     = "postgres"
	masterPassword = "postgres"
)

// administratorName is the superuser of a private server. Aurora keeps its own from
// its users in the same way, under the same name. Here it has a random password:
// whoever knew it could log in as it, by a secret of its own or by postgres_fdw.
const administratorName = "rdsadmin"

// makeMaster makes the master user of a private server what it is on Aurora: no
// superuser, but one that may create databases and roles, with the privileges
// of rds_superuser (AuroraUserGuide
// Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser). The database postgres
// belongs to it, as it seems to on Aurora.
//
// A kept data folder has the user already; its password is set anew. This is
// done in template1, since the database postgres, with all its settings, is the
// user's own to change and to drop.
func makeMaster(ctx context.Context, server *pgserver.Server, master Secret) error {
	if master.Username == "" || master.Username == administratorName || strings.ContainsRune(master.Username+master.Password, 0) {
		return fmt.Errorf("make master user: no name, the name %s, or a zero byte", administratorName)
	}
	conn, err := pgconn.Connect(ctx, administratorDSN(server))
	if err != nil {
		return fmt.Errorf("make master user: %w", err)
	}
	defer conn.Close(ctx)
	script := guardFileRoles
	user := quote(master.Username, `"`)
	found := conn.ExecParams(ctx, "SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [][]byte{[]byte(master.Username)}, nil, nil, nil).Read()
	if len(found.Rows) == 0 {
		script += "CREATE ROLE " + user + " LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser;\n" +
			"ALTER DATABASE postgres OWNER TO " + user + ";\n"
	}
	script += "ALTER ROLE " + user + " PASSWORD " + quote(master.Password, "'")
	if err := conn.Exec(ctx, script).Close(); err != nil {
		return fmt.Errorf("make master user: %w", err)
	}
	return nil
}

// makeRDSSuperuser makes the role that Aurora gives the master user in place of
// a superuser's rights. Which of PostgreSQL's own roles it is a member of is not
// written down for each version; here it is those that watch, signal and
// checkpoint.
const makeRDSSuperuser = `
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'rds_superuser') THEN
    RETURN;
  END IF;
  CREATE ROLE rds_superuser NOLOGIN;
  GRANT pg_monitor, pg_signal_backend TO rds_superuser;
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'pg_checkpoint') THEN
    GRANT pg_checkpoint TO rds_superuser;
  END IF;
END $$;
`

// guardFileRoles keeps the roles that reach the machine's files and programs out
// of the hands of those who may create roles, who up to PostgreSQL 15 can grant
// themselves any role but a superuser. On Aurora nobody has them either.
const guardFileRoles = `
UPDATE pg_catalog.pg_authid SET rolsuper = true
 WHERE rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
   AND NOT rolsuper AND current_setting('server_version_num')::int < 160000;
`

// quote makes a constant or an identifier of a text, for a server that takes a
// backslash as it is.
func quote(text, mark string) string {
	return mark + strings.ReplaceAll(text, mark, mark+mark) + mark
}

// administratorDSN is for the superuser of a private server.
func administratorDSN(server *pgserver.Server) string {
	return privateDSN(server, Secret{Username: administratorName, Password: server.Password()}, "template1")
}

// privateDSN gives the connection string of a private server for a user and a
// database.
func privateDSN(server *pgserver.Server, user Secret, database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(user.Username, user.Password), Path: "/" + database,
		RawQuery: url.Values{"host": {server.SocketDir()}, "port": {strconv.Itoa(int(server.Port()))}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}
