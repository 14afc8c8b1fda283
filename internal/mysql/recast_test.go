package mysql_test

import (
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func columns(typeNames ...string) []wire.Column {
	list := make([]wire.Column, len(typeNames))
	for i, name := range typeNames {
		list[i] = wire.Column{Label: "same", TypeName: name, Precision: 1}
	}
	return list
}

func TestRecast(t *testing.T) {
	const refusedType = "The result contains the unsupported data type "
	tests := []struct {
		name    string
		columns []wire.Column
		refusal mysql.Refusal
		query   string
		want    string // empty if no column is to be cast
	}{
		{name: "nothing to cast", columns: columns("INT", "VARCHAR", "DATE"), query: "SELECT a, b, c FROM t"},
		{name: "lossy", columns: columns("INT", "BIT", "GEOMETRY"), query: "SELECT * FROM t", want: "WITH auroradataapi (c1, c2, c3) AS (SELECT * FROM t) SELECT c1, CAST(c2 AS BINARY), CAST(c3 AS BINARY) FROM auroradataapi"},
		{
			name: "bits", columns: []wire.Column{{TypeName: "BIT", Precision: 10}}, query: "SELECT b FROM t",
			want: "WITH auroradataapi (c1) AS (SELECT b FROM t) SELECT UNHEX(LPAD(HEX(c1 + 0), 4, '0')) FROM auroradataapi",
		},
		{
			name: "order", columns: columns("BIT"), query: "SELECT same FROM t ORDER BY same FOR UPDATE",
			want: "WITH auroradataapi (c1) AS (SELECT same FROM t ORDER BY same LIMIT 18446744073709551615 FOR UPDATE) SELECT CAST(c1 AS BINARY) FROM auroradataapi ORDER BY c1",
		},
		{
			name: "order and limit", columns: columns("BIT", "INT"), query: "SELECT * FROM t ORDER BY 2 DESC, 1 LIMIT 5",
			want: "WITH auroradataapi (c1, c2) AS (SELECT * FROM t ORDER BY 2 DESC, 1 LIMIT 5) SELECT CAST(c1 AS BINARY), c2 FROM auroradataapi ORDER BY c2 DESC, c1",
		},
		{
			name: "order of one row", columns: columns("BIT"), query: "SELECT b FROM t ORDER BY x + 1 LIMIT 1",
			want: "WITH auroradataapi (c1) AS (SELECT b FROM t ORDER BY x + 1 LIMIT 1) SELECT CAST(c1 AS BINARY) FROM auroradataapi",
		},
		{
			name: "order by another column", columns: columns("INT", "BIT"), query: "SELECT a, t.b FROM t ORDER BY LOWER(x), b",
			want: "SELECT a, CAST(t.b AS BINARY) AS auroradataapi_2 FROM t ORDER BY LOWER(x), b",
		},
		{name: "order by a name that is there twice", columns: columns("INT", "BIT"), query: "SELECT * FROM t ORDER BY same", want: "no way"},
		{name: "order of an expression", columns: columns("BIT"), query: "SELECT MAX(b) FROM t GROUP BY x ORDER BY x", want: "no way"},
		{name: "order of DISTINCT", columns: columns("BIT"), query: "SELECT DISTINCT b FROM t ORDER BY -b", want: "no way"},
		{
			name: "WITH", columns: columns("BIT"), query: "WITH x AS (SELECT 1) SELECT b FROM x",
			want: "WITH auroradataapi (c1) AS (WITH x AS (SELECT 1) SELECT b FROM x) SELECT CAST(c1 AS BINARY) FROM auroradataapi",
		},
		{
			name: "refused type", columns: columns("BIGINT UNSIGNED", "BIGINT"), refusal: mysql.ReadRefusal(refusedType + "BIGINT UNSIGNED."), query: "SELECT a, b",
			want: "WITH auroradataapi (c1, c2) AS (SELECT a, b) SELECT CAST(c1 AS BINARY), c2 FROM auroradataapi",
		},
		{
			name: "times", columns: columns("DATE", "DATETIME", "TIME", "YEAR"), refusal: mysql.Unprintable, query: "SELECT * FROM t",
			want: "WITH auroradataapi (c1, c2, c3, c4) AS (SELECT * FROM t) SELECT CAST(c1 AS BINARY), CAST(c2 AS BINARY), CAST(c3 AS BINARY), c4 FROM auroradataapi",
		},
		{name: "refusal of something else", columns: columns("INT"), refusal: mysql.ReadRefusal("The result exceeds the size limit 1 MB."), query: "SELECT 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			recast, _ := mysql.NewRecast(tt.columns).With(tt.refusal)
			if recast.Needed() != (tt.want != "") {
				t.Fatalf("needed: %t", recast.Needed())
			}
			outline, ok := sqltext.ReadOutline(sqltext.MySQL, tt.query)
			if !ok {
				t.Fatal("no outline")
			}
			got, ok := recast.Rewrite(outline)
			if ok == (tt.want == "no way") || ok && tt.want != "" && got != tt.want {
				t.Errorf("got  %s, %t\nwant %s", got, ok, tt.want)
			}
		})
	}
}

// TestWithFloats: a FLOAT is cast only if it is asked for.
func TestWithFloats(t *testing.T) {
	recast := mysql.NewRecast(columns("FLOAT", "DOUBLE"))
	if recast.Needed() {
		t.Error("needed")
	}
	outline, _ := sqltext.ReadOutline(sqltext.MySQL, "SELECT a, b FROM t")
	const want = "WITH auroradataapi (c1, c2) AS (SELECT a, b FROM t) SELECT c1 + 0e0, c2 FROM auroradataapi"
	if got, _ := recast.WithFloats().Rewrite(outline); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestWithRow: a row that was cast tells a TINYINT(1) from a BIT(1), unless it has a
// NULL there.
func TestWithRow(t *testing.T) {
	described := columns("BIT", "BIT", "BIT", "INT")
	described[3].Label = "n"
	recast := mysql.NewRecast(described).WithRow([]wire.Field{octets("-1"), blob(1), {Kind: wire.Null}, long(7)})
	if !recast.IsAmbiguous() {
		t.Error("not ambiguous")
	}
	recast = recast.WithRow([]wire.Field{{Kind: wire.Null}, blob(0), octets("1"), long(7)})
	if recast.IsAmbiguous() {
		t.Error("ambiguous")
	}
	got := make([]wire.Column, 4)
	recast.Restore(got)
	var names []string
	for i := range got {
		c := mysql.NewColumn(&got[i], mysql.Form{})
		names = append(names, c.Name()+" "+c.DatabaseTypeName())
	}
	if want := []string{"same TINYINT", "same BIT", "same TINYINT", "n INT"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	if described[0].TypeName != "BIT" {
		t.Error("the columns that were given have changed")
	}
}

func TestAdvice(t *testing.T) {
	tests := []struct {
		name    string
		refusal mysql.Refusal
		want    string
	}{
		{"type", mysql.ReadRefusal("The result contains the unsupported data type GEOMETRY."), `the Data API does not return column "same" of type GEOMETRY: write CAST(… AS BINARY)`},
		{"times", mysql.Unprintable, `the Data API does not return zero dates, and times below 0 or above 24 hours, which may be in column "same" of type DATE: write CAST(… AS BINARY)`},
	}
	for _, tt := range tests {
		if got := mysql.NewRecast(columns("GEOMETRY", "DATE", "INT")).Advice(tt.refusal); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
