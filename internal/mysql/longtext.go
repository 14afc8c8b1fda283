package mysql

// LongText are the statements that run a text which the service would not take: they
// store it, :1, in a variable of the session, prepare it from there, and execute it.
// The service forgets variable and statement with the session.
var LongText = [...]string{
	"SET @auroradataapi_text = :1",
	"PREPARE " + preparedName + " FROM @auroradataapi_text",
	"EXECUTE " + preparedName,
}

// RunsAsLongText reports whether a statement that begins with a keyword may be run in
// this way: it is one that writes rows, of whose result nothing can be lost.
func RunsAsLongText(keyword string) bool {
	switch keyword {
	case "INSERT", "REPLACE", "UPDATE", "DELETE":
		return true
	}
	return false
}
