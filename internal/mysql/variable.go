package mysql

import "strconv"

// Variable is a variable of the session, by its name, that holds the rows of a
// result as one text, each as [Pack] has made it. It takes no more octets than
// max_allowed_packet, needs no database and no privilege, and is there in a
// transaction that is read only. SELECT … INTO is a consistent read at any isolation
// level below SERIALIZABLE, where what stores rows is not.
type Variable string

// VariableName returns the name of the nth variable of a transaction.
func VariableName(n int) Variable { return Variable("@auroradataapi_" + strconv.Itoa(n)) }

// Widen returns the statement that has GROUP_CONCAT return long texts.
func (v Variable) Widen() string {
	return "SET " + v.usual() + " = @@SESSION.group_concat_max_len, SESSION group_concat_max_len = 4294967295"
}

// Narrow returns the statement that undoes what Widen has done.
func (v Variable) Narrow() string { return "SET SESSION group_concat_max_len = " + v.usual() }

// Fill returns the statement that puts the rows of a packed query into the variable.
func (v Variable) Fill(packed string) string {
	return "SELECT GROUP_CONCAT(r SEPARATOR ''), SUM(LENGTH(r)), COUNT(*) INTO " + string(v) + ", " + v.octets() + ", " + v.rows() +
		" FROM (" + packed + ") auroradataapi_rows"
}

// IsWidened reports whether a query returns another result while GROUP_CONCAT returns
// long texts. contains says whether a word is in its text: what a view does is not known.
func IsWidened(contains func(words ...string) bool) bool { return contains("GROUP_CONCAT") }

// IsMisplaced reports whether a number is that of the error for a word that only a
// query by itself may have, such as HIGH_PRIORITY.
func IsMisplaced(number int) bool { return number == 1234 }

// Size returns the query for how many octets and characters the variable holds, and
// how many octets and rows it should.
func (v Variable) Size() string {
	return "SELECT IFNULL(LENGTH(" + string(v) + "), 0), IFNULL(CHAR_LENGTH(" + string(v) + "), 0)," +
		" CAST(IFNULL(" + v.octets() + ", 0) AS SIGNED), CAST(" + v.rows() + " AS SIGNED)"
}

// Piece returns the query for so many characters of the variable behind others.
func (v Variable) Piece(behind, characters int64) string {
	return "SELECT SUBSTRING(" + string(v) + ", " + strconv.FormatInt(behind+1, 10) + ", " + strconv.FormatInt(characters, 10) + ")"
}

// Drop returns the statement that gives the memory back.
func (v Variable) Drop() string { return "SET " + string(v) + " = NULL" }

func (v Variable) usual() string { return string(v) + "_usual" }

func (v Variable) octets() string { return string(v) + "_octets" }

func (v Variable) rows() string { return string(v) + "_rows" }
