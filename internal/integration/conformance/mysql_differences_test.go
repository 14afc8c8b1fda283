package conformance_test

import "slices"

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

var mySQLTypeDifferences = []mySQLDifference{}

func mySQLTypeDifference(expr, literal, variant string) (difference, string) {
	return differenceIn(mySQLTypeDifferences, expr, literal, variant)
}

var mySQLExpressionDifferences = []mySQLDifference{}

func mySQLExpressionDifference(expr, variant string) (difference, string) {
	return differenceIn(mySQLExpressionDifferences, expr, "", variant)
}

var mySQLArgumentDifferences = []mySQLDifference{}

func mySQLArgumentDifference(from, to string) (difference, string) {
	return differenceIn(mySQLArgumentDifferences, from, to, "")
}

var mySQLErrorDifferences = []mySQLDifference{}

func mySQLErrorDifference(statement string) (difference, string) {
	return differenceIn(mySQLErrorDifferences, statement, "", "")
}

var mySQLTextDifferences = []mySQLDifference{}

func mySQLTextDifference(text string) (difference, string) {
	return differenceIn(mySQLTextDifferences, text, "", "")
}
