package conformance_test

import (
	"slices"
	"strings"
)

// mySQLDifference is what is seen of some cases otherwise than with
// go-sql-driver/mysql.
type mySQLDifference struct {
	cases    []string // types, expressions, arguments, statements
	values   []string // literals, types of columns; nil for all
	variants []string // nil for all
	differs  difference
	why      string
}

// differenceIn is the listed difference of a case; nil if there is none.
func differenceIn(differences []mySQLDifference, what, value, variant string) (difference, string) {
	for _, d := range differences {
		if slices.Contains(d.cases, what) && (d.values == nil || slices.Contains(d.values, value)) && (d.variants == nil || slices.Contains(d.variants, variant)) {
			return d.differs, d.why
		}
	}
	return nil, ""
}

// shows accepts, through the driver, what has a text in it.
func shows(text string) difference {
	return func(_, ours string) bool { return strings.Contains(ours, text) }
}

// namedByConstant accepts the constants of beyondInt64 in the name of a column.
func namedByConstant(native, ours string) bool {
	return strings.NewReplacer("18446744073709551615", "?", "9223372036854775808", "?").Replace(strings.SplitN(ours, "\n", 2)[0]) ==
		strings.SplitN(native, "\n", 2)[0]
}

// Reasons for several differences.
const (
	calledChar   = "the service calls an ENUM and a SET a CHAR"
	calledBit    = "the service calls a TINYINT(1), signed or not, and a BIT(1) a BIT: without a value that is not NULL nobody can tell them apart"
	notLong      = "the service does not tell a LONGTEXT from a TEXT, or a LONGBLOB from a BLOB, of an expression"
	commentless  = "the text goes without its comments, and each placeholder by itself, which MySQL takes into the name of a column: name it with AS"
	sentAsBigint = "a whole number is a BIGINT in the service, signed, and true is the number 1: cast what must have another type"
	sentAsSigned = "a number above 2^63-1 goes as a constant, which names the column: name it with AS"
	sentAsBytes  = "bytes that are no UTF-8 go as such, and not as a damaged text"
	takesNames   = "the value of a sql.Named is taken for a ?, or for :name; go-sql-driver/mysql refuses it"
	endOfText    = "the driver finds a text that does not end, does not send it, and has the words of MySQL"
	sessionGone  = "what a statement leaves in the session is forgotten after the call: the driver refuses it, and says what to do instead"
	otherLexing  = "the SQL mode would change how SQL texts are read, by the driver and by the service: the driver refuses it"
	afterTheEnd  = "the transaction is over; natively what follows is committed by itself, unnoticed"
	oneResult    = "the service returns one result of a procedure"
	emptyAmong   = "an empty statement among others is left out"
	noNegative   = "the service has no generated key below zero or above 2^63-1"
	zeroInDate   = "MySQL makes a zero date of it where it stores a derived table"
	ranOnce      = "the service returns a TINYINT(1) as true or false, and a query that calls a function of the program's is not run again for the number: write seven() + 0"
	onceOnly     = "a characteristic of the next transaction is used up by a statement that fails"
)

var mySQLTypeDifferences = []mySQLDifference{
	{cases: list("enum('a','b')"), differs: instead(" ENUM ", " CHAR "), why: calledChar},
	{cases: list("set('x','y','z')"), differs: instead(" SET ", " CHAR "), why: calledChar},
	{cases: list("tinyint(1) unsigned"), differs: instead("UNSIGNED TINYINT", "TINYINT"), why: calledBit},
	{cases: list("bit(1)"), values: list("NULL", noRows), variants: list(byText, prepared, derived, inTx), differs: instead("BIT []uint8", "TINYINT sql.NullInt64"), why: calledBit},
	{cases: list("date"), values: list("'2024-00-00'"), variants: list(derived), differs: instead("2023-11-30", "0001-01-01"), why: zeroInDate},
}

func mySQLTypeDifference(expr, literal, variant string) (difference, string) {
	return differenceIn(mySQLTypeDifferences, expr, literal, variant)
}

var mySQLExpressionDifferences = []mySQLDifference{
	{cases: list("@undefined"), differs: instead("LONGBLOB", "BLOB"), why: notLong},
	{cases: list("ST_AsText(ST_GeomFromText('POINT(1 2)'))"), differs: instead("LONGTEXT", "TEXT"), why: notLong},
	{cases: list("row_count()", "found_rows()"), differs: fails("without SQLSTATE"), why: sessionGone},
}

func mySQLExpressionDifference(expr, variant string) (difference, string) {
	return differenceIn(mySQLExpressionDifferences, expr, "", variant)
}

var (
	notUTF8        = list("[]byte binary", "net.IP", "[]byte bin", "string not UTF-8")
	beyondInt64    = list("uint64 max", "uint64 beyond int64")
	unsignedValues = list("uint8", "uint32", "uint64")
)

var mySQLArgumentDifferences = []mySQLDifference{
	{cases: list("sql.Named"), values: list("date", "datetime", "timestamp"), differs: nil},
	{cases: list("sql.Named"), differs: func(native, _ string) bool { return native == "refused\n" }, why: takesNames},
	{cases: notUTF8, values: list("latin"), differs: func(native, _ string) bool { return native == "refused\n" }, why: sentAsBytes},
	{cases: notUTF8, values: list("select ?", "select concat(?, '!')"), differs: shows("[]uint8"), why: sentAsBytes},
	{cases: list("bool", "sql.NullBool"), values: list("select ?"), differs: instead("TINYINT int8", "BIGINT int64"), why: sentAsBigint},
	{cases: list("bool", "sql.NullBool"), values: list("select ? + 1"), differs: instead(" INT ", " BIGINT "), why: sentAsBigint},
	{cases: unsignedValues, values: list("select ?"), differs: instead("UNSIGNED BIGINT uint64", "BIGINT int64"), why: sentAsBigint},
	{cases: unsignedValues, values: list("select ? + 1"), differs: instead("UNSIGNED BIGINT sql.Null[uint64]", "BIGINT sql.NullInt64"), why: sentAsBigint},
	{cases: beyondInt64, values: list("select ?", "select concat(?, '!')", "select ? is null"), differs: namedByConstant, why: sentAsSigned},
	{cases: list("uint64 beyond int64"), values: list("select ? + 1"), differs: shows(`column "9223372036854775808 + 1"`), why: sentAsSigned},
}

func mySQLArgumentDifference(from, to string) (difference, string) {
	return differenceIn(mySQLArgumentDifferences, from, to, "")
}

var mySQLErrorDifferences = []mySQLDifference{
	{cases: list("select 'foo", "select `foo", "select /* foo"), differs: instead("MariaDB", "MySQL"), why: endOfText},
	{cases: list("prepare s from 'selec 1'", "execute nope", "lock tables nope read"), differs: shows("not of MySQL"), why: sessionGone},
}

func mySQLErrorDifference(statement string) (difference, string) {
	return differenceIn(mySQLErrorDifferences, statement, "", "")
}

var mySQLTextDifferences = []mySQLDifference{
	{cases: list("select 1;;select 2"), differs: instead("error 1064 (42000)", "[\"2\"] <nil>\nint64 '\\x02'"), why: emptyAmong},
	{cases: list("create procedure p() begin select 1; select 2; end; call p(); drop procedure p"), differs: instead("[\"2\"] <nil>\nint64 '\\x02'\n", ""), why: oneResult},
}

func mySQLTextDifference(text string) (difference, string) {
	return differenceIn(mySQLTextDifferences, text, "", "")
}
