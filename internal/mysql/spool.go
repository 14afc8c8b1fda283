package mysql

import "strconv"

// Spool is a temporary table of the driver's own, by its name, in which the rows of
// a result wait until they are read. It lives in one transaction.
//
// Each row is one text (see [Pack]): the columns of a table of LONGTEXT would not
// fit into a page of InnoDB if they were more than two hundred, and a row that is
// larger than what the service returns can be read in pieces. The numbers of rows
// grow, and may have gaps.
type Spool string

// SpoolName returns the name of the nth spool of a transaction.
func SpoolName(n int) Spool { return Spool("auroradataapi_" + strconv.Itoa(n)) }

// Create returns the statement that makes the spool. It commits nothing.
func (s Spool) Create() string {
	return "CREATE TEMPORARY TABLE " + string(s) + " (n BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY," +
		" r LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL) ENGINE=InnoDB"
}

// Fill returns the statement that puts the rows of a packed query into the spool, in
// their order. Its number of updated records is that of the rows.
func (s Spool) Fill(packed string) string { return "INSERT INTO " + string(s) + " (r) " + packed }

// Page returns the query for the numbers of some rows behind another, and for these
// rows.
func (s Spool) Page(behind int64, rows int) string {
	return "SELECT n, r" + s.next(behind, rows)
}

// Row returns the query for the number of the row behind another, how many octets
// and characters it has, and its first characters.
func (s Spool) Row(behind, characters int64) string {
	return "SELECT n, LENGTH(r), CHAR_LENGTH(r), LEFT(r, " + strconv.FormatInt(characters, 10) + ")" + s.next(behind, 1)
}

func (s Spool) next(behind int64, rows int) string {
	return " FROM " + string(s) + " WHERE n > " + strconv.FormatInt(behind, 10) + " ORDER BY n LIMIT " + strconv.Itoa(rows)
}

// Piece returns the query for so many characters of a row behind others.
func (s Spool) Piece(row, behind, characters int64) string {
	return "SELECT SUBSTRING(r, " + strconv.FormatInt(behind+1, 10) + ", " + strconv.FormatInt(characters, 10) + ")" +
		" FROM " + string(s) + " WHERE n = " + strconv.FormatInt(row, 10)
}

// Drop returns the statement that gives the spool back. It commits nothing, and may
// be sent twice.
func (s Spool) Drop() string { return "DROP TEMPORARY TABLE IF EXISTS " + string(s) }

// IsTaken reports whether a number is that of the error for a table that exists.
func IsTaken(number int) bool { return number == 1050 }

// HasNoTables reports whether a number is that of an error which says that no
// temporary table can be made: access is denied to the database, to the table or for
// want of a privilege; no database is the default one; the transaction only reads.
func HasNoTables(number int) bool {
	switch number {
	case 1044, 1142, 1227, 1046, 1792:
		return true
	}
	return false
}
