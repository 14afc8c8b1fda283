package sqltext

import (
	"slices"
	"strconv"
	"strings"
)

// SortKey is an item of an ORDER BY that is a column of the result, by its position
// or by its name.
type SortKey struct {
	Position        int    // from 1; 0 if there is a name
	Qualifier, Name string // without quotes; Qualifier is that next to the name
	Descending      bool
}

// SortKeys returns what all rows of the statement, a query, are ordered by. It reports
// false if that is anything but positions and names.
func (o *Outline) SortKeys() ([]SortKey, bool) {
	e := o.ending()
	if !e.ordered {
		return nil, true
	}
	to := e.end
	if e.limit >= 0 {
		to = e.limit
	}
	var keys []SortKey
	for i := e.order + 2; i < to; i++ {
		key, next, ok := o.sortKey(i, to)
		if !ok {
			return nil, false
		}
		keys, i = append(keys, key), next
	}
	return keys, true
}

// sortKey reads an item up to the comma behind it, where next is.
func (o *Outline) sortKey(i, to int) (key SortKey, next int, ok bool) {
	switch {
	case o.tokens[i].kind == number:
		position, err := strconv.Atoi(o.text(i))
		if err != nil || position < 1 {
			return key, i, false
		}
		key.Position = position
	case o.isName(i):
		key.Name = o.plainName(i)
		for ; o.isSign(i+1, ".") && o.isName(i+2); i += 2 {
			key.Qualifier, key.Name = key.Name, o.plainName(i+2)
		}
	default:
		return key, i, false
	}
	i++
	if o.isWord(i, "ASC") || o.isWord(i, "DESC") {
		key.Descending = o.isWord(i, "DESC")
		i++
	}
	return key, i, i == to || o.isSign(i, ",")
}

// plainName returns a name without backticks.
func (o *Outline) plainName(i int) string {
	name := o.text(i)
	if o.tokens[i].kind != quoted {
		return name
	}
	quote := name[:1]
	return strings.ReplaceAll(name[1:len(name)-1], quote+quote, quote)
}

// ReturnsOne reports whether the statement, a query, ends in LIMIT 1.
func (o *Outline) ReturnsOne() bool {
	e := o.ending()
	return e.limit >= 0 && slices.Equal(o.words(e.limit, e.end), []string{"LIMIT", "1"})
}

// words returns the tokens as they are written, words in upper case.
func (o *Outline) words(from, to int) []string {
	var words []string
	for i := from; i < to; i++ {
		words = append(words, strings.ToUpper(o.text(i)))
	}
	return words
}

// ReadsOneTable reports whether the statement, a query, has one SELECT of one table.
func (o *Outline) ReadsOneTable() bool {
	from, selects := -1, 0
	for i := range o.tokens {
		switch w := o.word(i); {
		case w == "SELECT":
			selects++
		case w == "JOIN" || w == "STRAIGHT_JOIN":
			return false
		case w == "FROM" && from < 0:
			from = i
		case from > 0 && o.isSign(i, ",") && i < o.behindTables(from):
			return false
		}
	}
	return selects == 1 && from > 0
}

// behindTables returns the token where the clause behind FROM begins.
func (o *Outline) behindTables(from int) int {
	for i := from; i < o.query.to; i++ {
		switch o.word(i) {
		case "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT":
			return i
		}
	}
	return o.query.to
}
