package conformance_test

import (
	"fmt"
	"slices"
	"strings"
)

const libPQIntroduction = `
# In the place of lib/pq

lib/pq and pgx give other Go values for most types of PostgreSQL, take other arguments, and word errors otherwise. The driver does as pgx,
unless it is told ` + "`compat=pq`" + ` in the DSN, or ` + "`Compat: auroradataapi.CompatPQ`" + ` in a Config: then as lib/pq 1.12.3. Choose by the driver that the
code was written for:

| what | compat=pgx, the default | compat=pq |
|---|---|---|
| numeric, uuid, interval, inet, enums, ranges, arrays and other types without a Go type of their own | string | []byte |
| text, varchar, char(n) | string | string |
| time, timetz | string | time.Time on the first day of the year 0 |
| date, timestamp | time.Time in UTC | time.Time in a location without a name, offset 0 |
| timestamptz | time.Time in UTC | time.Time in the zone that SET TIME ZONE gave the connection, else in UTC |
| infinity of these | string | []byte |
| oid, xid, cid | int64 | []byte |
| 1.1 of a float4 | 1.100000023841858 | 1.1 |
| ColumnType.ScanType of what has no Go type | string; float64 for numeric | any |
| an argument | what pgx makes of it for the type | its text, whatever the type: 1 for text, true for json |
| a string for a bytea | the text of a bytea, such as ` + "`\\x6162`" + ` | the octets of the string |
| a slice | an array or JSON | an array |
| [16]byte, maps, structs, big.Int, netip.Addr | taken | refused; pass a driver.Valuer |
| the text of an error | ERROR: … (SQLSTATE 23505) | pq: … (23505), with the column or the line in the SQL text |
| Commit of a transaction that has failed | ErrTxCommitRollback | that, and by errors.Is pq.ErrInFailedTransaction |

` + "`errors.As`" + ` finds a ` + "`*pq.Error`" + ` and a ` + "`*pgconn.PgError`" + ` whatever compat is; only a type assertion, ` + "`err.(*pq.Error)`" + `, has to be rewritten. What pgx's
options and the modes of arguments do is the same. What cannot be lib/pq's: a zone that the database or the role has by default, SET LOCAL TIME ZONE,
and a zone of PostgreSQL's that Go does not know by the same name, give times in UTC, of the same instant; EnableInfinityTs is unknown
here; a statement whose context has ended gives the context's error and not SQLSTATE 57014, since it may have run; BeginTx
without ReadOnly leaves the access mode to the session, where lib/pq says READ WRITE. [from-pgx.md](from-pgx.md) says what becomes of the rest of
lib/pq's own API, such as pq.CopyIn.

The same cases as above, held against lib/pq with TimeZone=UTC in the same way; a type that lib/pq has no name for has its name in
` + "`ColumnType.DatabaseTypeName`" + `, and that counts as equal. %d of %d cases are equal. The other %d differ:

`

// libPQ writes the part about lib/pq.
func (p *page) libPQ(list []finding) {
	by := count(list)[pqMode]
	fmt.Fprintf(p, libPQIntroduction, by[equal], by[equal]+by[listed], by[listed])
	p.WriteString("| reason | cases | where |\n|---|---:|---|\n")
	for _, r := range reasonsOf(list) {
		fmt.Fprintf(p, "| %s | %d | %s |\n", cell(r.why), len(r.found), strings.Join(titles(r.found), ", "))
	}
	p.WriteString("\n| section | equal | differ |\n|---|---:|---:|\n")
	for _, s := range sections {
		found := slices.DeleteFunc(slices.Clone(list), func(f finding) bool { return !slices.Contains(s.tests, f.test) })
		if by := count(found)[pqMode]; by != nil {
			title := fmt.Sprintf("[%s](#%s)", s.title, anchor(s.title))
			if s.title == programsOfLibPQ {
				title = s.title + " with time zones, arrays, transactions and errors"
			}
			fmt.Fprintf(p, "| %s | %d | %s |\n", title, by[equal], number(by[listed]))
		}
	}
}
