package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/progress"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// runCommand runs files of SQL.
type runCommand struct {
	Files []string `arg:"" name:"file" predictor:"file" help:"Files of SQL, run in this order; - is standard input."`

	NoTransaction bool `help:"PostgreSQL: run each statement by itself, so that what has been run stays, and the files may have transactions of their own."`
	Continue      bool `help:"Go on behind a statement that failed, and exit with 1 at the end. On PostgreSQL it takes --no-transaction."`
	DryRun        bool `help:"Read the files, list their statements, and run none."`
	Rows          bool `help:"Print the rows that statements return."`

	output `group:"Output:"`
	target `group:"Cluster:"`
}

// Help is the rest of the manual of the command.
func (*runCommand) Help() string {
	return `On PostgreSQL all files are one transaction: every statement has run in the end, or none. Statements that cannot run in a transaction, such as VACUUM or CREATE INDEX CONCURRENTLY, are named before anything is run. On MySQL, where statements that define something commit, each statement is by itself, unless the file has transactions of its own.

The files of pg_dump and mysqldump are read: COPY … FROM stdin with the rows behind it, \restrict, DELIMITER. Other commands of psql are refused, before anything is run, with the line that they stand in. Files may be large; no more is held than a statement takes.

A statement that fails ends the work. It is shown with its file, line and column, and what became of the others is said. So does Ctrl-C.

Examples:

    auroradataapi run schema.sql data.sql
    pg_dump --no-owner app | auroradataapi run -
    auroradataapi run --no-transaction indexes.sql
    auroradataapi run --dry-run migration.sql
    auroradataapi run --engine mysql -d shop dump.sql`
}

// Run checks the files and runs them. A signal ends it at once as long as it reads
// them.
func (c *runCommand) Run(ctx context.Context, p process) error {
	if c.DryRun && c.Cluster == "" { // it asks nobody
		config, err := c.given()
		if err != nil {
			return err
		}
		return c.list(&scriptJob{runCommand: c, process: p, engine: config.Engine})
	}
	connector, engine, err := c.connect(ctx, p)
	if err != nil {
		return err
	}
	job := &scriptJob{runCommand: c, process: p, engine: engine}
	if c.DryRun {
		return c.list(job)
	}
	if job.inTransaction() && c.Continue {
		return usageError{errors.New("--continue takes --no-transaction: an error ends a transaction of PostgreSQL")}
	}
	defer job.close()
	if err := job.open(); err != nil {
		return err
	}
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	db := sql.OpenDB(connector)
	defer db.Close()
	began := time.Now()
	if err := job.run(ctx, db); err != nil {
		return err
	}
	p.note("%s run in %s", result.Counted(int64(job.done), "statement"), time.Since(began).Round(time.Millisecond))
	return nil
}

// list reads the files and lists their statements.
func (c *runCommand) list(job *scriptJob) error {
	defer job.close()
	if err := job.open(); err != nil {
		return err
	}
	return job.list()
}

// scriptJob is the work of a runCommand.
type scriptJob struct {
	*runCommand
	process
	engine  auroradataapi.Engine
	sources []*source
	bar     *progress.Bar
	total   int // statements
	begun   int
	done    int
	failed  int

	committing bool
}

func (j *scriptJob) inTransaction() bool {
	return j.engine == auroradataapi.EnginePostgreSQL && !j.NoTransaction
}

// open opens the files and checks them all.
func (j *scriptJob) open() error {
	var problems []error
	for _, name := range j.Files {
		s, err := openSource(name, j.stdin)
		if err != nil {
			return err
		}
		j.sources = append(j.sources, s)
		count, err := script.Check(j.engine, s.name, s.file, j.inTransaction() && !j.DryRun)
		if err != nil {
			problems = append(problems, err)
		}
		j.total += count
	}
	if problems != nil {
		return &unfinishedError{error: errors.Join(problems...), outcome: "Nothing was run."}
	}
	return nil
}

func (j *scriptJob) close() {
	for _, s := range j.sources {
		s.close()
	}
}

// read returns a reader for each file in turn.
func (j *scriptJob) read(do func(*script.Reader) error) error {
	for _, s := range j.sources {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("read %s again: %w", s.name, err)
		}
		if err := do(script.NewReader(j.engine, s.name, s.file)); err != nil {
			return err
		}
	}
	return nil
}

// list lists the statements.
func (j *scriptJob) list() error {
	return j.read(func(r *script.Reader) error {
		for {
			s, err := r.Next()
			switch {
			case err == io.EOF:
				return nil
			case err != nil:
				return err
			}
			fmt.Fprintf(j.stdout, "%s:%d:%d: %s\n", r.File(), s.Line, s.Column, shortened(s.Text))
		}
	})
}

// shortened returns a statement as a line of an excerpt's width.
func shortened(text string) string {
	return clipEnd(result.Printable(strings.Join(strings.Fields(text[:min(len(text), 1000)]), " ")), excerptWidth)
}

// run runs the files, on PostgreSQL in one transaction.
func (j *scriptJob) run(ctx context.Context, db *sql.DB) (err error) {
	j.bar = progress.Statements(j.stderr, j.total)
	defer j.bar.Clear()
	defer func() {
		if err != nil {
			j.bar.Clear()
			err = j.unfinished(ctx, err)
		}
	}()
	if !j.inTransaction() {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		if err := j.runOn(ctx, conn); err != nil {
			return err
		}
		return refuseOpen(conn)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := j.runOn(ctx, tx); err != nil {
		return err
	}
	j.committing = true
	return tx.Commit()
}

// refuseOpen returns an error if the files have begun a transaction and not ended it.
func refuseOpen(conn *sql.Conn) error {
	return conn.Raw(func(driverConn any) error {
		c, ok := driverConn.(interface{ TxStatus() byte })
		if ok && c.TxStatus() != 'I' {
			return errors.New("the files end in a transaction: it is rolled back, since no COMMIT ends it")
		}
		return nil
	})
}

// runOn runs the files on a connection.
func (j *scriptJob) runOn(ctx context.Context, conn script.Conn) error {
	runner := &script.Runner{Conn: conn, Before: j.before}
	if j.Rows {
		runner.Rows = j.print
	}
	if j.Continue {
		runner.Failed = j.goOn
	}
	err := j.read(func(r *script.Reader) error {
		done, err := runner.Run(ctx, r)
		j.done += done
		return err
	})
	if err == nil && j.failed > 0 {
		return fmt.Errorf("%s failed", result.Counted(int64(j.failed), "statement"))
	}
	return err
}

func (j *scriptJob) before(s script.Statement) {
	j.bar.Show(int64(j.begun), "line "+fmt.Sprint(s.Line))
	j.begun++
}

// goOn tells of a statement that failed, behind which the next one comes.
func (j *scriptJob) goOn(err *script.Error) bool {
	j.bar.Clear()
	j.failed++
	j.note("%s", describe(err))
	return true
}

// print prints the rows of a statement.
func (j *scriptJob) print(rows *sql.Rows) error {
	j.bar.Clear()
	columns, err := rows.Columns()
	if err != nil || len(columns) == 0 {
		return err
	}
	return j.write(rows, j.output)
}

// unfinished returns an error with what has become of the statements.
func (j *scriptJob) unfinished(ctx context.Context, err error) error {
	if j.inTransaction() && !j.committing {
		if cause := interrupted(ctx); cause != nil {
			err = cause
		}
		return &unfinishedError{error: err, outcome: j.rolledBack(), settled: true}
	}
	err = interruption(ctx, err)
	if j.inTransaction() {
		return err
	}
	stands := fmt.Sprintf("%s of %d done; what was not in a transaction of the file stays.", result.Counted(int64(j.done), "statement"), j.total)
	return &unfinishedError{error: err, outcome: stands}
}

func (j *scriptJob) rolledBack() string {
	if j.done == 0 {
		return "Nothing is changed."
	}
	return fmt.Sprintf("Nothing is changed: the transaction is rolled back, after %s of %d.", result.Counted(int64(j.done), "statement"), j.total)
}
