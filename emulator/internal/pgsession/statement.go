package pgsession

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
	"github.com/auroradataapi/auroradataapi/emulator/internal/placeholder"
)

// Statement is one SQL statement with the service's placeholders.
type Statement struct {
	SQL        string
	Parameters []dataapi.Parameter
	// Metadata asks for the column metadata, JSON for one document instead of
	// records.
	Metadata bool
	JSON     bool
	Options  dataapi.ResultSetOptions
}

// Execute runs a statement. When ctx ends first, the server is told to stop and
// its error is returned. Errors are *dataapi.Exception.
func (s *Session) Execute(ctx context.Context, st Statement) (*dataapi.ExecuteStatementResponse, error) {
	sql, names := placeholder.Rewrite(st.SQL)
	if err := check(sql, names, st.Parameters); err != nil {
		return nil, err
	}
	b, err := bind(names, st.Parameters)
	if err != nil {
		return nil, err
	}
	defer s.watch(ctx)()
	r := &result{
		session: s, metadata: st.Metadata && !st.JSON,
		options: pgresult.Options{ResultSetOptions: st.Options, JSON: st.JSON},
	}
	if err := s.run(&portal{session: s, result: r, parse: sql}, b); err != nil {
		return nil, exception(err)
	}
	response, err := r.response()
	return response, exception(err)
}

// ExecuteBatch runs a statement once for each parameter set, and whatever rows
// it returns are dropped. Outside a transaction each run commits by itself:
// whether the service makes one transaction of them is unknown, and a client
// that counts on it shall find out here.
func (s *Session) ExecuteBatch(ctx context.Context, sql string, sets [][]dataapi.Parameter) error {
	sql, names := placeholder.Rewrite(sql)
	if err := check(sql, names, sets...); err != nil {
		return err
	}
	defer s.watch(ctx)()
	return exception(s.executeSets(sql, names, sets))
}

// executeSets prepares anew only where the types of the parameters change.
func (s *Session) executeSets(sql string, names []string, sets [][]dataapi.Parameter) error {
	prepared := map[string]string{} // names by parameter types
	defer func() {
		for _, name := range prepared {
			s.deallocate(name)
		}
	}()
	for _, set := range sets {
		b, err := bind(names, set)
		if err != nil {
			return err
		}
		types := fmt.Sprint(b.types)
		name, ok := prepared[types]
		if !ok {
			description, err := s.prepare(sql, b.types)
			if err != nil {
				return err
			}
			name = description.Name
			prepared[types] = name
		}
		if err := s.run(&portal{session: s, name: name}, b); err != nil {
			return err
		}
	}
	return nil
}

// check refuses, before anything runs, what the database is not even asked about.
func check(sql string, names []string, sets ...[]dataapi.Parameter) error {
	if err := checkText(sql); err != nil {
		return err
	}
	asked := make(map[string]bool, len(names))
	for _, name := range names {
		asked[name] = true
	}
	for _, set := range sets {
		if err := checkSet(asked, set); err != nil {
			return err
		}
	}
	return nil
}

// checkText refuses a zero byte, at which the protocol ends a text. The server's
// words for one inside a parameter are the nearest to an answer.
func checkText(sql string) error {
	if strings.IndexByte(sql, 0) >= 0 {
		return dataapi.Errorf(dataapi.DatabaseError, `ERROR: invalid byte sequence for encoding "UTF8": 0x00; SQLState: 22021`)
	}
	return nil
}

func (s *Session) prepare(sql string, types []uint32) (*pgconn.StatementDescription, error) {
	s.clean = false
	return s.conn.Prepare(context.Background(), s.nextName(), sql, types)
}

// nextName gives a statement a name like those that the service's messages
// show, "sqlx_s_35" (simiancraft/drizzle-kit-rds-data-api-repro).
func (s *Session) nextName() string {
	s.statements++
	return "sqlx_s_" + strconv.Itoa(s.statements)
}

// deallocate drops a statement from a session that goes on living; DISCARD ALL
// does it for the others.
func (s *Session) deallocate(name string) {
	if s.InTransaction() {
		s.conn.Deallocate(context.Background(), name) // a failure shows in the next statement
	}
}
