package pgresult

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
)

// Catalog is the system catalog as one session sees it. It is not for concurrent
// use.
type Catalog struct {
	connect  func() (*pgconn.PgConn, error)
	facts    *Facts
	prepared string // the unnamed statement of the connection, if it is one of this package
}

// NewCatalog gives the catalog as one session sees it. facts are those known of
// its database. connect is called whenever they do not suffice, and gives the
// connection of the session, free for a query.
func NewCatalog(connect func() (*pgconn.PgConn, error), facts *Facts) *Catalog {
	return &Catalog{connect: connect, facts: facts}
}

// Forget is to be called when something else has used the unnamed statement of
// the connection, as every statement of the simple protocol does.
func (c *Catalog) Forget() { c.prepared = "" }

// Facts are what is known of the catalog of one database. Object identifiers
// mean something in one database only.
//
// Of types, facts of pg_type are remembered by object identifier. A type that is
// renamed keeps its old name here, as it does for the length of a connection in
// the libraries that the service is built on. Facts of tables are remembered for
// as long as nothing has been changed in the whole database, see Snapshot.
//
// The zero value knows nothing and is ready. Goroutines may share it.
type Facts struct {
	mu         sync.RWMutex // guards what follows
	types      map[uint32]pgType
	snapshot   Snapshot // of the attributes
	attributes map[attributeKey]attribute
}

// loadTypes makes sure that the types and the types of their elements are known,
// with at most one query.
func (c *Catalog) loadTypes(ctx context.Context, oids []uint32) error {
	missing := c.facts.missing(oids)
	if len(missing) == 0 {
		return nil
	}
	rows, err := c.query(ctx, typesQuery, parameter{oidArray, arrayLiteral(missing)})
	if err != nil {
		return fmt.Errorf("pgresult: look up types: %w", err)
	}
	c.facts.addTypes(rows)
	return nil
}

func (f *Facts) addTypes(rows [][][]byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.types == nil {
		f.types = make(map[uint32]pgType)
	}
	for _, row := range rows {
		t := newCustomType(row)
		f.types[t.oid] = t
	}
}

// Knows says whether Describe without metadata can do without a query for
// these columns.
func (f *Facts) Knows(fields []pgconn.FieldDescription) bool {
	return len(f.missing(typeOIDs(fields))) == 0
}

func (f *Facts) missing(oids []uint32) []uint32 {
	var missing []uint32
	for _, oid := range oids {
		if _, known := f.lookup(oid); !known {
			missing = append(missing, oid)
		}
	}
	return missing
}

func (f *Facts) lookup(oid uint32) (pgType, bool) {
	if t, ok := builtin[oid]; ok {
		return t, true
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	t, ok := f.types[oid]
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

// query asks by the unnamed statement of the connection, and does not have it
// prepared again if it is the same as before.
func (c *Catalog) query(ctx context.Context, sql string, parameters ...parameter) ([][][]byte, error) {
	values := make([][]byte, len(parameters))
	oids := make([]uint32, len(parameters))
	for i, p := range parameters {
		values[i], oids[i] = []byte(p.text), p.oid
	}
	conn, err := c.connect()
	if err != nil {
		return nil, err
	}
	var result *pgconn.Result
	if c.prepared == sql {
		result = conn.ExecPrepared(ctx, "", values, nil, nil).Read()
	} else {
		result = conn.ExecParams(ctx, sql, values, oids, nil, nil).Read()
	}
	c.prepared = sql
	if result.Err != nil {
		c.prepared = ""
	}
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
