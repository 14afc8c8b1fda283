package postgres

import "strconv"

// LongText runs a statement whose text the service would not take, by its number
// among those of a connection. The text goes as a parameter into a setting of the
// transaction, and a block executes it from there.
type LongText int

func (l LongText) setting() string { return quote("auroradataapi.text_" + strconv.Itoa(int(l))) }

func (l LongText) text() string { return "pg_catalog.current_setting(" + l.setting() + ")" }

// Store returns the statement that stores the text, :1. It does not return it.
func (l LongText) Store() string {
	return "SELECT pg_catalog.set_config(" + l.setting() + ", :1, true) IS NULL"
}

// Run returns the statement that runs the text, for its effects and its number of
// rows, which it stores in place of the text.
func (l LongText) Run() string {
	return "DO " + quote("DECLARE auroradataapi_rows pg_catalog.int8; BEGIN EXECUTE "+l.text()+"; GET DIAGNOSTICS auroradataapi_rows = ROW_COUNT;"+
		" PERFORM pg_catalog.set_config("+l.setting()+", CAST(auroradataapi_rows AS pg_catalog.text), true); END")
}

// Rows returns the query for the number of rows that [LongText.Run] has stored.
func (l LongText) Rows() string { return "SELECT CAST(" + l.text() + " AS pg_catalog.int8)" }

// Cursor is the one that [LongText.Open] opens.
func (l LongText) Cursor() Cursor { return Cursor("auroradataapi_text_" + strconv.Itoa(int(l))) }

// Open returns the statement that opens a cursor for the text, which runs at the
// first FETCH, and empties the setting.
func (l LongText) Open() string {
	return "DO " + quote("DECLARE source pg_catalog.refcursor := "+quote(string(l.Cursor()))+"; BEGIN OPEN source FOR EXECUTE "+l.text()+";"+
		" PERFORM pg_catalog.set_config("+l.setting()+", '', true); END")
}

// FetchAll returns the statement that returns all rows.
func (c Cursor) FetchAll() string { return "FETCH ALL FROM " + string(c) }

// RunsAsLongText reports whether a statement that begins with a keyword may be run in
// this way, which SELECT … INTO may not. contains tells whether it has a word.
func RunsAsLongText(keyword string, contains func(words ...string) bool) bool {
	switch keyword {
	case "INSERT", "MERGE":
		return true
	}
	return Inferable(keyword) && !contains("INTO")
}
