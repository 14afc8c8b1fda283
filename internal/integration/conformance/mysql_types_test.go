package conformance_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// TestMySQLTypes holds every type of column against go-sql-driver/mysql: its
// values by its text protocol and by its binary one, NULL, and results without
// rows.
func TestMySQLTypes(t *testing.T) {
	counts := newMySQLTally(t)
	for i, c := range mySQLTypeCases {
		t.Run(c.expr, func(t *testing.T) {
			t.Parallel()
			table := mySQLTypeTable{fmt.Sprintf("type_%d", i), c, counts}
			table.create(t)
			for id, literal := range c.literals {
				table.check(t, literal, id+1)
			}
			if !c.notNull() {
				table.check(t, "NULL", 0)
			}
			table.check(t, noRows, -1)
		})
	}
}

// mySQLTypeTable has a row of NULL with the id 0, and one for each value.
type mySQLTypeTable struct {
	name   string
	types  typeCase
	counts *tally
}

// notNull tells whether there is no NULL of the type.
func (c typeCase) notNull() bool { return strings.HasSuffix(c.expr, " not null") }

func (x mySQLTypeTable) create(t *testing.T) {
	t.Helper()
	createOnMySQL(t, x.name, fmt.Sprintf("(id int, v %s)", x.types.expr))
	if !x.types.notNull() {
		onMySQL(t, fmt.Sprintf("insert into %s values (0, null)", x.name))
	}
	for i, literal := range x.types.literals {
		onMySQL(t, fmt.Sprintf("insert into %s values (%d, %s)", x.name, i+1, literal))
	}
}

// Variants of a value of MySQL.
const (
	byText   = "text protocol"
	byBinary = "binary protocol"
	prepared = "prepared"
	derived  = "derived"
	inTx     = "in a transaction"
)

// check reads a value in all variants.
func (x mySQLTypeTable) check(t *testing.T, literal string, id int) {
	t.Helper()
	const label = "select v as label, v from "
	for _, variant := range []struct {
		name, query string
		args        []any
		observe     func(context.Context, way, string, ...any) string
	}{
		{byText, fmt.Sprintf("%s%s where id = %d", label, x.name, id), nil, onPool},
		{byBinary, label + x.name + " where id = ?", []any{id}, onPool},
		{prepared, fmt.Sprintf("%s%s where %d = id", label, x.name, id), nil, onPrepared},
		{derived, fmt.Sprintf("select v, id from (select v, id from %s) q where id = %d order by id", x.name, id), nil, onPool},
		{inTx, fmt.Sprintf("%s%s where id = %d for update", label, x.name, id), nil, onTransaction},
	} {
		differs, why := mySQLTypeDifference(x.types.expr, literal, variant.name)
		compareMySQL(t, x.counts, typeFinding(x.types.expr, literal, variant.name), differs, why, func(w way) string {
			return variant.observe(t.Context(), w, variant.query, variant.args...)
		})
	}
}

func onPool(ctx context.Context, w way, query string, args ...any) string {
	return w.observe(ctx, w.db, query, args...)
}

func onPrepared(ctx context.Context, w way, query string, args ...any) string {
	return w.observe(ctx, preparing{w.db}, query, args...)
}

func onTransaction(ctx context.Context, w way, query string, args ...any) string {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return describeError(err)
	}
	defer tx.Rollback()
	return w.observe(ctx, tx, query, args...)
}

// preparing is a database that prepares each query.
type preparing struct{ db *sql.DB }

func (p preparing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := p.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	return stmt.QueryContext(ctx, args...)
}

// mySQLExpressions have types that no column was declared with.
var mySQLExpressions = list(
	`1`, `-1`, `1.5`, `1e3`, `'s'`, `NULL`, `true`, `x'41'`, `b'1'`, `0x4d79`, `count(*)`, `sum(1)`, `avg(1)`, `max('a')`, `cast('1' as unsigned)`, `cast('1' as signed)`,
	`cast(18446744073709551615 as unsigned)`, `18446744073709551615`, `9223372036854775808`, `-9223372036854775808`, `99999999999999999999`, `cast('a' as binary)`, `cast('a' as char)`, `cast('1.5' as decimal(4,1))`,
	`cast('2024-02-29' as date)`, `cast('2024-02-29 13:14:15' as datetime)`, `cast('13:14:15' as time)`, `cast('-100:00:00' as time)`, `cast('13:14:15.5' as time(3))`, `timediff('10:00:00', '12:00:00')`, `sec_to_time(100000)`,
	`concat('a', 1)`, `concat(x'00', 'b')`, `json_object('a', 1)`, `json_extract('{"a": [1, 2]}', '$.a')`, `ifnull(null, 0)`, `coalesce(null, 'x')`, `1 = 1`, `not 1`, `1 / 2`, `7 div 2`, `7 % 3`, `1 | 2`, `~0`, `round(1.25, 1)`, `pi()`, `sqrt(2)`,
	`char_length('é')`, `length('é')`, `hex('a')`, `unhex('00ff')`, `md5('a')`, `date('2024-02-29 01:02:03')`, `date_add('2024-01-01', interval 1 day)`, `date_add(date '2024-01-01', interval 1 hour)`, `timestamp '2024-02-29 13:14:15.123'`,
	`date '2024-02-29'`, `time '13:14:15'`, `year('2024-02-29')`, `dayofweek('2024-02-29')`, `unix_timestamp('2024-02-29 13:14:15.5')`, `from_unixtime(86400)`, `from_unixtime(86400.5)`, `convert('x' using latin1)`, `convert('é' using utf8mb4)`,
	`if(1, 'a', 2)`, `if(1, 1, 2.5)`, `case when 1 then date '2024-01-01' else null end`, `greatest(1, 2.5)`, `find_in_set('b', 'a,b')`, `elt(2, 'a', 'b')`, `interval(2, 1, 3)`, `@undefined`, `@x := 1`, `row_count()`, `found_rows()`,
	`database()`, `version()`, `@@version`, `@@autocommit`, `@@sql_mode`, `@@global.max_connections`, `@@time_zone`, `exists(select 1)`, `(select 1)`, `(select null)`, `group_concat('a')`, `bit_and(1)`, `std(1)`, `char(65)`, `char(65 using utf8mb4)`,
	`ST_GeomFromText('POINT(1 2)')`, `ST_AsText(ST_GeomFromText('POINT(1 2)'))`, `ST_X(ST_GeomFromText('POINT(1 2)'))`, `inet_aton('10.1.2.3')`, `inet6_aton('::1')`, `uuid() is not null`, `rand(1)`, `conv('ff', 16, 10)`, `interval_test`,
)

// TestMySQLExpressions holds values of expressions against go-sql-driver/mysql.
func TestMySQLExpressions(t *testing.T) {
	counts := newMySQLTally(t)
	for _, expression := range mySQLExpressions {
		t.Run(expression, func(t *testing.T) {
			differs, why := mySQLExpressionDifference(expression, byText)
			compareMySQL(t, counts, expression, differs, why, func(w way) string {
				return w.observe(t.Context(), w.db, "select "+expression)
			})
			differs, why = mySQLExpressionDifference(expression, byBinary)
			compareMySQL(t, counts, expression+", "+byBinary, differs, why, func(w way) string {
				return w.observe(t.Context(), w.db, "select "+expression+" from dual where 1 = ?", 1)
			})
		})
	}
}
