package mysql

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// quote returns a text as a string constant, which is read alike by the default
// sql_mode and by what looks for quotes alone.
func quote(s string) string {
	return "'" + constant.Replace(s) + "'"
}

// maxQuoted is how many octets are written as a string and not as digits, which can
// be parted anywhere.
const maxQuoted = maxSet / 2

// stringLiteral returns an expression for a string of a character set, in octets,
// and a collation.
func stringLiteral(octets, charset, collation string) string {
	literal := "X'" + hex.EncodeToString([]byte(octets)) + "'"
	if charset == "utf8mb4" && len(octets) < maxQuoted && utf8.ValidString(octets) && !strings.ContainsRune(octets, 0) {
		literal = quote(octets) // which is shorter
	}
	if charset == "binary" {
		return literal
	}
	return "_" + charset + " " + literal + " COLLATE " + collation
}

// numberLiteral returns an expression for the text of a number of a type, and false
// if it is none.
func numberLiteral(number, typeName string) (expression string, ok bool) {
	if !isNumber(number) {
		return "", false
	}
	switch {
	case strings.Contains(typeName, "DOUBLE"), strings.Contains(typeName, "FLOAT"):
		if strings.ContainsAny(number, "eE") {
			return number, true
		}
		return number + "e0", true
	case strings.Contains(typeName, "DECIMAL"):
		if strings.Contains(number, ".") {
			return number, true
		}
		return number + ".", true
	case strings.Contains(typeName, "UNSIGNED"):
		return "CAST(" + number + " AS UNSIGNED)", true
	}
	return number, true
}

// isNumber reports whether a text consists of what numbers are written with.
func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789+-.eE") == "" && strings.ContainsAny(s, "0123456789")
}

// isName reports whether a text may stand for a character set or a collation as it
// is.
func isName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_')
	}) < 0
}

// unhex returns the octets that hexadecimal digits stand for.
func unhex(digits string) (octets string, ok bool) {
	b, err := hex.DecodeString(digits)
	return string(b), err == nil
}
