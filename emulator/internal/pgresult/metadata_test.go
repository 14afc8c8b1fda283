package pgresult_test

import (
	"math"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// The published sample of the service is the output of aurora_replica_status():
// a function with a text and a float4 column.
func TestMetadataOfSample(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, `CREATE FUNCTION status(OUT server_id text, OUT replica_lag_in_msec float4) RETURNS SETOF record LANGUAGE sql AS 'SELECT ''a'', 16::float4'`)
	r, err := execute(t, conn, `SELECT server_id, replica_lag_in_msec FROM status()`, pgresult.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []dataapi.ColumnMetadata{
		{
			Name: "server_id", Label: "server_id", Type: 12, TypeName: "text",
			IsCaseSensitive: true, Nullable: 1, Precision: 2147483647,
		},
		{
			Name: "replica_lag_in_msec", Label: "replica_lag_in_msec", Type: 7, TypeName: "float4",
			IsSigned: true, Nullable: 1, Precision: 8, Scale: 8,
		},
	}
	for i := range want {
		if r.metadata[i] != want[i] {
			t.Errorf("got %+v, want %+v", r.metadata[i], want[i])
		}
	}
}

func TestMetadataOfTypes(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, customTypes)
	const unlimited = math.MaxInt32
	tests := []struct {
		sql      string // one expression, without rows
		typeName string
		jdbcType int
		base     int // arrayBaseColumnType

		precision, scale int

		signed, caseSensitive, currency bool
	}{
		{sql: `true`, typeName: "bool", jdbcType: -7, precision: 1},
		{sql: `1::int2`, typeName: "int2", jdbcType: 5, precision: 5, signed: true},
		{sql: `1`, typeName: "int4", jdbcType: 4, precision: 10, signed: true},
		{sql: `1::int8`, typeName: "int8", jdbcType: -5, precision: 19, signed: true},
		{sql: `1::oid`, typeName: "oid", jdbcType: -5, precision: 10},
		{sql: `1::float4`, typeName: "float4", jdbcType: 7, precision: 8, scale: 8, signed: true},
		{sql: `1::float8`, typeName: "float8", jdbcType: 8, precision: 17, scale: 17, signed: true},
		{sql: `1::numeric`, typeName: "numeric", jdbcType: 2, signed: true},
		{sql: `1::numeric(12,2)`, typeName: "numeric", jdbcType: 2, precision: 12, scale: 2, signed: true},
		{sql: `1::numeric(1000)`, typeName: "numeric", jdbcType: 2, precision: 1000, signed: true},
		{sql: `100::numeric(5,-2)`, typeName: "numeric", jdbcType: 2, precision: 5, scale: -2, signed: true},
		{sql: `1::money`, typeName: "money", jdbcType: 8, precision: unlimited, caseSensitive: true, currency: true},
		{sql: `'a'::"char"`, typeName: "char", jdbcType: 1, precision: 1, caseSensitive: true},
		{sql: `'a'::char(3)`, typeName: "bpchar", jdbcType: 1, precision: 3, caseSensitive: true},
		{sql: `'a'::bpchar`, typeName: "bpchar", jdbcType: 1, precision: unlimited, caseSensitive: true},
		{sql: `'a'::varchar(20)`, typeName: "varchar", jdbcType: 12, precision: 20, caseSensitive: true},
		{sql: `'a'::varchar`, typeName: "varchar", jdbcType: 12, precision: unlimited, caseSensitive: true},
		{sql: `'a'::text`, typeName: "text", jdbcType: 12, precision: unlimited, caseSensitive: true},
		{sql: `NULL`, typeName: "text", jdbcType: 12, precision: unlimited, caseSensitive: true},
		{sql: `'a'::name`, typeName: "name", jdbcType: 12, precision: unlimited, caseSensitive: true},
		{sql: `''::bytea`, typeName: "bytea", jdbcType: -2, precision: unlimited, caseSensitive: true},
		{sql: `gen_random_uuid()`, typeName: "uuid", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `'1'::json`, typeName: "json", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `'1'::jsonb`, typeName: "jsonb", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `'10.0.0.1'::inet`, typeName: "inet", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `'(1,2)'::point`, typeName: "point", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `now()::date`, typeName: "date", jdbcType: 91, precision: 13},
		{sql: `'12:00'::time`, typeName: "time", jdbcType: 92, precision: 15, scale: 6},
		{sql: `'12:00'::time(0)`, typeName: "time", jdbcType: 92, precision: 8},
		{sql: `'12:00'::time(1)`, typeName: "time", jdbcType: 92, precision: 11, scale: 1},
		{sql: `'12:00+00'::timetz`, typeName: "timetz", jdbcType: 92, precision: 21, scale: 6},
		{sql: `now()::timestamp`, typeName: "timestamp", jdbcType: 93, precision: 29, scale: 6},
		{sql: `now()::timestamp(3)`, typeName: "timestamp", jdbcType: 93, precision: 26, scale: 3},
		{sql: `now()`, typeName: "timestamptz", jdbcType: 93, precision: 35, scale: 6},
		{sql: `'1 day'::interval`, typeName: "interval", jdbcType: 1111, precision: 49, scale: 6},
		{sql: `'1 day'::interval(3)`, typeName: "interval", jdbcType: 1111, precision: 49, scale: 3},
		{sql: `'101'::bit(3)`, typeName: "bit", jdbcType: -7, precision: 3},
		{sql: `'101'::varbit(5)`, typeName: "varbit", jdbcType: 1111, precision: 5},
		{sql: `'c'::refcursor`, typeName: "refcursor", jdbcType: 2012, precision: unlimited, caseSensitive: true},
		{sql: `'happy'::mood`, typeName: "mood", jdbcType: 12, precision: unlimited, caseSensitive: true},
		{sql: `(1, 'a')::pair`, typeName: "pair", jdbcType: 2002, precision: unlimited, caseSensitive: true},
		{sql: `ROW(1)`, typeName: "record", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `5::positive`, typeName: "int4", jdbcType: 4, precision: 10, signed: true},
		{sql: `'x'::label`, typeName: "varchar", jdbcType: 12, precision: 20, caseSensitive: true},
		{sql: `nothing()`, typeName: "void", jdbcType: 1111, precision: unlimited, caseSensitive: true},
		{sql: `'{1}'::int4[]`, typeName: "_int4", jdbcType: 2003, base: 4, precision: 10, signed: true},
		{sql: `'{1}'::text[]`, typeName: "_text", jdbcType: 2003, base: 12, precision: unlimited, caseSensitive: true},
		{sql: `'{1.5}'::numeric(4,1)[]`, typeName: "_numeric", jdbcType: 2003, base: 2, precision: 4, scale: 1, signed: true},
		{sql: `'{happy}'::mood[]`, typeName: "_mood", jdbcType: 2003, base: 12, precision: unlimited, caseSensitive: true},
		{sql: `'{1}'::positive[]`, typeName: "_positive", jdbcType: 2003, base: 2001, precision: unlimited, caseSensitive: true},
		{sql: `'1 2'::oidvector`, typeName: "oidvector", jdbcType: 1111, precision: unlimited, caseSensitive: true},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			r, err := execute(t, conn, "SELECT "+tt.sql+` AS "Value" WHERE false`, pgresult.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := dataapi.ColumnMetadata{
				Name: "Value", Label: "Value", Nullable: 1,
				TypeName: tt.typeName, Type: tt.jdbcType, ArrayBaseColumnType: tt.base,
				Precision: tt.precision, Scale: tt.scale,
				IsSigned: tt.signed, IsCaseSensitive: tt.caseSensitive, IsCurrency: tt.currency,
			}
			if r.metadata[0] != want {
				t.Errorf("got  %+v\nwant %+v", r.metadata[0], want)
			}
		})
	}
}

func TestMetadataOfTables(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, `
		CREATE DOMAIN filled AS text NOT NULL;
		CREATE TABLE things (
			id serial PRIMARY KEY,
			small smallserial,
			big bigserial,
			ident int GENERATED ALWAYS AS IDENTITY,
			other int8 GENERATED BY DEFAULT AS IDENTITY,
			word text DEFAULT 'nextval(',
			coded text DEFAULT 'x' || nextval('things_id_seq'),
			must varchar(5) NOT NULL,
			domained filled,
			amount numeric(12,2)
		);
		CREATE VIEW seen AS SELECT id, must FROM things`)
	tests := []struct {
		name     string
		sql      string
		label    string
		table    string
		typeName string
		nullable int
		auto     bool
	}{
		{"serial", `id FROM things`, "id", "things", "serial", 0, true},
		{"smallserial", `small FROM things`, "small", "things", "smallserial", 0, true},
		{"bigserial", `big FROM things`, "big", "things", "bigserial", 0, true},
		{"identity always", `ident FROM things`, "ident", "things", "serial", 0, true},
		{"identity by default", `other FROM things`, "other", "things", "bigserial", 0, true},
		// The rule is a pattern on the default's text, so this is one too.
		{"nextval in a string", `word FROM things`, "word", "things", "text", 1, true},
		{"nextval in text", `coded FROM things`, "coded", "things", "text", 1, true},
		{"not null", `must FROM things`, "must", "things", "varchar", 0, false},
		{"not null domain", `domained FROM things`, "domained", "things", "text", 0, false},
		{"nullable", `amount FROM things`, "amount", "things", "numeric", 1, false},
		{"alias", `amount AS "Total Amount" FROM things`, "Total Amount", "things", "numeric", 1, false},
		{"table alias", `t.amount FROM things AS t`, "amount", "things", "numeric", 1, false},
		{"expression", `id + 1 FROM things`, "?column?", "", "int4", 1, false},
		{"view", `id FROM seen`, "id", "seen", "int4", 1, false},
		{"system column", `tableoid FROM things`, "tableoid", "things", "oid", 0, false},
		{"catalog", `relname FROM pg_class`, "relname", "pg_class", "name", 0, false},
		{"function", `count(*) FROM things`, "count", "", "int8", 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := execute(t, conn, "SELECT "+tt.sql+" LIMIT 0", pgresult.Options{})
			if err != nil {
				t.Fatal(err)
			}
			m := r.metadata[0]
			got := dataapi.ColumnMetadata{
				Name: m.Name, Label: m.Label, SchemaName: m.SchemaName, TableName: m.TableName,
				TypeName: m.TypeName, Nullable: m.Nullable, IsAutoIncrement: m.IsAutoIncrement,
			}
			want := dataapi.ColumnMetadata{
				Name: tt.label, Label: tt.label, TableName: tt.table,
				TypeName: tt.typeName, Nullable: tt.nullable, IsAutoIncrement: tt.auto,
			}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestMetadataOfJoin(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, `
		CREATE TABLE parent (id serial PRIMARY KEY);
		CREATE TABLE child (id bigserial PRIMARY KEY, parent int REFERENCES parent)`)
	r, err := execute(t, conn, `SELECT p.id, c.id, p.id, c.parent FROM parent p JOIN child c ON c.parent = p.id`, pgresult.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"parent.serial", "child.bigserial", "parent.serial", "child.int4"}
	for i, m := range r.metadata {
		if got := m.TableName + "." + m.TypeName; got != want[i] {
			t.Errorf("column %d: got %s, want %s", i, got, want[i])
		}
	}
}
