package mysql

import (
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Spool is a temporary table of the driver's own in which the rows of a result wait
// until they are read. It lives in one transaction and does not change.
//
// A REPLACE of the query itself puts them there, since no other statement is sure to
// keep the order of an ORDER BY: MariaDB loses it where a query is part of another
// and the rows between the two have gone to the disk. Types are wide, so that a value
// becomes no other one: the text of a time is text, and so is a DECIMAL. Read is a row as
// one text (see [Pack]), so that one which is larger than what the service returns
// can be read in pieces. The numbers of rows grow, and may have gaps.
//
// What has more columns than fit into a page of InnoDB is packed at once, unless it
// is ordered.
type Spool struct {
	name    string
	columns []wire.Column
	form    Form
	packs   bool // a row of the table is one text
}

// NewSpool returns the nth spool of a transaction, for a query of some columns.
func NewSpool(n int, columns []wire.Column, form Form) *Spool {
	s := &Spool{name: "auroradataapi_" + strconv.Itoa(n), columns: columns, form: form}
	octets := 0
	for i := range columns {
		octets += spooledType(&columns[i], form).octets
	}
	s.packs = octets > maxSpooled
	return s
}

// maxSpooled is how many octets the columns of a spool may take in a page of InnoDB:
// half a page of 16 KiB has 8,126, for the number and what a row has beside its
// columns as well ("Limits on InnoDB Tables" in MySQL's manual).
const maxSpooled = 7900

// Packs reports whether the query is packed before its rows come into the table, and
// so loses its order.
func (s *Spool) Packs() bool { return s.packs }

// columnOfSpool is the type of a column of a spool, and how many octets of the page it takes
// at most, with what tells its length and whether it is NULL.
type columnOfSpool struct {
	sql    string
	octets int
}

// spooledType returns a type that holds what the text protocol shows of a value or, in
// that form, what the binary one does: a DECIMAL has its scale, whatever a division
// has computed, and so have a FLOAT and a DOUBLE as text if they were given one.
func spooledType(c *wire.Column, form Form) columnOfSpool {
	const (
		number = 9
		fixed  = 32
		varied = 42 // 40 may stay in the page
	)
	switch t := typeOf(c); {
	case t.kind == integer && t.unsigned, hasBits(c):
		return columnOfSpool{"BIGINT UNSIGNED", number}
	case t.kind == integer:
		return columnOfSpool{"BIGINT", number}
	case t.kind == float:
		return columnOfSpool{"FLOAT" + shownScale(c, form), number}
	case t.kind == double:
		return columnOfSpool{"DOUBLE" + shownScale(c, form), number}
	case t.kind == decimal:
		return columnOfSpool{decimalType(c), fixed}
	case t.kind == clock, t.kind == instant:
		return columnOfSpool{"VARCHAR(80)", varied}
	case t.isCharacters():
		return columnOfSpool{"LONGTEXT", varied}
	}
	return columnOfSpool{"LONGBLOB", varied}
}

// shownScale returns the scale with which a FLOAT or DOUBLE is shown as text, or "".
func shownScale(c *wire.Column, form Form) string {
	if form.Binary || c.Scale < 0 || c.Scale >= unknownScale {
		return ""
	}
	return "(255, " + strconv.FormatInt(c.Scale, 10) + ")"
}

// decimalType returns a type for any DECIMAL of a column's scale.
func decimalType(c *wire.Column) string {
	return "DECIMAL(65, " + strconv.FormatInt(min(max(c.Scale, 0), 30), 10) + ")"
}

// Create returns the statement that makes the spool. It commits nothing.
func (s *Spool) Create() string {
	var columns strings.Builder
	for i := range s.columns {
		columns.WriteString(", " + columnName(i) + " " + spooledType(&s.columns[i], s.form).sql)
	}
	if s.packs {
		columns.Reset()
		columns.WriteString(", r LONGTEXT NOT NULL")
	}
	return "CREATE TEMPORARY TABLE " + s.name + " (n BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY" + columns.String() +
		") ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
}

// Relax returns the statement that has the session convert values as in a query: what
// is a warning there, such as a division by zero, is an error where it is stored, in
// strict mode. TRADITIONAL stands for that among others. It has the session remember
// what LAST_INSERT_ID() returns, since the spool generates numbers.
func (s *Spool) Relax() string {
	modes := "CONCAT(',', @@SESSION.sql_mode, ',')"
	for _, mode := range []string{"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "TRADITIONAL"} {
		modes = "REPLACE(" + modes + ", '," + mode + ",', ',')"
	}
	return "SET " + s.lastInsertID() + " = LAST_INSERT_ID(), " + s.modes() + " = @@SESSION.sql_mode, SESSION sql_mode = TRIM(BOTH ',' FROM " + modes + ")"
}

// Tighten returns the statement that undoes what Relax has done.
func (s *Spool) Tighten() string {
	return "SET SESSION sql_mode = " + s.modes() + ", " + s.lastInsertID() + " = LAST_INSERT_ID(" + s.lastInsertID() + ")"
}

func (s *Spool) lastInsertID() string { return "@" + s.name + "_id" }

func (s *Spool) modes() string { return "@" + s.name + "_modes" }

// Fill returns the statement that puts the rows of the query into the spool. Its
// number of updated records is that of the rows. It is a REPLACE, which replaces
// nothing: an INSERT of many rows may be answered with the number that each of them
// has been given, as by Connector/J.
func (s *Spool) Fill(query string) string {
	if s.packs {
		return "REPLACE INTO " + s.name + " (r) " + Pack(query, s.columns, s.form)
	}
	return "REPLACE INTO " + s.name + " (" + columnNames(len(s.columns)) + ") " + query
}

// row returns the expression for a row as one text.
func (s *Spool) row() string {
	if s.packs {
		return "r"
	}
	return packedRow(s.columns, s.form)
}

// Page returns the query for the numbers of some rows behind another, and for these
// rows.
func (s *Spool) Page(behind int64, rows int) string {
	return "SELECT n, " + s.row() + s.next(behind, rows)
}

// Row returns the query for the number of the row behind another, how many octets
// and characters it has, and its first characters.
func (s *Spool) Row(behind, characters int64) string {
	return "SELECT n, LENGTH(r), CHAR_LENGTH(r), LEFT(r, " + strconv.FormatInt(characters, 10) + ") FROM (SELECT n, " + s.row() + " AS r" +
		s.next(behind, 1) + ") auroradataapi_row"
}

func (s *Spool) next(behind int64, rows int) string {
	return " FROM " + s.name + " WHERE n > " + strconv.FormatInt(behind, 10) + " ORDER BY n LIMIT " + strconv.Itoa(rows)
}

// Piece returns the query for so many characters of a row behind others.
func (s *Spool) Piece(row, behind, characters int64) string {
	return "SELECT SUBSTRING(" + s.row() + ", " + strconv.FormatInt(behind+1, 10) + ", " + strconv.FormatInt(characters, 10) + ")" +
		" FROM " + s.name + " WHERE n = " + strconv.FormatInt(row, 10)
}

// Drop returns the statement that gives the spool back. It commits nothing, and may
// be sent twice.
func (s *Spool) Drop() string { return "DROP TEMPORARY TABLE IF EXISTS " + s.name }

// IsTaken reports whether a number is that of the error for a table that exists.
func IsTaken(number int) bool { return number == 1050 }

// HasNoTables reports whether a number is that of an error which says that no
// temporary table can be made: access is denied to the database, to the table or for
// want of a privilege; no database is the default one; the transaction or the server
// only reads; the server's binary log does not take such a statement in a transaction,
// or none that stores rows at READ COMMITTED, if it is one of statements ("Setting The
// Binary Log Format" in MySQL's manual).
func HasNoTables(number int) bool {
	switch number {
	case 1044, 1142, 1227, 1046, 1792, 1290, 1787, 1665:
		return true
	}
	return false
}
