package transfer

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// columns returns the columns of a table that can be written.
func (t Table) columns(ctx context.Context, from Querier, engine auroradataapi.Engine) ([]result.Column, error) {
	if engine == auroradataapi.EngineMySQL {
		columns, err := t.mysqlColumns(ctx, from)
		if err != nil || len(columns) > 0 {
			return columns, err
		}
	}
	query, err := t.Query(ctx, from, engine)
	if err != nil {
		return nil, err
	}
	return columnsOf(ctx, from, query+" where 1 = 0")
}

func columnsOf(ctx context.Context, from Querier, query string) ([]result.Column, error) {
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := result.Columns(rows)
	if err != nil {
		return nil, err
	}
	return columns, rows.Err()
}

// mysqlCatalog has the columns of a table but those that are generated.
const mysqlCatalog = `select column_name, upper(data_type) from information_schema.columns
where table_schema = coalesce(?, database()) and table_name = ? and extra not like '%GENERATED%' order by ordinal_position`

// mysqlColumns asks MySQL's catalog, since the service calls bit(1) a TINYINT where
// there are no rows.
func (t Table) mysqlColumns(ctx context.Context, from Querier) ([]result.Column, error) {
	var schema any
	if len(t) > 1 {
		schema = t[len(t)-2]
	}
	rows, err := from.QueryContext(ctx, mysqlCatalog, schema, t[len(t)-1])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []result.Column
	for rows.Next() {
		var c result.Column
		if err := rows.Scan(&c.Name, &c.TypeName); err != nil {
			return nil, err
		}
		if strings.HasSuffix(c.TypeName, "POINT") || strings.HasSuffix(c.TypeName, "LINESTRING") || strings.HasSuffix(c.TypeName, "POLYGON") || strings.HasSuffix(c.TypeName, "COLLECTION") {
			c.TypeName = "GEOMETRY"
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// Query returns the query of all rows of a table, with all their digits and, as
// COPY has it, without the columns that are generated.
func (t Table) Query(ctx context.Context, from Querier, engine auroradataapi.Engine) (string, error) {
	var list []string
	var err error
	if engine == auroradataapi.EngineMySQL {
		list, err = t.mysqlList(ctx, from)
	} else {
		list, err = t.postgresList(ctx, from)
	}
	if err != nil {
		return "", err
	}
	if len(list) == 0 { // MySQL's catalog has no temporary tables
		list = []string{"*"}
	}
	return "select " + strings.Join(list, ", ") + " from " + t.SQL(engine), nil
}

// postgresCatalog has the columns of a table but those that are generated.
const postgresCatalog = `select attname::text from pg_catalog.pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`

func (t Table) postgresList(ctx context.Context, from Querier) ([]string, error) {
	rows, err := from.QueryContext(ctx, postgresCatalog, t.SQL(auroradataapi.EnginePostgreSQL))
	if err != nil {
		return nil, moved(err, math.MaxInt)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, Table{name}.SQL(auroradataapi.EnginePostgreSQL))
	}
	return list, rows.Err()
}

func isFloat(c result.Column) bool { return c.TypeName == "FLOAT" }

// mysqlList are the columns of a table as MySQL returns them exactly: of a FLOAT it
// shows six digits, of the same number as a DOUBLE all.
func (t Table) mysqlList(ctx context.Context, from Querier) ([]string, error) {
	columns, err := t.mysqlColumns(ctx, from)
	if err != nil {
		return nil, err
	}
	list := make([]string, len(columns))
	for i, c := range columns {
		name := Table{c.Name}.SQL(auroradataapi.EngineMySQL)
		list[i] = name
		if isFloat(c) {
			list[i] = name + " + 0e0 as " + name
		}
	}
	return list, nil
}

// inexact are the types of PostgreSQL of which the service returns other texts than
// the database has: it writes json anew, with the digits of a double, and takes
// 24:00 for 00:00.
func inexact(c result.Column) bool {
	return c.TypeName == "JSON" || c.TypeName == "JSONB" || c.TypeName == "TIME"
}

// exactly returns the query with what the service does not return exactly as text,
// and the columns with the types that they have.
func exactly(columns []result.Column, query string) string {
	names, values := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i] = fmt.Sprintf("c%d", i)
		values[i] = "q." + names[i]
		if inexact(c) {
			values[i] += "::text"
		}
	}
	return "select " + strings.Join(values, ", ") + " from (" + query + "\n) as q (" + strings.Join(names, ", ") + ")"
}
