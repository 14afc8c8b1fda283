package mysqlsession

import (
	"math"
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// generatedFields gives an entry for each id that a statement has generated, as
// Connector/J does, beginning with the one that the server tells, and none if it
// tells none. What the current generation of the service sends for an INSERT of
// several rows is unknown. Where ids need not follow each other it is the first
// alone, which is a guess as well. An id above 2^63-1 is not a longValue: it is
// left out.
func (r *result) generatedFields() []dataapi.Field {
	fields := []dataapi.Field{}
	if r.insertID == 0 || r.insertID > math.MaxInt64 {
		return fields
	}
	count := uint64(1)
	if r.affected > 1 && insertsValues(r.statement.SQL) {
		count = min(r.affected, math.MaxInt64-r.insertID+1)
	}
	for i := range count {
		fields = append(fields, dataapi.LongField(int64(r.insertID+i)))
	}
	return fields
}

var (
	// insert recognises INSERT, each of whose rows counts as one that was affected,
	// other than those of REPLACE.
	insert = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*insert\b`)
	// twice recognises the clause by which a row may count twice.
	twice = regexp.MustCompile(`(?is)\bon\s+duplicate\s+key\s+update\b`)
	// source recognises the word that begins the rows of an INSERT.
	source = regexp.MustCompile(`(?i)^(values|value|select|set|table|with)\b`)
)

// insertsValues says whether a statement is an INSERT … VALUES, whose ids follow
// each other, each row with one.
func insertsValues(sql string) bool {
	if !insert.MatchString(sql) || twice.MatchString(sql) {
		return false
	}
	depth := 0
	for i := 0; i < len(sql); i = wordEnd(sql, i) {
		switch sql[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if word := source.FindString(sql[i:]); depth == 0 && word != "" {
			return strings.EqualFold(word, "values") || strings.EqualFold(word, "value")
		}
	}
	return false
}

// wordEnd gives the end of the word, or of the other token, that starts at i.
func wordEnd(sql string, i int) int {
	end := i
	for end < len(sql) && isWordByte(sql[end]) {
		end++
	}
	if end > i {
		return end
	}
	return tokenEnd(sql, i)
}

func isWordByte(b byte) bool {
	return b == '_' || b == '$' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
