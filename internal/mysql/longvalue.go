package mysql

import "strings"

// digitsAtOnce is how many hexadecimal digits of a value fit into a SET.
const digitsAtOnce = maxSet - 1000

// inPieces returns the statements that give a variable a value which [stringLiteral]
// has written and for which there is no room in one: the octets are put together, and
// then are characters.
func (c *SettingChange) inPieces() (statements []string) {
	before, rest, _ := strings.Cut(c.Value, "X'")
	digits, after, ok := strings.Cut(rest, "'")
	if !ok {
		return []string{"SET " + c.item()}
	}
	name := c.reference()
	set := "SET " + name + " = "
	for begin := 0; begin < len(digits); begin += digitsAtOnce {
		piece := "X'" + digits[begin:min(begin+digitsAtOnce, len(digits))] + "'"
		if begin > 0 {
			piece = "CONCAT(" + name + ", " + piece + ")"
		}
		statements = append(statements, set+piece)
	}
	if charset := strings.TrimPrefix(strings.TrimSpace(before), "_"); charset != "" {
		statements = append(statements, set+"CONVERT("+name+" USING "+charset+")"+after)
	}
	return statements
}
