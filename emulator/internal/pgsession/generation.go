package pgsession

import (
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// generation is what a generation of the service does with statements.
type generation struct {
	dataapi.Generation
	// text is the type that a string is bound with.
	text uint32
	// message words an error of the server, with that severity.
	message func(e *pgconn.PgError, severity string) string
	// refusal is the severity of a refused login, empty for the server's own.
	refusal string
	// copied is the answer to COPY, from or to the client.
	copied func(response string) error
	// scripts says that a text may have several statements; the answer is the
	// first one's.
	scripts bool
	// returning says that a batch answers with what RETURNING gives.
	returning bool
}

var generations = [...]generation{
	dataapi.Current: {text: oidText, message: message, refusal: "ERROR", copied: unexpected},
	// A string was bound as character varying (drizzle-team/drizzle-orm#330); the
	// rest is in the AWS page "data-api.differences".
	dataapi.Older: {Generation: dataapi.Older, text: oidVarchar, message: olderMessage, copied: olderCopied, scripts: true, returning: true},
}

// olderMessage is the layout of pgjdbc, with the state behind it
// (cloud-utils/sqlalchemy-aurora-data-api#46). Until about 2021 the state was
// missing: the tests of cloud-utils/aurora-data-api took both forms.
func olderMessage(e *pgconn.PgError, severity string) string {
	var b strings.Builder
	part := func(label, text string) {
		if text != "" {
			b.WriteString("\n  " + label + ": " + text)
		}
	}
	b.WriteString(severity + ": " + e.Message)
	part("Detail", e.Detail)
	part("Hint", e.Hint)
	if e.Position > 0 {
		part("Position", strconv.Itoa(int(e.Position)))
	}
	part("Where", e.Where)
	b.WriteString("; SQLState: " + e.Code)
	return b.String()
}

// olderCopied has the words of pgjdbc, a guess.
func olderCopied(string) error {
	return dataapi.Errorf(dataapi.DatabaseError, "COPY commands are only supported using the CopyManager API.; SQLState: 0A000")
}
