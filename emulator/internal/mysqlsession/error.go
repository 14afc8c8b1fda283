package mysqlsession

import (
	"cmp"
	"errors"
	"strings"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// exception words an error as the service does; nil stays nil.
func exception(err error) error {
	var known *dataapi.Exception
	var server *mysql.MyError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.As(err, &server):
		return databaseError(server)
	}
	// What the service answers when its own connection breaks is unknown.
	return dataapi.Errorf(dataapi.DatabaseUnavailable, "The connection to the database was lost.")
}

// databaseError gives a server error in the form that the AWS page
// "data-api.troubleshooting" and cloud-utils/aurora-data-api know of the older
// generation. No sample of the current one is recorded.
func databaseError(e *mysql.MyError) error {
	message, state := e.Message, e.State
	if state == "" {
		message, state = findState(e)
	}
	return dataapi.Errorf(dataapi.DatabaseError, "%s; Error code: %d; SQLState: %s", message, e.Code, state)
}

// findState gives the state of an error that comes before the client has said what
// it can: the client leaves it at the front of the message, "#08004Too many
// connections", and MariaDB sends none.
func findState(e *mysql.MyError) (message, state string) {
	if len(e.Message) > 6 && strings.HasPrefix(e.Message, "#") {
		return e.Message[6:], e.Message[1:6]
	}
	return e.Message, cmp.Or(mysql.MySQLState[e.Code], mysql.DEFAULT_MYSQL_STATE)
}

// connectException words the failure to open a session. That other refusals look
// like errors of statements is a guess, as is the answer when no server listens.
func connectException(err error) error {
	var server *mysql.MyError
	if errors.As(err, &server) {
		return databaseError(server)
	}
	return dataapi.Errorf(dataapi.DatabaseUnavailable, "The database cannot be reached.")
}

// Numbers of errors that the server sends.
const (
	errParse            = 1064
	errIncorrectArgs    = 1210
	errQueryInterrupted = 1317
)

// incorrectArguments is what a server says to an execution with too few
// parameters, which its client refuses to send.
func incorrectArguments() error {
	return &mysql.MyError{Code: errIncorrectArgs, State: "HY000", Message: "Incorrect arguments to mysqld_stmt_execute"}
}

// interrupted is what a server says of a statement that was killed.
func interrupted() error {
	return &mysql.MyError{Code: errQueryInterrupted, State: "70100", Message: "Query execution was interrupted"}
}
