package sqltext

import "strings"

// SelectList is the list of what a query of one SELECT returns, if nothing in it is a *
// and the statement does not look its items up again by DISTINCT or HAVING.
type SelectList struct {
	outline *Outline
	items   []listItem // in tokens
}

type listItem struct{ from, to int }

// SelectList reads the list. It reports false for any other statement.
func (o *Outline) SelectList() (*SelectList, bool) {
	if o.query.verb != "SELECT" || !o.isWord(o.query.main, "SELECT") || o.combines() {
		return nil, false
	}
	list := &SelectList{outline: o}
	i := o.query.main + 1
	for selectWords(o.word(i)) {
		if strings.HasPrefix(o.word(i), "DISTINCT") {
			return nil, false
		}
		i++
	}
	from := i
	for ; i < o.query.to && !listEnds(o.word(i)); i++ {
		switch {
		case o.tokens[i].kind == openParen:
			i = o.closer[i]
		case o.isSign(i, "*") && (i == from || o.isSign(i-1, ".")):
			return nil, false
		case o.isSign(i, ","):
			list.items, from = append(list.items, listItem{from, i}), i+1
		}
	}
	list.items = append(list.items, listItem{from, i})
	return list, true
}

// combines reports whether the query is several SELECTs or looks at their results.
func (o *Outline) combines() bool {
	for i := o.query.main; i < o.query.to; i++ {
		switch o.word(i) {
		case "UNION", "EXCEPT", "INTERSECT", "MINUS", "HAVING":
			return true
		}
		if o.tokens[i].kind == openParen {
			i = o.closer[i]
		}
	}
	return false
}

// selectWords may stand between SELECT and the list, listEnds behind it.
var (
	selectWords = wordSet("ALL DISTINCT DISTINCTROW HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT SQL_NO_CACHE SQL_CALC_FOUND_ROWS")
	listEnds    = wordSet("FROM WHERE GROUP HAVING WINDOW ORDER LIMIT FOR LOCK INTO PROCEDURE FETCH OFFSET")
)

// Len returns how many items there are.
func (l *SelectList) Len() int { return len(l.items) }

// Column returns an item as it is written, if it is the name of a column and nothing
// else.
func (l *SelectList) Column(i int) (name string, ok bool) {
	o, item := l.outline, l.items[i]
	if !o.isName(item.from) || item.to > len(o.tokens) {
		return "", false
	}
	end := item.from + 1
	for o.isSign(end, ".") && o.isName(end+1) && end+1 < item.to {
		end += 2
	}
	return o.slice(item.from, end), end == item.to
}

// Replace returns the statement with other items in place of those for which there is
// a text.
func (l *SelectList) Replace(texts []string) string {
	o := l.outline
	var b strings.Builder
	at := 0
	for i, text := range texts {
		if text != "" {
			b.WriteString(o.source[at:o.tokens[l.items[i].from].start] + text)
			at = o.tokens[l.items[i].to-1].end
		}
	}
	return b.String() + o.source[at:o.tokens[len(o.tokens)-1].end]
}
