package pgresult

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// attribute is what metadata needs of a column of a table.
type attribute struct {
	table         string
	notNull       bool
	autoIncrement bool
}

type attributeKey struct {
	table  uint32
	number int16
}

// attributesQuery finds the facts that columnMetadata takes from the catalog.
// A column is auto-incremented when it is an identity or its default calls
// nextval. It may find a few columns more than wanted, of the wanted tables.
// Subqueries in place of joins make it much cheaper to plan.
const attributesQuery = `
SELECT a.attrelid, a.attnum,
       (SELECT c.relname FROM pg_catalog.pg_class c WHERE c.oid = a.attrelid),
       a.attnotnull OR (SELECT t.typtype = 'd' AND t.typnotnull FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid),
       a.attidentity <> '' OR a.atthasdef AND coalesce((
           SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%'
           FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum), false),
       pg_catalog.pg_current_snapshot()
FROM pg_catalog.pg_attribute a
WHERE a.attnum = ANY ($2) AND a.attrelid `

// Most results come from one table. When that is asked about again, PostgreSQL
// makes a plan to be kept, which it does not if the number of tables is open.
const (
	tableAttributes  = attributesQuery + `= $1`
	tablesAttributes = attributesQuery + `= ANY ($1)`
)

// Snapshot is the text of a pg_snapshot: which transactions of the database are
// over. Every change of a catalog is made by a transaction with an id, so
// between two equal snapshots no table has changed. Empty is no snapshot.
type Snapshot string

// PgCurrentSnapshot is the object identifier of pg_current_snapshot(), the same
// in every PostgreSQL since 13.
const PgCurrentSnapshot = 5061

// isComplete says whether the snapshot names what is under way. That of a
// standby does not: its list is empty with room between the bounds.
func (s Snapshot) isComplete() bool {
	least, rest, _ := strings.Cut(string(s), ":")
	next, list, ok := strings.Cut(rest, ":")
	return ok && (least == next || list != "")
}

// attributesOf finds the facts of columns of tables: from memory if nothing has
// changed since, or else by a query. What a session finds with changes of its own
// under way is for itself alone; it gives no snapshot.
func (c *Catalog) attributesOf(ctx context.Context, keys []attributeKey, now Snapshot) (map[attributeKey]attribute, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	if known := c.facts.recall(keys, now); known != nil {
		return known, nil
	}
	found, at, err := c.queryAttributes(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("pgresult: look up columns: %w", err)
	}
	if now != "" && at.isComplete() {
		c.facts.remember(found, at)
	}
	return found, nil
}

// recall gives the facts if all are known, or nil.
func (f *Facts) recall(keys []attributeKey, now Snapshot) map[attributeKey]attribute {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if now == "" || now != f.snapshot {
		return nil
	}
	known := make(map[attributeKey]attribute, len(keys))
	for _, key := range keys {
		a, ok := f.attributes[key]
		if !ok {
			return nil
		}
		known[key] = a
	}
	return known
}

// remember adds to the facts of the same snapshot and forgets those of another.
func (f *Facts) remember(found map[attributeKey]attribute, at Snapshot) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.snapshot != at {
		f.snapshot, f.attributes = at, make(map[attributeKey]attribute, len(found))
	}
	maps.Copy(f.attributes, found)
}

func (c *Catalog) queryAttributes(ctx context.Context, keys []attributeKey) (found map[attributeKey]attribute, at Snapshot, err error) {
	rows, err := c.queryTables(ctx, keys)
	found = make(map[attributeKey]attribute, len(rows))
	for _, row := range rows {
		number, _ := strconv.ParseInt(string(row[1]), 10, 16)
		found[attributeKey{parseOID(row[0]), int16(number)}] = attribute{
			table:         string(row[2]),
			notNull:       string(row[3]) == "t",
			autoIncrement: string(row[4]) == "t",
		}
		at = Snapshot(row[5])
	}
	return found, at, err
}

func (c *Catalog) queryTables(ctx context.Context, keys []attributeKey) ([][][]byte, error) {
	var tables []uint32
	numbers := make([]int16, len(keys))
	for i, k := range keys {
		numbers[i] = k.number
		if !slices.Contains(tables, k.table) {
			tables = append(tables, k.table)
		}
	}
	wanted := parameter{int2Array, arrayLiteral(numbers)}
	if len(tables) == 1 {
		return c.query(ctx, tableAttributes, parameter{oidOID, strconv.FormatUint(uint64(tables[0]), 10)}, wanted)
	}
	return c.query(ctx, tablesAttributes, parameter{oidArray, arrayLiteral(tables)}, wanted)
}
