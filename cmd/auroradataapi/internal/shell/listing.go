package shell

import (
	"context"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// listing is a query that lists objects of one kind, for the commands \l and \d….
type listing struct {
	title   string // in the plural
	columns string // of the SELECT
	more    string // further columns with +
	from    string
	where   string // always
	visible string // unless the pattern names a schema
	own     string // unless there is a pattern: no objects of the system
	schema  string // expression that a pattern's schema is compared with; empty if there is none
	name    string // likewise
	group   string // of the GROUP BY, if there is one
	order   string // numbers of columns
}

// query returns the text that lists what fits a pattern, with its arguments.
func (l listing) query(p pattern, plus bool, mark func(n int) string) (text string, args []any) {
	conditions := []string{}
	add := func(condition string) {
		if condition != "" {
			conditions = append(conditions, condition)
		}
	}
	like := func(expression, value string) {
		if expression != "" && value != "" {
			args = append(args, value)
			add(fmt.Sprintf("%s LIKE %s ESCAPE '!'", expression, mark(len(args))))
		}
	}
	add(l.where)
	if p.schema == "" {
		add(l.visible)
	}
	if p.schema == "" && p.name == "" {
		add(l.own)
	}
	like(l.schema, p.schema)
	like(l.name, p.name)
	columns := l.columns
	if plus && l.more != "" {
		columns += ", " + l.more
	}
	text = "SELECT " + columns + " FROM " + l.from
	if len(conditions) > 0 {
		text += " WHERE " + strings.Join(conditions, " AND ")
	}
	if l.group != "" {
		text += " GROUP BY " + l.group
	}
	return text + " ORDER BY " + l.order, args
}

// placeholder returns an engine's placeholder for its nth argument.
func placeholder(engine auroradataapi.Engine) func(n int) string {
	if engine == auroradataapi.EngineMySQL {
		return func(int) string { return "?" }
	}
	return func(n int) string { return fmt.Sprintf("$%d", n) }
}

// listings are the queries of an engine by the command without the +.
var listings = map[auroradataapi.Engine]map[string]listing{
	auroradataapi.EnginePostgreSQL: postgresqlListings,
	auroradataapi.EngineMySQL:      mysqlListings,
}

// list is the commands that list objects.
func (s *Shell) list(ctx context.Context, c command) error {
	if err := c.only(1); err != nil {
		return err
	}
	base, plus := strings.CutSuffix(c.name, "+")
	l, ok := listings[s.Engine][base]
	if !ok {
		return fmt.Errorf(`\%s: MySQL has nothing of the kind`, c.name)
	}
	text, args := l.query(parsePattern(c.arg(0), !s.isMySQL()), plus, placeholder(s.Engine))
	r, err := s.ask(ctx, text, args...)
	if err != nil {
		return err
	}
	if len(r.values) == 0 && s.display.isTable() {
		s.note("There are no %s%s.", strings.ToLower(l.title), matching(c.arg(0)))
		return nil
	}
	return s.display.show(r, l.title, "("+result.Counted(int64(len(r.values)), "row")+")", "")
}

func matching(pattern string) string {
	if pattern == "" {
		return ""
	}
	return fmt.Sprintf(" that match %q", pattern)
}

// ask runs a query of the shell's own in the user's session, in which it sees what
// the user has made there.
func (s *Shell) ask(ctx context.Context, text string, args ...any) (*recording, error) {
	ctx, stop := s.Interruptible(ctx)
	defer stop()
	rows, err := s.session.conn.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var r recording
	if _, err := result.Copy(&r, rows); err != nil {
		return nil, err
	}
	return &r, rows.Err()
}

// strings returns a column as texts; NULL is the empty one.
func (r *recording) strings(column int) []string {
	texts := make([]string, len(r.values))
	for i, row := range r.values {
		if row[column] != nil {
			texts[i] = r.columns[column].Text(row[column])
		}
	}
	return texts
}
