package gorm_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm/logger"
)

// recorder is a log that keeps the statements, with how many rows they had and
// whether they have failed, and without the values.
type recorder struct {
	database string // the name, which differs from run to run

	mu    sync.Mutex // guards lines
	lines []string
}

var _ logger.Interface = (*recorder)(nil)

func (r *recorder) LogMode(logger.LogLevel) logger.Interface      { return r }
func (r *recorder) Info(context.Context, string, ...interface{})  {}
func (r *recorder) Warn(context.Context, string, ...interface{})  {}
func (r *recorder) Error(context.Context, string, ...interface{}) {}

// ParamsFilter keeps values out of the log: times and keys differ from run to run.
func (r *recorder) ParamsFilter(_ context.Context, sql string, _ ...interface{}) (string, []interface{}) {
	return sql, nil
}

func (r *recorder) Trace(_ context.Context, _ time.Time, statement func() (string, int64), err error) {
	sql, rows := statement()
	sql = savepoint.ReplaceAllString(strings.ReplaceAll(sql, r.database, "test"), "sp")
	line := fmt.Sprintf("%s [%d rows]", sql, rows)
	if err != nil {
		line += " [" + kind(err) + "]"
	}
	r.note(line)
}

// note adds a line of the test's own, which is to be the same in all ways.
func (r *recorder) note(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, line)
}

// savepoint is a name that GORM has made up.
var savepoint = regexp.MustCompile(`\bsp[0-9]+\b`)

// kind tells the errors of a context from others, whose texts name other tables
// and values in each run.
func kind(err error) string {
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "error"
}

// sorted returns what was recorded, without what GORM orders by chance: the
// constraints in a CREATE TABLE.
func (r *recorder) sorted() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	lines := slices.Clone(r.lines)
	for i, line := range lines {
		if strings.HasPrefix(line, "CREATE TABLE") {
			lines[i] = sortParts(line)
		}
	}
	slices.Sort(lines)
	return lines
}

func sortParts(line string) string {
	parts := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",() ", r) })
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// changes returns the recorded statements that change a schema.
func (r *recorder) changes() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []string
	for _, line := range r.lines {
		switch first, _, _ := strings.Cut(line, " "); strings.ToUpper(first) {
		case "CREATE", "ALTER", "DROP", "COMMENT", "RENAME":
			found = append(found, line)
		}
	}
	return found
}

// difference returns the lines that one of two sorted lists has more of.
func difference(got, want []string) string {
	var b strings.Builder
	for len(got) > 0 || len(want) > 0 {
		switch {
		case len(want) == 0 || len(got) > 0 && got[0] < want[0]:
			fmt.Fprintf(&b, "got  %.400s\n", got[0])
			got = got[1:]
		case len(got) == 0 || want[0] < got[0]:
			fmt.Fprintf(&b, "want %.400s\n", want[0])
			want = want[1:]
		default:
			got, want = got[1:], want[1:]
		}
	}
	return b.String()
}
