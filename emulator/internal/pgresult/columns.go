package pgresult

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Columns describes the columns of a result. It does not change once made;
// goroutines may share it.
type Columns struct {
	columns []column
}

type column struct {
	label    string
	modifier int32 // pg_attribute.atttypmod, -1 for none
	typ      pgType
	base     pgType // the type of the elements of an array, else typ
	attribute
}

// Describe learns what there is to know of the columns of a statement, from
// its row description. Call it while the connection is not busy with that
// statement, before or after it runs; without metadata and of columns that the
// facts Know, at any time, as nothing is asked then.
//
// It queries pg_type for types that are not built in and not yet known, and
// with metadata the catalog of tables for the columns that come from one; the
// service does so too, on the same session, whenever it needs metadata or
// writes JSON (sbalmt/ez4#61). These queries go through the unnamed prepared
// statement, so the statement being described must have a name. They run in the
// caller's transaction and fail as the caller's own queries do.
//
// now is the snapshot of a moment after the statement began, or empty: then
// tables are asked about each time. It must be empty in a transaction, which may
// have made changes that no one else sees.
func (c *Catalog) Describe(ctx context.Context, fields []pgconn.FieldDescription, metadata bool, now Snapshot) (*Columns, error) {
	if err := c.loadTypes(ctx, typeOIDs(fields)); err != nil {
		return nil, err
	}
	var attributes map[attributeKey]attribute
	if metadata {
		var err error
		if attributes, err = c.attributesOf(ctx, attributeKeys(fields), now); err != nil {
			return nil, err
		}
	}
	columns := make([]column, len(fields))
	for i, f := range fields {
		columns[i] = newColumn(c.facts, f)
		columns[i].attribute = attributes[keyOf(f)]
	}
	return &Columns{columns: columns}, nil
}

func newColumn(facts *Facts, f pgconn.FieldDescription) column {
	c := column{label: f.Name, modifier: f.TypeModifier}
	c.typ = typeOf(facts, f.DataTypeOID)
	c.base = c.typ
	if c.typ.element != 0 {
		c.base = typeOf(facts, c.typ.element)
	}
	return c
}

// typeOf gives the type with the oid. One that is gone from the catalog has no
// name but its number, and is refused.
func typeOf(facts *Facts, oid uint32) pgType {
	if t, ok := facts.lookup(oid); ok {
		return t
	}
	name := fmt.Sprint(oid)
	return pgType{oid: oid, name: name, kind: 'b', display: name}
}

func typeOIDs(fields []pgconn.FieldDescription) []uint32 {
	oids := make([]uint32, len(fields))
	for i, f := range fields {
		oids[i] = f.DataTypeOID
	}
	return oids
}

// attributeKeys names the columns that come straight from a table.
func attributeKeys(fields []pgconn.FieldDescription) []attributeKey {
	var keys []attributeKey
	seen := make(map[attributeKey]bool)
	for _, f := range fields {
		if key := keyOf(f); key.table != 0 && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys
}

// keyOf names the column of a table behind a field. System columns have
// negative numbers.
func keyOf(f pgconn.FieldDescription) attributeKey {
	return attributeKey{f.TableOID, int16(f.TableAttributeNumber)}
}

// Metadata gives columnMetadata, one entry per column. It needs a Describe
// with metadata, else columns look as if they came from no table.
func (c *Columns) Metadata() []dataapi.ColumnMetadata {
	all := make([]dataapi.ColumnMetadata, len(c.columns))
	for i, column := range c.columns {
		all[i] = column.metadata()
	}
	return all
}
