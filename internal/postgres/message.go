package postgres

import (
	"github.com/auroradataapi/auroradataapi/internal/engine"
	"strconv"
	"strings"
)

// ParseMessage takes the service's text for an error of PostgreSQL apart:
//
//	ERROR: message; Detail: d; Hint: h; Position: n; Where: w; SQLState: 42601
//
// where everything between message and SQLState may be missing, and the first
// word as well (tmokmss/aurora-data-api-proxy src/dataapi.rs;
// simiancraft/drizzle-kit-rds-data-api-repro). Aurora Serverless v1 had each part but
// the last on a line of its own, "\n  Detail: d"
// (cloud-utils/sqlalchemy-aurora-data-api#46).
//
// The parts are not escaped: a message that itself contains "; Hint: " cannot be
// told from one with a hint.
func ParseMessage(text string) engine.Message {
	rest, code, ok := cutPart(text, "; SQLState: ")
	if !ok || !isSQLState(code) {
		return engine.Message{Message: text}
	}
	m := engine.Message{Severity: "ERROR", Code: code}
	if rest2, where, ok := cutLine(rest, "Where: "); ok {
		rest, m.Where = rest2, where
	}
	if rest2, position, ok := cutLine(rest, "Position: "); ok {
		if n, err := strconv.Atoi(position); err == nil && n > 0 {
			rest, m.Position = rest2, n
		}
	}
	if rest2, hint, ok := cutLine(rest, "Hint: "); ok {
		rest, m.Hint = rest2, hint
	}
	if rest2, detail, ok := cutLine(rest, "Detail: "); ok {
		rest, m.Detail = rest2, detail
	}
	m.Message = rest
	if severity, message, ok := strings.Cut(rest, ": "); ok && isSeverity(severity) {
		m.Severity, m.Message = severity, message
	}
	nameObjects(&m)
	return m
}

// cutPart cuts the last part with a label off a text.
func cutPart(text, label string) (rest, part string, ok bool) {
	i := strings.LastIndex(text, label)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(label):], true
}

// cutLine does so for a part in either layout.
func cutLine(text, label string) (rest, part string, ok bool) {
	if rest, part, ok := cutPart(text, "\n  "+label); ok {
		return rest, part, ok
	}
	return cutPart(text, "; "+label)
}

func isSQLState(s string) bool {
	return len(s) == 5 && strings.IndexFunc(s, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'A' || c > 'Z')
	}) < 0
}

func isSeverity(s string) bool {
	switch s {
	case "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "DEBUG", "INFO", "LOG":
		return true
	}
	return false
}

// nameObjects finds the table, the column and the constraint in the English
// messages of integrity violations, SQLSTATE class 23, where PostgreSQL's own
// protocol has fields for them.
func nameObjects(m *engine.Message) {
	if !strings.HasPrefix(m.Code, "23") {
		return
	}
	m.ConstraintName = quotedAfter(m.Message, ` constraint "`)
	m.ColumnName = quotedAfter(m.Message, `null value in column "`)
	if m.TableName = quotedAfter(m.Message, ` relation "`); m.TableName != "" {
		return
	}
	_, referencing, ok := strings.Cut(m.Message, ` constraint "`)
	if ok {
		m.TableName = quotedAfter(referencing, `" on table "`)
	}
	if m.TableName == "" {
		m.TableName = quotedAfter(m.Message, ` on table "`)
	}
}

// quotedAfter returns what stands between a prefix, which ends in a quotation
// mark, and the next quotation mark.
func quotedAfter(text, prefix string) string {
	_, rest, ok := strings.Cut(text, prefix)
	if !ok {
		return ""
	}
	name, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return name
}
