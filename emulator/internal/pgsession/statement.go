package pgsession

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
	"github.com/auroradataapi/auroradataapi/emulator/internal/placeholder"
)

// Execute runs a statement. When ctx ends first, the server is told to stop and
// its error is returned. Errors are *dataapi.Exception.
func (s *Session) Execute(ctx context.Context, st dataapi.Statement) (*dataapi.ExecuteStatementResponse, error) {
	sql, names := placeholder.Rewrite(st.SQL, placeholder.Dollar)
	g := s.pool.generation
	if err := g.check(sql, names, st.Parameters); err != nil {
		return nil, err
	}
	b, err := g.bind(names, st.Parameters)
	if err != nil {
		return nil, err
	}
	r := &result{
		session: s, metadata: st.Metadata && !st.JSON,
		options: pgresult.Options{ResultSetOptions: st.Options, JSON: st.JSON, Generation: g.Generation},
	}
	p := &portal{session: s, result: r, parse: sql}
	if g.scripts && mayBeScript(sql) {
		p.script = script(st.SQL, b)
		err = g.checkText(p.script)
	}
	if err != nil {
		return nil, err
	}
	defer s.enter(ctx)()
	if err := s.run(p, b); err != nil {
		return nil, s.exception(err)
	}
	response, err := r.response(p.tag)
	return response, s.exception(err)
}

// check refuses, before anything runs, what the database is not even asked about.
func (g *generation) check(sql string, names []string, sets ...[]dataapi.Parameter) error {
	if err := g.checkText(sql); err != nil {
		return err
	}
	return g.CheckParameters(names, sets...)
}

// checkText refuses a zero byte, at which the protocol ends a text. The server's
// words for one inside a parameter are the nearest to an answer.
func (g *generation) checkText(sql string) error {
	if strings.IndexByte(sql, 0) >= 0 {
		return g.exception(&pgconn.PgError{Severity: "ERROR", Code: "22021", Message: `invalid byte sequence for encoding "UTF8": 0x00`})
	}
	return nil
}

// nextName gives a statement a name like those that the service's messages
// show, "sqlx_s_35" (simiancraft/drizzle-kit-rds-data-api-repro).
func (s *Session) nextName() string {
	s.statements++
	return "sqlx_s_" + strconv.Itoa(s.statements)
}
