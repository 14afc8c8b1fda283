package shell

// ofTheSystem are the schemas that MySQL itself has.
const ofTheSystem = `('mysql', 'information_schema', 'performance_schema', 'sys')`

// currentSchema leaves out the schemas that are not the session's, unless there is
// none.
func currentSchema(column string) string {
	return column + ` = coalesce(DATABASE(), ` + column + `)`
}

// tables lists tables of some types, as information_schema names them.
func tables(title, types string) listing {
	return listing{
		title:   title,
		columns: "t.table_schema AS `Schema`, t.table_name AS `Name`, lower(replace(t.table_type, 'BASE ', '')) AS `Type`, coalesce(t.engine, '') AS `Engine`",
		more:    "coalesce(t.table_rows, 0) AS `Rows`, coalesce(t.data_length + t.index_length, 0) AS `Bytes`, coalesce(t.table_comment, '') AS `Comment`",
		from:    `information_schema.tables t`, where: `t.table_type IN (` + types + `)`,
		visible: currentSchema(`t.table_schema`), own: `t.table_schema NOT IN ` + ofTheSystem,
		schema: `t.table_schema`, name: `t.table_name`, order: `1, 2`,
	}
}

// schemas is both \l and \dn: a database is a schema.
func schemas(title string) listing {
	return listing{
		title:   title,
		columns: "s.schema_name AS `Name`, s.default_character_set_name AS `Character set`, s.default_collation_name AS `Collation`",
		from:    `information_schema.schemata s`, name: `s.schema_name`, order: `1`,
	}
}

var mysqlListings = map[string]listing{
	"d":  tables("Relations", `'BASE TABLE', 'VIEW', 'SEQUENCE', 'SYSTEM VERSIONED'`),
	"dt": tables("Tables", `'BASE TABLE', 'SYSTEM VERSIONED'`),
	"dv": tables("Views", `'VIEW'`),
	"ds": tables("Sequences", `'SEQUENCE'`), // of MariaDB; MySQL has none
	"l":  schemas("Databases"),
	"dn": schemas("Schemas"),
	"di": {
		title: "Indexes",
		columns: "i.table_schema AS `Schema`, i.index_name AS `Name`, i.table_name AS `Table`, " +
			"group_concat(coalesce(i.column_name, '(expression)') ORDER BY i.seq_in_index SEPARATOR ', ') AS `Columns`, " +
			"CASE WHEN max(i.non_unique) = 0 THEN 'yes' ELSE 'no' END AS `Unique`",
		from:    `information_schema.statistics i`,
		visible: currentSchema(`i.table_schema`), own: `i.table_schema NOT IN ` + ofTheSystem,
		schema: `i.table_schema`, name: `i.index_name`, order: `1, 3, 2`, group: `i.table_schema, i.table_name, i.index_name`,
	},
	"df": {
		title:   "Functions",
		columns: "r.routine_schema AS `Schema`, r.routine_name AS `Name`, lower(r.routine_type) AS `Type`, coalesce(r.dtd_identifier, '') AS `Result data type`",
		more:    "r.definer AS `Definer`, r.routine_comment AS `Comment`",
		from:    `information_schema.routines r`,
		visible: currentSchema(`r.routine_schema`), own: `r.routine_schema NOT IN ` + ofTheSystem,
		schema: `r.routine_schema`, name: `r.routine_name`, order: `1, 2`,
	},
	"du": {
		title:   "Users",
		columns: "u.grantee AS `User`, group_concat(u.privilege_type ORDER BY u.privilege_type SEPARATOR ', ') AS `Global privileges`",
		from:    `information_schema.user_privileges u`, name: `u.grantee`, order: `1`, group: `u.grantee`,
	},
}
