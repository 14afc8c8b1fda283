package shell

import "database/sql"

var mysqlDescription = description{
	relations: listing{
		columns: `t.table_schema, t.table_name,
 CASE t.table_type WHEN 'VIEW' THEN 'View' WHEN 'SEQUENCE' THEN 'Sequence' WHEN 'SYSTEM VIEW' THEN 'View' ELSE 'Table' END, ''`,
		from:    `information_schema.tables t`,
		visible: currentSchema(`t.table_schema`), schema: `t.table_schema`, name: `t.table_name`, order: `1, 2`,
	},
	identify: func(schema, name, _ string) []any { return []any{sql.Named("schema", schema), sql.Named("name", name)} },
	columns:  `SELECT ` + mysqlColumns + mysqlColumnsFrom,
	more: `SELECT ` + mysqlColumns + ",\n coalesce(c.collation_name, '') AS `Collation`, c.column_comment AS `Comment`" +
		mysqlColumnsFrom,
	parts: mysqlParts,
}

const mysqlColumns = "c.column_name AS `Column`, c.column_type AS `Type`, " +
	"CASE c.is_nullable WHEN 'NO' THEN 'not null' ELSE '' END AS `Nullable`, " +
	"coalesce(nullif(c.column_default, 'NULL'), '') AS `Default`, c.extra AS `Extra`" // MariaDB writes NULL

const mysqlColumnsFrom = `
FROM information_schema.columns c WHERE c.table_schema = :schema AND c.table_name = :name ORDER BY c.ordinal_position`

// mysqlParts are lines with the number of their heading in front.
const mysqlParts = `SELECT part, heading, line FROM (
 SELECT 1 AS part, 'Indexes' AS heading, index_name AS name,
  concat('"', index_name, '"', CASE WHEN index_name = 'PRIMARY' OR max(non_unique) = 1 THEN ' ' ELSE ' UNIQUE, ' END, lower(max(index_type)),
   ' (', group_concat(coalesce(column_name, '(expression)') ORDER BY seq_in_index SEPARATOR ', '), ')') AS line
  FROM information_schema.statistics WHERE table_schema = :schema AND table_name = :name GROUP BY index_name
 UNION ALL SELECT 2, 'Foreign-key constraints', k.constraint_name,
  concat('"', k.constraint_name, '" FOREIGN KEY (', group_concat(k.column_name ORDER BY k.ordinal_position SEPARATOR ', '), ') REFERENCES ',
   max(k.referenced_table_name), '(', group_concat(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', '), ')')
  FROM information_schema.key_column_usage k WHERE k.table_schema = :schema AND k.table_name = :name
  AND k.referenced_table_name IS NOT NULL GROUP BY k.constraint_name
 UNION ALL SELECT 3, 'Referenced by', k.constraint_name,
  concat('TABLE "', k.table_name, '" CONSTRAINT "', k.constraint_name, '" FOREIGN KEY (',
   group_concat(k.column_name ORDER BY k.ordinal_position SEPARATOR ', '), ')')
  FROM information_schema.key_column_usage k WHERE k.referenced_table_schema = :schema AND k.referenced_table_name = :name
  GROUP BY k.table_schema, k.table_name, k.constraint_name
 UNION ALL SELECT 4, 'Triggers', trigger_name, concat(trigger_name, ' ', action_timing, ' ', event_manipulation)
  FROM information_schema.triggers WHERE event_object_schema = :schema AND event_object_table = :name
 UNION ALL SELECT 5, 'View definition', table_name, view_definition
  FROM information_schema.views WHERE table_schema = :schema AND table_name = :name
) parts ORDER BY part, name <> 'PRIMARY', name`
