package pgsession

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// exception words an error as the service does; nil stays nil.
func (g *generation) exception(err error) error {
	var known *dataapi.Exception
	var server *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.As(err, &server) && !g.scripts && isMultistatement(server):
		return dataapi.Errorf(dataapi.Validation, "Multistatements aren't supported.")
	case errors.As(err, &server):
		return dataapi.Errorf(dataapi.DatabaseError, "%s", g.message(server, server.Severity))
	}
	// What the service answers when its own connection breaks is unknown.
	return dataapi.Errorf(dataapi.DatabaseUnavailable, "The connection to the database was lost.")
}

// connectException words the failure to open a session. A missing database is
// "ERROR:" there although the server says FATAL (aws/aws-cli#8577); that other
// refusals look the same is a guess, as is the answer when no server listens. The
// older generation said FATAL (aws/aws-cdk#17182).
func (g *generation) connectException(err error) error {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return dataapi.Errorf(dataapi.DatabaseError, "%s", g.message(server, cmp.Or(g.refusal, server.Severity)))
	}
	return dataapi.Errorf(dataapi.DatabaseUnavailable, "The database cannot be reached.")
}

// isMultistatement recognises the server's refusal to prepare two statements at
// once, by its place in the server and not by its words, which may be
// translated. The answer to it is in the AWS page "data-api.differences"; that
// the service leaves the finding to the server is a guess.
func isMultistatement(e *pgconn.PgError) bool {
	return e.Code == "42601" && e.Routine == "exec_parse_message"
}

// message joins the parts of a server error in the service's one-line format
// (tmokmss/aurora-data-api-proxy, src/dataapi.rs). Constraint violations were
// only ever seen without Detail (cloud-utils/aurora-data-api#53).
func message(e *pgconn.PgError, severity string) string {
	var b strings.Builder
	part := func(label, text string) {
		if text != "" {
			b.WriteString("; " + label + ": " + text)
		}
	}
	b.WriteString(severity + ": " + e.Message)
	if !strings.HasPrefix(e.Code, "23") {
		part("Detail", e.Detail)
	}
	part("Hint", e.Hint)
	if e.Position > 0 {
		part("Position", strconv.Itoa(int(e.Position)))
	}
	part("Where", e.Where)
	part("SQLState", e.Code)
	return b.String()
}
