package postgres

import (
	"strconv"
	"strings"
)

// Loop runs a statement for each row of a [Sheet] in three
// statements of a transaction: one that stores the rows in settings of that
// transaction, a block that runs the statement for each, and a query for how many
// rows each has affected. BatchExecuteStatement, which the service has for this,
// tells neither that nor which set of arguments an error is about.
type Loop struct {
	types  []Type
	static string // the statement with variables; empty if it is dynamic
	text   string // the statement with $n
}

// NewLoop returns the loop for a statement. variables has the statement's text with
// what [LoopVariable] returns in place of each $n, and numbered has it with $n.
// keyword is its first, and contains tells whether it has others.
func NewLoop(types []Type, keyword, variables, numbered string, contains func(words ...string) bool) *Loop {
	l := &Loop{types: types, text: numbered}
	switch keyword {
	case "INSERT", "UPDATE", "DELETE", "MERGE":
		// PL/pgSQL keeps the plan of a statement that is part of a block, and
		// takes none there that returns rows.
		if !contains("RETURNING") {
			l.static = variables
		}
	}
	return l
}

// LoopVariable returns what stands for $n, of a type, in a statement of a [Loop].
func LoopVariable(n int, t Type) string {
	name := variable(strconv.Itoa(n))
	if t.loopTransport() == wrappedElements {
		return "(" + name + "[1])"
	}
	return "(" + name + ")"
}

// The names of variables are such as no column has, and should one have them, the
// column is meant.
func variable(name string) string { return "auroradataapi_" + name }

func loopSetting(n int) string { return quote("auroradataapi.batch_" + strconv.Itoa(n)) }

var countsSetting = quote("auroradataapi.batch_counts")

// Store returns the statement that stores the rows, with :1, :2, … for the columns.
// It does not return them.
func (l *Loop) Store() string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i := range l.types {
		separate(&b, i)
		n := i + 1
		b.WriteString("set_config(" + loopSetting(n) + ", :" + strconv.Itoa(n) + ", true) IS NULL")
	}
	return b.String()
}

// Counts returns the query for how many rows have been affected: a text of numbers
// with commas between them.
func (l *Loop) Counts() string { return "SELECT current_setting(" + countsSetting + ")" }

// Run returns the block. An error in it has the SQLSTATE of the statement's, and
// its message for [CutRow].
func (l *Loop) Run() string {
	return "DO " + quote("\n#variable_conflict use_column\nDECLARE "+l.declarations()+
		" BEGIN BEGIN "+l.loop()+
		" EXCEPTION WHEN OTHERS THEN "+reraise+" END;"+
		" PERFORM set_config("+countsSetting+", array_to_string("+variable("counts")+", ','), true); END")
}

func (l *Loop) declarations() string {
	var b strings.Builder
	for i, t := range l.types {
		b.WriteString(variable(strconv.Itoa(i+1)) + " " + t.declared() + "; ")
	}
	for _, name := range []string{"message", "detail", "hint"} {
		b.WriteString(variable(name) + " text; ")
	}
	b.WriteString(variable("n") + " int8 := 0; " + variable("rows") + " int8; " + variable("counts") + " int8[] := '{}';")
	return b.String()
}

// declared returns the type of the variable that carries a value of the type.
func (t Type) declared() string {
	switch {
	case t.cast == regclassCast:
		return "regclass"
	case t.loopTransport() == wrappedElements:
		return t.cast + "[]"
	}
	return t.cast
}

// fromText returns the expression for what is assigned to the variable.
func (t Type) fromText(column string) string {
	if t.cast == regclassCast {
		return column + "::" + t.cast
	}
	return column
}

func (l *Loop) loop() string {
	var b strings.Builder
	b.WriteString("FOR " + variable("n"))
	for i := range l.types {
		b.WriteString(", " + variable(strconv.Itoa(i+1)))
	}
	b.WriteString(" IN SELECT " + rowsAlias + ".n")
	for i, t := range l.types {
		b.WriteString(", " + t.fromText(rowsAlias+".c"+strconv.Itoa(i+1)))
	}
	b.WriteString(" FROM ")
	l.writeRows(&b)
	b.WriteString(" LOOP " + l.body() + "; GET DIAGNOSTICS " + variable("rows") + " = ROW_COUNT; " +
		variable("counts") + " := " + variable("counts") + " || " + variable("rows") + "; END LOOP;")
	return b.String()
}

// writeRows writes the rows, numbered from 1.
func (l *Loop) writeRows(b *strings.Builder) {
	b.WriteString("unnest(")
	for i := range l.types {
		separate(b, i)
		b.WriteString("current_setting(" + loopSetting(i+1) + ")::text[]")
	}
	b.WriteString(") WITH ORDINALITY AS " + rowsAlias + " (")
	for i := range l.types {
		b.WriteString("c" + strconv.Itoa(i+1) + ", ")
	}
	b.WriteString("n)")
}

func (l *Loop) body() string {
	if l.static != "" {
		return l.static
	}
	values := make([]string, len(l.types))
	for i, t := range l.types {
		values[i] = LoopVariable(i+1, t)
	}
	return "EXECUTE " + quote(l.text) + " USING " + strings.Join(values, ", ")
}

// rowMarker precedes the number of a row in the message of an error.
const rowMarker = "auroradataapi row "

var reraise = "GET STACKED DIAGNOSTICS " + variable("message") + " = MESSAGE_TEXT, " +
	variable("detail") + " = PG_EXCEPTION_DETAIL, " + variable("hint") + " = PG_EXCEPTION_HINT;" +
	" RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = " + quote(rowMarker) + " || " + variable("n") + " || ': ' || " + variable("message") +
	", DETAIL = " + variable("detail") + ", HINT = " + variable("hint") + ";"

// CutRow returns the message of an error without the number, from 1, of the row
// that it is about, and that number; 0 if there is none.
func CutRow(message string) (rest string, row int) {
	marked, ok := strings.CutPrefix(message, rowMarker)
	if !ok {
		return message, 0
	}
	number, rest, ok := strings.Cut(marked, ": ")
	row, err := strconv.Atoi(number)
	if !ok || err != nil || row < 0 {
		return message, 0
	}
	return rest, row
}

// ParseCounts reads the answer to the query for how many rows have been affected.
func ParseCounts(text string) ([]int64, error) {
	if text == "" {
		return nil, nil
	}
	counts := make([]int64, 0, strings.Count(text, ",")+1)
	for number := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, err
		}
		counts = append(counts, n)
	}
	return counts, nil
}
