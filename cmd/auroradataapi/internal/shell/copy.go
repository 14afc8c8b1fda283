package shell

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/transfer"
)

// copying is what \copy is asked to do.
type copying struct {
	table   string   // as SQL has it; empty if there is a query
	columns []string // of the table; none for all
	query   string
	isTo    bool // to the file, not from it
	file    string
	format  string
}

const copyUsage = `\copy: want TABLE [(COLUMN, …)] or (QUERY), then TO or FROM, FILE, and csv or json`

// parseCopy reads the line behind \copy.
func parseCopy(line string) (copying, error) {
	var c copying
	rest, err := c.cutSource(line)
	if err != nil {
		return c, err
	}
	args, behind, err := cutArguments(rest)
	if err != nil || behind != "" || len(args) < 2 {
		return c, errors.New(copyUsage)
	}
	switch strings.ToLower(args[0]) {
	case "to":
		c.isTo = true
	case "from":
		if c.query != "" {
			return c, errors.New(`\copy: a query takes no rows: want TO`)
		}
	default:
		return c, errors.New(copyUsage)
	}
	c.file = strings.Trim(args[1], `"`)
	c.format = transfer.FormatOf(c.file)
	return c, c.readOptions(args[2:])
}

// cutSource reads the table or the query.
func (c *copying) cutSource(line string) (rest string, err error) {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "(") {
		query, rest, ok := cutLast(line[1:], ")")
		if !ok {
			return "", errors.New(copyUsage)
		}
		c.query = query
		return rest, nil
	}
	end, quoted := 0, rune(0)
	for i, r := range line {
		end = i
		if quoted == 0 && (r == '(' || r == ' ' || r == '\t') {
			break
		}
		if quoted == 0 && (r == '"' || r == '`') {
			quoted = r
		} else if quoted == r {
			quoted = 0
		}
	}
	c.table = line[:end]
	return c.cutColumns(strings.TrimSpace(line[end:]))
}

func (c *copying) cutColumns(line string) (rest string, err error) {
	if !strings.HasPrefix(line, "(") {
		return line, nil
	}
	columns, rest, ok := strings.Cut(line[1:], ")")
	if !ok {
		return "", errors.New(copyUsage)
	}
	for column := range strings.SplitSeq(columns, ",") {
		c.columns = append(c.columns, strings.Trim(strings.TrimSpace(column), "\"`"))
	}
	return rest, nil
}

// readOptions reads what stands behind the file. The words that psql wants around
// them are allowed; a file of CSV always names its columns.
func (c *copying) readOptions(words []string) error {
	for _, word := range words {
		switch strings.ToLower(strings.Trim(word, "(),")) {
		case "csv":
			c.format = transfer.CSV
		case "json", "jsonl":
			c.format = transfer.JSONLines
		case "with", "format", "header", "":
		default:
			return fmt.Errorf(`\copy: no option %q: want csv or json`, word)
		}
	}
	return nil
}

// copy is \copy.
func (s *Shell) copy(ctx context.Context, c command) error {
	work, err := parseCopy(c.raw)
	if err != nil {
		return err
	}
	ctx, stop := s.Interruptible(ctx)
	defer stop()
	move := s.copyFrom
	if work.isTo {
		move = s.copyTo
	}
	count, err := move(ctx, work, transfer.Options{Engine: s.Engine, Format: work.format})
	if err != nil {
		return err
	}
	s.note("COPY %d", count)
	return nil
}

func (s *Shell) copyTo(ctx context.Context, work copying, options transfer.Options) (count int64, err error) {
	query, err := s.interpolate(work.query)
	if err != nil {
		return 0, err
	}
	if work.table != "" {
		if query, err = s.queryOf(work); err != nil {
			return 0, err
		}
	}
	if strings.EqualFold(work.file, "stdout") {
		return transfer.Export(ctx, s.session.conn, query, s.display.target(), options)
	}
	out, err := transfer.CreateOutput(work.file, s.display.target())
	if err != nil {
		return 0, err
	}
	if count, err = transfer.Export(ctx, s.session.conn, query, out, options); err != nil {
		return 0, errors.Join(err, out.Discard())
	}
	return count, out.Close()
}

// queryOf returns the query for the columns of a table.
func (s *Shell) queryOf(work copying) (string, error) {
	table, err := transfer.ParseTable(s.Engine, work.table)
	if err != nil {
		return "", err
	}
	columns := "*"
	if len(work.columns) > 0 {
		var quoted []string
		for _, column := range work.columns {
			quoted = append(quoted, s.quoteIdentifier(column))
		}
		columns = strings.Join(quoted, ", ")
	}
	return "SELECT " + columns + " FROM " + table.SQL(s.Engine), nil
}

func (s *Shell) copyFrom(ctx context.Context, work copying, options transfer.Options) (int64, error) {
	table, err := transfer.ParseTable(s.Engine, work.table)
	if err != nil {
		return 0, err
	}
	if slices.Contains([]string{"-", "stdin", "pstdin"}, strings.ToLower(work.file)) {
		return 0, errors.New(`\copy: rows are read from a file alone: use auroradataapi import - for the standard input`)
	}
	file, err := transfer.OpenInput(work.file, nil)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	count, err := transfer.Import(ctx, s.session.conn, transfer.Target{Table: table, Columns: work.columns}, file, options)
	if failed := (*transfer.Error)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("%s: %w", work.file, err)
	}
	return count, err
}
