package mysql

import "strings"

// preparedName is the name under which a statement is prepared to be checked.
const preparedName = "auroradataapi"

// Prepare returns a statement that has MySQL read another one, with placeholders ?,
// and look its names up without running it: what fails then fails as with a native
// driver's Prepare. The service forgets with the session what was prepared.
//
// The text is a string constant with quotes and backslashes doubled, which means the
// same to a scanner that knows no escapes.
func Prepare(statement string) string {
	return "PREPARE " + preparedName + " FROM '" + constant.Replace(statement) + "'"
}

var constant = strings.NewReplacer(`'`, `''`, `\`, `\\`)

// CannotBePrepared reports whether an error says that MySQL does not prepare
// statements of this kind, or that it does not prepare one by a statement: then it has
// not been checked.
func CannotBePrepared(number int) bool { return number == notPreparable }
