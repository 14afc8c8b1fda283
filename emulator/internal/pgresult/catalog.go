package pgresult

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
)

// TypeCache remembers facts of pg_type by object identifier. Object
// identifiers mean something in one database only, so there is one cache per
// database. A type that is renamed keeps its old name here, as it does for the
// length of a connection in the libraries that the service is built on.
//
// The zero value is empty and ready. Goroutines may share it.
type TypeCache struct {
	mu    sync.RWMutex // guards types
	types map[uint32]pgType
}

// load makes sure that the types and the types of their elements are known,
// with at most one query.
func (c *TypeCache) load(ctx context.Context, conn *pgconn.PgConn, oids []uint32) error {
	missing := c.missing(oids)
	if len(missing) == 0 {
		return nil
	}
	types, err := queryTypes(ctx, conn, missing)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.types == nil {
		c.types = make(map[uint32]pgType)
	}
	for _, t := range types {
		c.types[t.oid] = t
	}
	return nil
}

// Knows says whether Describe without metadata can do without a query for
// these columns.
func (c *TypeCache) Knows(fields []pgconn.FieldDescription) bool {
	return len(c.missing(typeOIDs(fields))) == 0
}

func (c *TypeCache) missing(oids []uint32) []uint32 {
	var missing []uint32
	for _, oid := range oids {
		if _, known := c.lookup(oid); !known {
			missing = append(missing, oid)
		}
	}
	return missing
}

func (c *TypeCache) lookup(oid uint32) (pgType, bool) {
	if t, ok := builtin[oid]; ok {
		return t, true
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	t, ok := c.types[oid]
	return t, ok
}

// typesQuery finds types and the types of their elements. A type that is only
// subscripted like an array, such as oidvector, is none for the clients.
const typesQuery = `
SELECT t.oid, t.typname, t.typtype,
       CASE WHEN t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc THEN t.typelem ELSE 0 END
FROM pg_catalog.pg_type t
WHERE t.oid = ANY ($1)
   OR t.oid IN (SELECT e.typelem FROM pg_catalog.pg_type e WHERE e.oid = ANY ($1))`

func queryTypes(ctx context.Context, conn *pgconn.PgConn, oids []uint32) ([]pgType, error) {
	rows, err := query(ctx, conn, typesQuery, parameter{oidArray, arrayLiteral(oids)})
	if err != nil {
		return nil, fmt.Errorf("pgresult: look up types: %w", err)
	}
	types := make([]pgType, 0, len(rows))
	for _, row := range rows {
		types = append(types, newCustomType(row))
	}
	return types, nil
}

// newCustomType makes a type from a row of typesQuery. Of the types that are
// not built in, enums and pgvector's vector are documented as returned
// (AuroraUserGuide data-api-operations). The Field of a vector is unknown;
// here it is PostgreSQL's text. The rest is refused under its raw name: seen
// for regclass (simiancraft/drizzle-kit-rds-data-api-repro), inferred for
// others, among them arrays of enums and types of extensions.
func newCustomType(row [][]byte) pgType {
	t := pgType{
		oid:     parseOID(row[0]),
		name:    string(row[1]),
		kind:    row[2][0],
		element: parseOID(row[3]),
	}
	t.display = t.name
	if t.kind == 'e' || t.kind == 'b' && t.name == "vector" {
		t.read = readString
	}
	return t
}

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
           FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum), false)
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = ANY ($1) AND a.attnum = ANY ($2)`

func queryAttributes(ctx context.Context, conn *pgconn.PgConn, keys []attributeKey) (map[attributeKey]attribute, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	tables := make([]uint32, len(keys))
	numbers := make([]int16, len(keys))
	for i, k := range keys {
		tables[i], numbers[i] = k.table, k.number
	}
	rows, err := query(ctx, conn, attributesQuery,
		parameter{oidArray, arrayLiteral(tables)}, parameter{int2Array, arrayLiteral(numbers)})
	if err != nil {
		return nil, fmt.Errorf("pgresult: look up columns: %w", err)
	}
	found := make(map[attributeKey]attribute, len(rows))
	for _, row := range rows {
		number, _ := strconv.ParseInt(string(row[1]), 10, 16)
		found[attributeKey{parseOID(row[0]), int16(number)}] = attribute{
			table:         string(row[2]),
			notNull:       string(row[3]) == "t",
			autoIncrement: string(row[4]) == "t",
		}
	}
	return found, nil
}

// The types of the parameters of the catalog queries.
const (
	int2Array = 1005
	oidArray  = 1028
)

// parameter is a value to bind, in text format.
type parameter struct {
	oid  uint32
	text string
}

func query(ctx context.Context, conn *pgconn.PgConn, sql string, parameters ...parameter) ([][][]byte, error) {
	values := make([][]byte, len(parameters))
	oids := make([]uint32, len(parameters))
	for i, p := range parameters {
		values[i], oids[i] = []byte(p.text), p.oid
	}
	result := conn.ExecParams(ctx, sql, values, oids, nil, nil).Read()
	return result.Rows, result.Err
}

func arrayLiteral[T uint32 | int16](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = strconv.FormatInt(int64(v), 10)
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// parseOID reads an object identifier as the server writes it.
func parseOID(text []byte) uint32 {
	v, _ := strconv.ParseUint(string(text), 10, 32)
	return uint32(v)
}
