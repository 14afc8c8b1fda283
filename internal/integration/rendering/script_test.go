package rendering_test

import (
	"reflect"
	"testing"
)

// dump is a text as mysqldump writes them, with the commands of its client.
const dump = "/*!999999\\- enable the sandbox mode */ \n" +
	"-- it's a dump\n" +
	"/*!40101 SET NAMES utf8mb4 */;\n" +
	"DROP TABLE IF EXISTS `it's`;\n" +
	"/*!40101 SET @saved_cs_client     = @@character_set_client */;\n" +
	"CREATE TABLE `it's` (`a:b` int NOT NULL AUTO_INCREMENT, `c` varchar(20) DEFAULT 'x\\';:y', PRIMARY KEY (`a:b`)) ENGINE=InnoDB /*!50100 COMMENT ':z' */;\n" +
	"INSERT INTO `it's` VALUES (1,'a\\'b;--'),(2,'\\\\'),(3,\"c\\\"d:e\");\n" +
	"DELIMITER ;;\n" +
	"/*!50003 CREATE*/ /*!50003 TRIGGER `t;r` BEFORE INSERT ON `it's` FOR EACH ROW BEGIN\n" +
	"  IF NEW.c = 'end' THEN SET NEW.c = 'END;'; END IF; # not yet; END\n" +
	"END */;;\n" +
	"CREATE PROCEDURE `p:q`(IN n int, OUT total int)\n" +
	"outer_block:BEGIN\n" +
	"  DECLARE i INT DEFAULT 0; -- it's one\n" +
	"  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;\n" +
	"  fill:WHILE i < n DO\n" +
	"    SET i = i + 1;\n" +
	"    IF i = 2 THEN ITERATE fill; END IF;\n" +
	"    INSERT INTO `it's` (c) VALUES (CASE i WHEN 1 THEN 'end' ELSE CONCAT(\"row:\", i) END);\n" +
	"  END WHILE fill;\n" +
	"  SELECT COUNT(*) INTO total FROM `it's`;\n" +
	"END ;;\n" +
	"DELIMITER ;\n" +
	"CREATE FUNCTION f(a int) RETURNS varchar(9) DETERMINISTIC IF a > 1 THEN RETURN 'more;'; ELSE RETURN IF(a, 'one;', 'none;'); END IF;\n" +
	"CALL `p:q`(3, @total);\n"

// TestDump runs a script through the driver and looks at what it has made past it.
func TestDump(t *testing.T) {
	if _, err := cluster.DataAPI.Exec(dump); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		query string
		want  []string
	}{
		{query: "select concat(`a:b`, ' ', c) from `it's` order by 1", want: []string{`1 a'b;--`, `2 \`, `3 c"d:e`, `4 END;`, `5 row:3`}},
		{query: "select f(1) union all select f(0) union all select f(2)", want: []string{"one;", "none;", "more;"}},
		{query: "select routine_name from information_schema.routines where routine_definition like '%-- it''s one%'", want: []string{"p:q"}},
		{query: "select default(c) from `it's` limit 1", want: []string{"x';:y"}},
		{query: "select table_comment from information_schema.tables where table_name = 'it''s'", want: []string{":z"}},
	}
	for _, tt := range tests {
		if got := column(t, tt.query); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s gave %q, want %q", tt.query, got, tt.want)
		}
	}
}

// column returns the values of a query that has one column.
func column(t *testing.T, query string) []string {
	t.Helper()
	rows, err := cluster.Native.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return values
}
