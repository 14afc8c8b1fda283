package mysqlsession

import "regexp"

// follow notes what a statement has made of the transaction that was open before
// it. One that the statement has committed by itself, as CREATE TABLE does, goes on
// as far as the service's clients can see: its id takes further statements, and
// is committed in the end (cloud-utils/aurora-data-api tests). What runs there
// commits at once, as on a server whose transaction was begun by START TRANSACTION.
// One that COMMIT, ROLLBACK or a deadlock has ended is no more, which is a guess.
func (s *Session) follow(open bool, sql string, err error) {
	if !open || s.lost || s.conn.IsInTransaction() {
		return
	}
	s.committed = definition.MatchString(sql) || err == nil && !control.MatchString(sql)
}

const spaceAndComments = `(?is)^(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*`

var (
	// definition recognises the statements that commit even if they fail.
	definition = regexp.MustCompile(spaceAndComments + `(alter|create|drop|rename|truncate)\b`)
	// control recognises the statements that end a transaction by intent.
	control = regexp.MustCompile(spaceAndComments + `(commit|rollback)\b`)
)
