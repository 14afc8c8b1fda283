// Package seed runs files of SQL at a database server itself, not over the Data
// API: schemas, and the dumps of pg_dump and mysqldump.
package seed

import (
	"context"
	"fmt"
	"os"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// Run runs files, one after the other, at the server of a connection string as
// [emulator.Server.BackendDSN] gives it. On PostgreSQL all of them are one
// transaction; on MySQL, whose DDL commits, each statement is one. Its error names
// the file and the line.
func Run(ctx context.Context, engine emulator.Engine, dsn string, files []string) error {
	var scripts []script
	for _, path := range files {
		s, err := read(engine, path)
		if err != nil {
			return err
		}
		scripts = append(scripts, s)
	}
	if engine == emulator.MySQL {
		return runMySQL(ctx, dsn, scripts)
	}
	return runPostgreSQL(ctx, dsn, scripts)
}

// script is a file that was read.
type script struct {
	path  string
	steps []step
}

// step is a statement of a script.
type step struct {
	line int // of the file, from 1
	sql  string
	data []byte // of COPY FROM STDIN; nil for other statements
}

// failed is the error of a step, at a line behind its first.
func (s script) failed(line int, err error) error {
	return fmt.Errorf("%s:%d: %w", s.path, line, err)
}

func read(engine emulator.Engine, path string) (script, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return script{}, err
	}
	s := script{path: path}
	if engine == emulator.MySQL {
		_, err = s.append(auroradataapi.EngineMySQL, string(text), 1)
	} else {
		err = s.parseDump(string(text))
	}
	return s, err
}

// append adds the statements of a text that begins at a line of the file, and tells
// how many characters precede the last of them.
func (s *script) append(engine auroradataapi.Engine, text string, line int) (last int, err error) {
	statements, err := auroradataapi.SplitStatements(engine, text)
	if err != nil {
		return 0, s.unreadable(text, line, err)
	}
	for _, statement := range statements {
		s.steps = append(s.steps, step{line: line + statement.Line - 1, sql: statement.Text})
		last = statement.Offset
	}
	return last, nil
}
