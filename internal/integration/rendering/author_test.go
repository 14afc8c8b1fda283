package rendering_test

import (
	"math/rand/v2"
	"strings"
)

// text is a SELECT with the arguments of its placeholders.
type text struct {
	sql  string
	args []any
}

// author writes texts.
type author struct {
	*rand.Rand
	sql  strings.Builder
	args []any
}

// operands are expressions, and strings where a string may stand.
var operands = []string{
	`'a'`, `'it\'s'`, `'it''s'`, `"b"`, `"it's :x"`, `"a\"b"`, `"q""q'"`, `'\\'`, `'\\\''`, `N'n\'n'`, `n"n:n"`,
	`_utf8mb4'u:u'`, `_utf8mb4"u'u"`, `'\%\_\n\0\Z\x'`, `"\'"`, `''`, `""`, `'é:ö\'ü'`, "'a\\\nb'", `"tab\t:\""`,
	`'a' 'b'`, `'a'"b'"`, `"a'"'b'`, `x'41'`, `b'1'`, `0x41`, `_binary'\'\\'`, `':a ? -- # /*'`, `"? :b # /*"`,
	`1e2`, `.5`, `1.5e-1`, `5--3`, `5---2`, `-(-1)`, "1-\t-1", `2--?`, `?`, `?`, `?`, `(?)`, `?/* x */`,
	"`c`", "t.`a:b`", "`it's`", "`q``q\"`", `t.2c`, "t . `-- x`", "`/* y`", "`z#`", "`s;t`",
	`@'v w'`, "@`v:\\`", "@`v``:`", `@"it's"`, `@v.w$`, `@@version_comment is null`, `@n:=5`, `(@n := '\'')`, `@n:=?`,
	`/*!50000 1 */`, `/*! 'x*/' */`, "/*!50000 `it's` */", `/*! ? */`, `/*!40000 ':' */`, `/*!*/1`, `1 /*!99999 'no */`,
	`case when 1 then 'a' else "'" end`, `if(1,'a;',"b;")`, `concat('a',"'", ?)`, `'{"a": "\\n"}'`,
	`json_extract('{"a:b":1}', '$."a:b"')`, `json_unquote("{\"a\":\"'\"}")`, `date'2024-02-29'`, `{d '2024-02-29'}`,
}

// operators stand between two operands; those with a comma part two columns.
var operators = []string{",", ",", ",", "+", "=", "||", "-", "<=>", "and", "like", "*", "/", "%", "--", "collate utf8mb4_bin,"}

// gaps stand between two tokens.
var gaps = []string{
	" ", " ", " ", "\n", "\t", "/**/", "/* it's ; ? :x */", " -- :x ' ?\n", " --\n", " # \" ` ;\n", "/*!99999 'no :x */", "/*!50000 */",
	"/*/ */", "/*M!*/", "/*+ h :x */",
}

// table has the columns that are in operands.
const table = " from (select 1 as `c`, 2 as `a:b`, 3 as `it's`, 4 as `q``q\"`, 5 as `2c`, 6 as n, 7 as `-- x`, 8 as `/* y`, 9 as `z#`, 10 as `s;t`) t"

// arguments are values for a placeholder.
var arguments = []any{int64(7), "it's :x", `a\`, "", nil, 1.5, "é"}

// write returns a text, most of which the database can run.
func (a *author) write() text {
	a.sql.Reset()
	a.args = nil
	a.sql.WriteString("select ")
	a.operand(a.gap())
	for range a.IntN(4) {
		operator, gap := operators[a.IntN(len(operators))], a.gap()
		if strings.HasSuffix(operator, "-") { // with space behind it, it would be a comment
			gap = "/**/"
		}
		a.sql.WriteString(a.gap() + operator)
		a.operand(gap)
	}
	a.sql.WriteString(table)
	if a.IntN(4) == 0 {
		a.sql.WriteString(" # ' end")
	}
	return text{sql: a.sql.String(), args: a.args}
}

func (a *author) gap() string { return gaps[a.IntN(len(gaps))] }

func (a *author) operand(gap string) {
	operand := operands[a.IntN(len(operands))]
	a.sql.WriteString(gap + operand)
	if !strings.Contains(operand, ":a ?") && !strings.Contains(operand, "? :b") {
		for range strings.Count(operand, "?") {
			a.args = append(a.args, arguments[a.IntN(len(arguments))])
		}
	}
}
