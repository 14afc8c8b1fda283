// Package seed runs files of SQL at a database server itself, not over the Data
// API: schemas, and the dumps of pg_dump and mysqldump.
package seed

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// server is where statements are run.
type server interface {
	// run runs a statement, of which rows are those of a COPY. Its error is the
	// server's.
	run(ctx context.Context, s script.Statement, rows io.Reader) error
	// position gives the position in the statement that an error is about, in
	// characters from 1, or 0.
	position(err error) int
	// describe leaves of an error what says what is wrong, without values.
	describe(err error) error
	// commit ends what was run, and close the connection.
	commit(ctx context.Context) error
	close()
}

// Run runs files, one after the other, at the server of a connection string as
// [emulator.Server.BackendDSN] gives it. On PostgreSQL all of them are one
// transaction; on MySQL, whose DDL commits, each statement is one. Its error names
// the file and the line.
func Run(ctx context.Context, engine emulator.Engine, dsn string, files []string) error {
	at, dialect := server(nil), auroradataapi.EnginePostgreSQL
	var err error
	if engine == emulator.MySQL {
		dialect = auroradataapi.EngineMySQL
		at, err = connectMySQL(ctx, dsn)
	} else {
		at, err = connectPostgreSQL(ctx, dsn)
	}
	if err != nil {
		return err
	}
	defer at.close()
	for _, path := range files {
		if err := runFile(ctx, at, dialect, path); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return err
		}
	}
	return at.commit(ctx)
}

func runFile(ctx context.Context, at server, dialect auroradataapi.Engine, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	statements := script.NewReader(dialect, path, file)
	for {
		s, err := statements.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		err = at.run(ctx, s, &rows{reader: statements})
		if place := (*script.Error)(nil); errors.As(err, &place) {
			return place // of the rows
		}
		if err != nil {
			line, column := s.At(at.position(err))
			return &script.Error{File: path, Line: line, Column: column, Statement: s, Err: at.describe(err)}
		}
	}
}

// rows reads those of a COPY as they stand in the file.
type rows struct {
	reader *script.Reader
	left   []byte // of the current one
}

func (r *rows) Read(p []byte) (int, error) {
	if len(r.left) == 0 {
		line, err := r.reader.Line()
		if err != nil {
			return 0, err
		}
		r.left = append(append(r.left[:0], line...), '\n')
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}
