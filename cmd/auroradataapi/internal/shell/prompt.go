package shell

// prompt is what psql shows: the database, where in a statement the line begins, and
// whether there is a transaction.
//
//	shop=>     ready           shop->     inside a statement   shop'>   in quotes
//	shop=*>    in a transaction           shop=!>  in one that has failed
func (s *Shell) prompt() string {
	if !s.atTerminal() {
		return ""
	}
	database := s.session.database
	if database == "" {
		database = "(none)"
	}
	transaction := ""
	switch s.session.status() {
	case statusOpen:
		transaction = "*"
	case statusFailed:
		transaction = "!"
	}
	return database + string(s.buffer.state()) + transaction + "> "
}
