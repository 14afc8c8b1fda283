package conformance_test

import (
	"context"
	"fmt"
	"testing"
)

// programStatement is a statement as programs and object-relational mappers send
// it.
type programStatement struct {
	text string
	args []any
}

// mySQLProgramStatements are of the kinds that GORM, Bun, Ent, xorm, sqlx, goose,
// golang-migrate and session stores send, in an order in which they make sense.
var mySQLProgramStatements = []programStatement{
	{"SELECT VERSION()", nil},
	{"SELECT DATABASE()", nil},
	{"SELECT SCHEMA_NAME from Information_schema.SCHEMATA where SCHEMA_NAME LIKE ? ORDER BY SCHEMA_NAME=? DESC,SCHEMA_NAME limit 1", args("app%", "app")},
	{"SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND table_type = ?", args("app", "users", "BASE TABLE")},
	{"CREATE TABLE `users` (`id` bigint unsigned AUTO_INCREMENT,`created_at` datetime(3) NULL,`deleted_at` datetime(3) NULL,`name` longtext,`email` varchar(191) UNIQUE,`age` bigint,`active` boolean DEFAULT true,`score` double,`balance` decimal(20,8),`data` json,`avatar` longblob,PRIMARY KEY (`id`),INDEX `idx_users_deleted_at` (`deleted_at`))", nil},
	{"CREATE TABLE IF NOT EXISTS `orders` (`id` bigint NOT NULL AUTO_INCREMENT, `user_id` bigint unsigned NOT NULL, `total` decimal(10,2) NOT NULL DEFAULT 0.00, `placed` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (`id`), CONSTRAINT `orders_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", nil},
	{"SELECT column_name, column_default, is_nullable = 'YES', data_type, character_maximum_length, column_type, column_key, extra, column_comment, numeric_precision, numeric_scale , datetime_precision FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ORDINAL_POSITION", args("app", "users")},
	{"SELECT count(*) FROM information_schema.statistics WHERE table_schema = ? AND table_name = ? AND index_name = ?", args("app", "users", "idx_users_deleted_at")},
	{"SELECT `TABLE_NAME`, `COLUMN_NAME`, `INDEX_NAME`, `SEQ_IN_INDEX`, `NON_UNIQUE` FROM information_schema.statistics WHERE `TABLE_SCHEMA` = ? ORDER BY 1, 2, 3", args("app")},
	{"SELECT `constraint_name`, `referenced_table_name` FROM `information_schema`.`key_column_usage` WHERE `table_schema` = (SELECT DATABASE()) AND `table_name` = 'orders' ORDER BY 1", nil},
	{"SHOW COLUMNS FROM `users`", nil},
	{"SHOW FULL COLUMNS FROM `orders`", nil},
	{"SHOW INDEX FROM `orders` WHERE Key_name = ?", args("PRIMARY")},
	{"SHOW TABLES", nil},
	{"SHOW CREATE TABLE `orders`", nil},
	{"SHOW VARIABLES LIKE 'lower_case_table_names'", nil},
	{"SHOW SESSION VARIABLES WHERE Variable_name IN ('autocommit', 'character_set_client')", nil},
	{"SHOW TABLE STATUS LIKE 'nothing'", nil},
	{"DESCRIBE `orders`", nil},
	{"INSERT INTO `users` (`created_at`,`deleted_at`,`name`,`email`,`age`,`active`,`score`,`balance`,`data`,`avatar`) VALUES (?,?,?,?,?,?,?,?,?,?)", args(someday, nil, "Ann", "ann@example.org", 42, true, 1.5, "12.5", `{"a": [1, 2]}`, []byte{0, 1, 255})},
	{"INSERT INTO `users` (`name`,`email`,`age`) VALUES (?,?,?),(?,?,?),(?,?,?)", args("Bob", "bob@example.org", 1, "Cy", "cy@example.org", 2, "Di", nil, nil)},
	{"INSERT INTO `users` (`id`,`name`,`email`) VALUES (?,?,?) ON DUPLICATE KEY UPDATE `name`=VALUES(`name`),`email`=VALUES(`email`)", args(2, "Bobby", "bobby@example.org")},
	{"INSERT INTO `users` (`name`,`email`) VALUES (?,?) ON DUPLICATE KEY UPDATE `id`=`id`", args("Ann", "ann@example.org")},
	{"INSERT IGNORE INTO `users` (`email`) VALUES (?)", args("ann@example.org")},
	{"INSERT INTO `orders` (`user_id`, `total`) VALUES (?, ?)", args(1, "99.99")},
	{"SELECT * FROM `users` WHERE `users`.`id` = ? AND `users`.`deleted_at` IS NULL ORDER BY `users`.`id` LIMIT ?", args(1, 1)},
	{"SELECT * FROM `users` WHERE `users`.`deleted_at` IS NULL ORDER BY `users`.`id`", nil},
	{"SELECT `name`, `age` FROM `users` WHERE age IN (?,?,?) OR `name` LIKE ? ORDER BY `id` LIMIT ? OFFSET ?", args(1, 2, 3, "%n%", 10, 0)},
	{"SELECT count(*) FROM `users` WHERE `active` = ?", args(true)},
	{"SELECT `users`.`name`, SUM(`orders`.`total`) AS total FROM `users` LEFT JOIN `orders` ON `orders`.`user_id` = `users`.`id` GROUP BY `users`.`id` HAVING total > ? ORDER BY `users`.`id`", args(0)},
	{"SELECT EXISTS(SELECT 1 FROM `users` WHERE `email` = ?)", args("ann@example.org")},
	{"SELECT MAX(`created_at`), MIN(`age`), AVG(`age`), COALESCE(SUM(`score`), 0) FROM `users`", nil},
	{"SELECT * FROM `users` WHERE JSON_EXTRACT(`data`, '$.a[0]') = ?", args(1)},
	{"SELECT `id`, `balance` FROM `users` WHERE `balance` > ? AND `created_at` < ?", args(1.5, someday.AddDate(1, 0, 0))},
	{"SELECT * FROM `users` WHERE `id` = ? FOR UPDATE", args(1)},
	{"UPDATE `users` SET `age`=age + ?,`data`=? WHERE `id` = ?", args(1, []byte(`{"b": 2}`), 1)},
	{"UPDATE `users` SET `deleted_at`=? WHERE `users`.`id` = ? AND `users`.`deleted_at` IS NULL", args(someday, 3)},
	{"UPDATE `users` u JOIN `orders` o ON o.`user_id` = u.`id` SET u.`age` = u.`age` + 1, o.`total` = ?", args(1)},
	{"DELETE FROM `users` WHERE `id` = ?", args(1)},
	{"DELETE u FROM `users` u WHERE u.`age` IS NULL", nil},
	{"SELECT count(*) FROM `orders`", nil},
	{"WITH RECURSIVE `n` AS (SELECT 1 AS `i` UNION ALL SELECT `i` + 1 FROM `n` WHERE `i` < ?) SELECT `i`, ROW_NUMBER() OVER (ORDER BY `i` DESC) FROM `n` ORDER BY `i`", args(3)},
	{"ALTER TABLE `users` ADD `nickname` varchar(64) NOT NULL DEFAULT ''", nil},
	{"ALTER TABLE `users` MODIFY COLUMN `nickname` varchar(128)", nil},
	{"CREATE UNIQUE INDEX `nick` ON `users` (`nickname`(10), `id`)", nil},
	{"SELECT * FROM `users` ORDER BY `id`", nil},
	{"SELECT `seq` FROM `outbox` WHERE `done` = ?", args(false)},
	{"CREATE TABLE goose_db_version (id serial NOT NULL, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp NULL default now(), PRIMARY KEY(id))", nil},
	{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)", args(0, true)},
	{"SELECT version_id, is_applied from goose_db_version ORDER BY id DESC", nil},
	{"SET FOREIGN_KEY_CHECKS = 0; DROP TABLE IF EXISTS `users`, `orders`, goose_db_version; SET FOREIGN_KEY_CHECKS = 1", nil},
}

// TestMySQLPrograms runs the statements in a row, each database from an empty
// one: rows by query where there are some, counts and keys otherwise.
func TestMySQLPrograms(t *testing.T) {
	counts := newMySQLTally(t)
	native, ours := mySQLWays()
	want, got := runMySQLPrograms(t, native), runMySQLPrograms(t, ours)
	for i, s := range mySQLProgramStatements {
		differs, why := differenceIn(mySQLProgramDifferences, s.text, "", "")
		compareUnless(t, counts, differs, why, s.text, want[i], got[i])
	}
}

var mySQLProgramDifferences []mySQLDifference

func runMySQLPrograms(t *testing.T, w way) (seen []string) {
	t.Helper()
	onMySQL(t, "set foreign_key_checks = 0", "drop table if exists users, orders, goose_db_version", "set foreign_key_checks = 1")
	for _, s := range mySQLProgramStatements {
		seen = append(seen, w.runMySQL(t.Context(), s))
	}
	return seen
}

func (w way) runMySQL(ctx context.Context, s programStatement) string {
	switch s.text[0] {
	case 'I', 'U', 'C', 'A':
		var r transcript
		r.insert(ctx, w.db, s.text, s.args...)
		return r.String()
	}
	return w.observe(ctx, w.db, s.text, s.args...) + fmt.Sprintln()
}
