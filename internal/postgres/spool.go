package postgres

import "strconv"

// A spool is a page of rows that the server keeps as text in settings of the
// transaction. A row is a composite literal, in which each value is the text that
// PostgreSQL writes for it; rows follow each other without anything between them.
//
// It is read in pieces, so that a row may be larger than what the service returns,
// and it is cut where it has grown large, so that the rows need not be made twice:
// not every cursor can go back.

const (
	// SpoolSize is when a spool is full, in octets of text. It is read in one piece
	// unless its last row makes it longer than SpoolPiece.
	SpoolSize = 900_000

	// SpoolPiece is how much of a spool is read at once, in octets of text. The
	// service returns 1,048,576 with the lengths of rows and fields.
	SpoolPiece = 1_000_000

	// spoolChunk is how much text is collected before it is added to the rest.
	spoolChunk = 16_384

	// FirstCharacters are what is read first of a longer one: never more than SpoolPiece octets: UTF-8 has four octets
	// for a character at most.
	FirstCharacters = SpoolPiece / 4
)

// Spool returns the statement that fetches rows into the spool until it is full or
// there are none left. page numbers the spools of the cursor: that one which is
// there already is not fetched again, so that the statement may be sent twice.
//
// The texts of values are those of a session with PostgreSQL's own settings for
// them, which the rows themselves must not see.
func (c Cursor) Spool(page int) string {
	number := strconv.Itoa(page)
	return "DO " + quote(
		"DECLARE source refcursor := "+quote(string(c))+"; line record; chunk text := ''; spool text := ''; n int8 := 0;"+
			" keys text[] := ARRAY['DateStyle', 'TimeZone', 'extra_float_digits', 'bytea_output'];"+
			" usual text[] := ARRAY['ISO, MDY', 'UTC', '1', 'hex']; own text[]; differs bool;"+
			" BEGIN"+
			" IF current_setting("+quote(c.setting("page"))+", true) = "+quote(number)+" THEN RETURN; END IF;"+
			" own := ARRAY(SELECT current_setting(u.k) FROM unnest(keys) WITH ORDINALITY AS u (k, i) ORDER BY u.i);"+
			" differs := own <> usual;"+
			" LOOP"+
			" FETCH source INTO line;"+
			" EXIT WHEN NOT FOUND;"+
			" IF differs THEN PERFORM set_config(u.k, u.v, true) FROM unnest(keys, usual) AS u (k, v); END IF;"+
			" chunk := chunk || CAST(line AS text);"+
			" IF differs THEN PERFORM set_config(u.k, u.v, true) FROM unnest(keys, own) AS u (k, v); END IF;"+
			" n := n + 1;"+
			" IF octet_length(chunk) > "+strconv.Itoa(spoolChunk)+" THEN"+
			" spool := spool || chunk; chunk := '';"+
			" EXIT WHEN octet_length(spool) > "+strconv.Itoa(SpoolSize)+";"+
			" END IF;"+
			" END LOOP;"+
			" PERFORM set_config("+quote(c.setting("rows"))+", spool || chunk, true);"+
			" PERFORM set_config("+quote(c.setting("count"))+", CAST(n AS text), true);"+
			" PERFORM set_config("+quote(c.setting("page"))+", "+quote(number)+", true);"+
			" END")
}

func (c Cursor) setting(name string) string { return string(c) + "." + name }

// Spooled returns the query for how many rows, octets and characters the spool
// has, and for its first characters: all of them, unless they have more than
// SpoolPiece octets.
func (c Cursor) Spooled() string {
	return "SELECT CAST(current_setting(" + quote(c.setting("count")) + ") AS int8) AS rows," +
		" CAST(octet_length(page) AS int8) AS octets, CAST(length(page) AS int8) AS characters," +
		" CASE WHEN octet_length(page) <= " + strconv.Itoa(SpoolPiece) + " THEN page ELSE left(page, " + strconv.Itoa(FirstCharacters) + ") END AS page" +
		" FROM (SELECT current_setting(" + quote(c.setting("rows")) + ") AS page OFFSET 0) s"
}

// SpooledPiece returns the query for so many characters of the spool behind others.
func (c Cursor) SpooledPiece(behind, characters int64) string {
	return "SELECT substr(current_setting(" + quote(c.setting("rows")) + "), " +
		strconv.FormatInt(behind+1, 10) + ", " + strconv.FormatInt(characters, 10) + ")"
}
