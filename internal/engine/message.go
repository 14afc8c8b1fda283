package engine

// Message is what the service's text for an error of the database consists of.
type Message struct {
	Severity string // ERROR, FATAL, …
	Code     string // SQLSTATE; empty if the text has none, and then Message is all of it
	Message  string
	Detail   string
	Hint     string
	Position int // in the text that the database saw, counted in characters from 1; 0 if none
	Where    string
	Number   int // MySQL's; 0 for an error of PostgreSQL

	TableName, ColumnName, ConstraintName string // only where Message names them
}
