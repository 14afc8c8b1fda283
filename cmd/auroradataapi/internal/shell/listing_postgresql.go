package shell

// relationKinds are the letters of pg_class.relkind in words.
const relationKinds = `CASE c.relkind::text WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
 WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'partitioned index'
 WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' WHEN 't' THEN 'TOAST table' WHEN 'c' THEN 'composite type' END`

// notOfTheSystem leaves out the schemas that PostgreSQL itself has.
const notOfTheSystem = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`

// relations lists relations of some kinds, which are letters of pg_class.relkind.
func relations(title, kinds string) listing {
	return listing{
		title: title,
		columns: `n.nspname::text AS "Schema", c.relname::text AS "Name", ` + relationKinds + ` AS "Type",
 pg_get_userbyid(c.relowner)::text AS "Owner"`,
		more: `pg_size_pretty(pg_table_size(c.oid)) AS "Size", coalesce(obj_description(c.oid, 'pg_class'), '') AS "Description"`,
		from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`, where: `strpos('` + kinds + `', c.relkind::text) > 0`,
		visible: `pg_table_is_visible(c.oid)`, own: notOfTheSystem,
		schema: `n.nspname::text`, name: `c.relname::text`, order: `1, 2`,
	}
}

// Everything is cast to text: the service does not return the catalog's own types,
// such as "char" and regclass.
var postgresqlListings = map[string]listing{
	"d":  relations("Relations", "rpvmSf"),
	"dt": relations("Tables", "rp"),
	"dv": relations("Views", "v"),
	"dm": relations("Materialized views", "m"),
	"ds": relations("Sequences", "S"),
	"di": indexes,
	"l": {
		title: "Databases",
		columns: `d.datname::text AS "Name", pg_get_userbyid(d.datdba)::text AS "Owner", pg_encoding_to_char(d.encoding)::text AS "Encoding",
 d.datcollate::text AS "Collate", d.datctype::text AS "Ctype"`,
		more: `CASE WHEN has_database_privilege(d.datname, 'CONNECT') THEN pg_size_pretty(pg_database_size(d.oid)) ELSE 'no access' END AS "Size"`,
		from: `pg_database d`, name: `d.datname::text`, order: `1`,
	},
	"dn": {
		title: "Schemas", columns: `n.nspname::text AS "Name", pg_get_userbyid(n.nspowner)::text AS "Owner"`,
		more: `coalesce(obj_description(n.oid, 'pg_namespace'), '') AS "Description"`,
		from: `pg_namespace n`, own: notOfTheSystem, name: `n.nspname::text`, order: `1`,
	},
	"df": {
		title: "Functions",
		columns: `n.nspname::text AS "Schema", p.proname::text AS "Name", coalesce(pg_get_function_result(p.oid), '') AS "Result data type",
 pg_get_function_arguments(p.oid) AS "Argument data types",
 CASE p.prokind::text WHEN 'a' THEN 'agg' WHEN 'w' THEN 'window' WHEN 'p' THEN 'proc' ELSE 'func' END AS "Type"`,
		more:    `l.lanname::text AS "Language", coalesce(obj_description(p.oid, 'pg_proc'), '') AS "Description"`,
		from:    `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang`,
		visible: `pg_function_is_visible(p.oid)`, own: notOfTheSystem,
		schema: `n.nspname::text`, name: `p.proname::text`, order: `1, 2, 4`,
	},
	"du": {
		title: "Roles",
		columns: `r.rolname::text AS "Role name", concat_ws(', ', CASE WHEN r.rolsuper THEN 'Superuser' END,
 CASE WHEN r.rolcreaterole THEN 'Create role' END, CASE WHEN r.rolcreatedb THEN 'Create DB' END,
 CASE WHEN NOT r.rolcanlogin THEN 'Cannot login' END, CASE WHEN r.rolreplication THEN 'Replication' END) AS "Attributes"`,
		more: `coalesce((SELECT string_agg(g.rolname::text, ', ' ORDER BY g.rolname) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid), '') AS "Member of"`,
		from: `pg_roles r`, own: `r.rolname !~ '^pg_'`, name: `r.rolname::text`, order: `1`,
	},
	"dT": {
		title: "Data types",
		columns: `n.nspname::text AS "Schema", format_type(t.oid, NULL) AS "Name",
 coalesce((SELECT string_agg(e.enumlabel::text, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '') AS "Elements",
 coalesce(obj_description(t.oid, 'pg_type'), '') AS "Description"`,
		from: `pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace`,
		where: `(t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind::text = 'c'))
 AND NOT EXISTS (SELECT FROM pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid)`,
		visible: `pg_type_is_visible(t.oid)`, own: notOfTheSystem,
		schema: `n.nspname::text`, name: `t.typname::text`, order: `1, 2`,
	},
	"dx": {
		title: "Extensions",
		columns: `e.extname::text AS "Name", e.extversion AS "Version", n.nspname::text AS "Schema",
 coalesce(obj_description(e.oid, 'pg_extension'), '') AS "Description"`,
		from: `pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`, name: `e.extname::text`, order: `1`,
	},
}

var indexes = listing{
	title: "Indexes",
	columns: `n.nspname::text AS "Schema", c.relname::text AS "Name", ` + relationKinds + ` AS "Type",
 pg_get_userbyid(c.relowner)::text AS "Owner", t.relname::text AS "Table"`,
	more:    `pg_size_pretty(pg_table_size(c.oid)) AS "Size"`,
	from:    `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid`,
	visible: `pg_table_is_visible(c.oid)`, own: notOfTheSystem,
	schema: `n.nspname::text`, name: `c.relname::text`, order: `1, 2`,
}
