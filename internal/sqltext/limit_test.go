package sqltext_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestLimited(t *testing.T) {
	tests := []struct {
		name  string
		query string
		sorts bool
		want  string
	}{
		{name: "plain", query: "SELECT a FROM t", want: "SELECT a FROM t LIMIT 0"},
		{name: "without a table", query: "SELECT 1", want: "SELECT 1 LIMIT 0"},
		{name: "ordered", query: "SELECT a FROM t ORDER BY a", sorts: true, want: "SELECT a FROM t ORDER BY a LIMIT 0"},
		{name: "limited", query: "SELECT a FROM t ORDER BY a LIMIT 5, 10", want: "SELECT a FROM t ORDER BY a LIMIT 0"},
		{name: "limited by arguments", query: "SELECT a FROM t LIMIT :1 OFFSET :2", want: "SELECT a FROM t LIMIT 0"},
		{name: "locking", query: "SELECT a FROM t FOR UPDATE", want: "SELECT a FROM t LIMIT 0 FOR UPDATE"},
		{name: "limited and locking", query: "SELECT a FROM t LIMIT 5 FOR SHARE SKIP LOCKED", want: "SELECT a FROM t LIMIT 0 FOR SHARE SKIP LOCKED"},
		{name: "locking in the old way", query: "SELECT a FROM t LOCK IN SHARE MODE", want: "SELECT a FROM t LIMIT 0 LOCK IN SHARE MODE"},
		{name: "columns with such names", query: "SELECT t.limit, t.order FROM t", want: "SELECT t.limit, t.order FROM t LIMIT 0"},
		{name: "quoted columns", query: "SELECT `limit` FROM t", want: "SELECT `limit` FROM t LIMIT 0"},
		{name: "index for the order", query: "SELECT a FROM t USE INDEX FOR ORDER BY (i)", want: "SELECT a FROM t USE INDEX FOR ORDER BY (i) LIMIT 0"},
		{
			name:  "in an aggregate",
			query: "SELECT GROUP_CONCAT(a ORDER BY a), ROW_NUMBER() OVER (ORDER BY a) FROM (SELECT a FROM t LIMIT 3) q",
			want:  "SELECT GROUP_CONCAT(a ORDER BY a), ROW_NUMBER() OVER (ORDER BY a) FROM (SELECT a FROM t LIMIT 3) q LIMIT 0",
		},
		{
			name: "union of limited ones", query: "(SELECT 1 LIMIT 1) UNION ALL (SELECT 2 ORDER BY 1)",
			want: "(SELECT 1 LIMIT 1) UNION ALL (SELECT 2 ORDER BY 1) LIMIT 0",
		},
		{
			name: "ordered union", query: "(SELECT 1) UNION ALL SELECT 2 ORDER BY 1", sorts: true,
			want: "(SELECT 1) UNION ALL SELECT 2 ORDER BY 1 LIMIT 0",
		},
		{name: "in parentheses", query: "((SELECT a FROM t LIMIT 5))", want: "((SELECT a FROM t LIMIT 0))"},
		{
			name: "common table expression", query: "WITH q AS (SELECT a FROM t ORDER BY a LIMIT 5) SELECT * FROM q",
			want: "WITH q AS (SELECT a FROM t ORDER BY a LIMIT 5) SELECT * FROM q LIMIT 0",
		},
		{
			name: "ordered with a common table expression", query: "WITH q AS (SELECT 1) SELECT * FROM q ORDER BY 1", sorts: true,
			want: "WITH q AS (SELECT 1) SELECT * FROM q ORDER BY 1 LIMIT 0",
		},
		{name: "rows", query: "VALUES ROW(1, 2), ROW(3, 4)", want: "VALUES ROW(1, 2), ROW(3, 4) LIMIT 0"},
		{name: "fetched", query: "SELECT a FROM t ORDER BY a FETCH FIRST ROW ONLY", want: "SELECT a FROM t ORDER BY a LIMIT 0"},
		{name: "fetched in part", query: "SELECT a FROM t ORDER BY a OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY", want: "SELECT a FROM t ORDER BY a LIMIT 0"},
		{name: "in executable comments", query: "SELECT a FROM t /*! LIMIT 1 */ FOR /*!80000 UPDATE */", want: "SELECT a FROM t LIMIT 0    FOR          UPDATE"},
		{name: "table", query: "TABLE t ORDER BY a LIMIT 2", want: "TABLE t ORDER BY a LIMIT 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, ok := sqltext.ReadOutline(sqltext.MySQL, tt.query)
			if !ok {
				t.Fatal("no outline")
			}
			if o.Sorts() != tt.sorts {
				t.Errorf("sorts: got %v", o.Sorts())
			}
			if got := o.Limited("0"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
