package mysqlsession

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// program is what a connection does, step by step. A step is a statement; with a ?
// in front a query, whose rows are seen; or one of BEGIN [level] [read only], COMMIT and ROLLBACK
// with a dot in front, which are those of database/sql. "2:" in front of it has another connection do it.
type program struct {
	name  string
	steps []string
}

// both runs programs in the two ways and compares what they have seen.
func both(t *testing.T, setup []string, programs []program) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			native := transcript(t, cluster.Native, setup, p.steps)
			ours := transcript(t, cluster.DataAPI, setup, p.steps)
			for i := range native {
				if native[i] != ours[i] {
					t.Errorf("%s\nnative %s\nours   %s", p.steps[i], native[i], ours[i])
				}
			}
		})
	}
}

// transcript runs a program on fresh connections and tells what each step has given.
func transcript(t *testing.T, db *sql.DB, setup, steps []string) (lines []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, text := range setup {
		if _, err := cluster.Native.ExecContext(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
	sessions := map[bool]*session{false: newSession(ctx, t, db), true: newSession(ctx, t, db)}
	for _, step := range steps {
		step, second := strings.CutPrefix(step, "2:")
		lines = append(lines, sessions[second].step(ctx, strings.TrimSpace(step)))
	}
	for _, s := range sessions {
		s.close()
	}
	return lines
}

// session is one connection and its transaction.
type session struct {
	conn *sql.Conn
	tx   *sql.Tx
}

func newSession(ctx context.Context, t *testing.T, db *sql.DB) *session {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return &session{conn: conn}
}

// close ends the connection, which is not used again by others.
func (s *session) close() {
	if s.tx != nil {
		_ = s.tx.Rollback()
	}
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.conn.Close()
}

func (s *session) step(ctx context.Context, step string) string {
	switch {
	case strings.HasPrefix(step, ".begin"):
		return s.begin(ctx, strings.Fields(step)[1:])
	case step == ".commit":
		return s.end((*sql.Tx).Commit)
	case step == ".rollback":
		return s.end((*sql.Tx).Rollback)
	}
	if query, ok := strings.CutPrefix(step, "?"); ok {
		return s.query(ctx, query)
	}
	return s.exec(ctx, step)
}

var levels = map[string]sql.IsolationLevel{
	"uncommitted": sql.LevelReadUncommitted, "committed": sql.LevelReadCommitted, "repeatable": sql.LevelRepeatableRead,
	"serializable": sql.LevelSerializable, "snapshot": sql.LevelSnapshot,
}

func (s *session) begin(ctx context.Context, words []string) string {
	var options sql.TxOptions
	for _, w := range words {
		options.ReadOnly = options.ReadOnly || w == "readonly"
		options.Isolation += levels[w]
	}
	tx, err := s.conn.BeginTx(ctx, &options)
	if err != nil {
		return describe(err)
	}
	s.tx = tx
	return "begun"
}

func (s *session) end(end func(*sql.Tx) error) string {
	if s.tx == nil {
		return "no transaction"
	}
	err := end(s.tx)
	s.tx = nil
	return describe(err)
}

func (s *session) exec(ctx context.Context, text string) string {
	var result sql.Result
	var err error
	if s.tx != nil {
		result, err = s.tx.ExecContext(ctx, text)
	} else {
		result, err = s.conn.ExecContext(ctx, text)
	}
	if err != nil {
		return describe(err)
	}
	rows, _ := result.RowsAffected()
	return fmt.Sprintf("%d rows", rows)
}

func (s *session) query(ctx context.Context, text string) string {
	var rows *sql.Rows
	var err error
	if s.tx != nil {
		rows, err = s.tx.QueryContext(ctx, text)
	} else {
		rows, err = s.conn.QueryContext(ctx, text)
	}
	if err != nil {
		return describe(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	var seen []string
	for rows.Next() {
		values := make([]any, len(names))
		targets := make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return describe(err)
		}
		seen = append(seen, fmt.Sprintf("%q", formatted(values)))
	}
	return fmt.Sprintf("%q %s %s", names, strings.Join(seen, " "), describe(errors.Join(err, rows.Err())))
}

func formatted(values []any) []string {
	list := make([]string, len(values))
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			v = string(b)
		}
		list[i] = fmt.Sprintf("%T %v", v, v)
	}
	return list
}

// describe names an error by its number, if it is one of the database.
func describe(err error) string {
	var e *mysql.MySQLError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &e):
		return fmt.Sprintf("error %d", e.Number)
	}
	return err.Error()
}
