package mysql_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestPack(t *testing.T) {
	tests := []struct {
		name   string
		column wire.Column
		form   mysql.Form
		want   string
	}{
		{name: "number", column: wire.Column{TypeName: "BIGINT UNSIGNED"}, want: "IFNULL(CAST(c1 AS CHAR), '')"},
		{name: "decimal", column: wire.Column{TypeName: "DECIMAL", Scale: 4}, want: "IFNULL(CAST(CAST(c1 AS DECIMAL(65, 4)) AS CHAR), '')"},
		{name: "time", column: wire.Column{TypeName: "DATETIME"}, want: "IFNULL(CAST(c1 AS CHAR), '')"},
		{name: "float as text", column: wire.Column{TypeName: "FLOAT"}, want: "IFNULL(CAST(c1 AS CHAR), '')"},
		{name: "float", column: wire.Column{TypeName: "FLOAT"}, form: mysql.Form{Binary: true}, want: "IFNULL(CAST(c1 + 0e0 AS CHAR), '')"},
		{name: "characters", column: wire.Column{TypeName: "LONGTEXT"}, want: "QUOTE(CONVERT(c1 USING utf8mb4))"},
		{name: "json", column: wire.Column{TypeName: "JSON"}, want: "QUOTE(CONVERT(c1 USING utf8mb4))"},
		{name: "octets", column: wire.Column{TypeName: "MEDIUMBLOB"}, want: "TO_BASE64(IFNULL(CONCAT('x', c1), ''))"},
		{name: "bits", column: wire.Column{TypeName: "BIT", Precision: 3}, want: "TO_BASE64(IFNULL(CONCAT('x', UNHEX(LPAD(HEX(c1 + 0), 2, '0'))), ''))"},
		{name: "bit or boolean", column: wire.Column{TypeName: "BIT", Precision: 1}, want: "TO_BASE64(IFNULL(CONCAT('x', CAST(c1 AS BINARY)), ''))"},
		{name: "geometry", column: wire.Column{TypeName: "GEOMETRY"}, want: "TO_BASE64(IFNULL(CONCAT('x', CAST(c1 AS BINARY)), ''))"},
		{name: "unknown", column: wire.Column{TypeName: "VECTOR"}, want: "TO_BASE64(IFNULL(CONCAT('x', CAST(c1 AS BINARY)), ''))"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := "WITH auroradataapi (c1) AS (TABLE t) SELECT CONCAT_WS(',', " + tt.want + ", '') AS r FROM auroradataapi"
			if got := mysql.Pack("TABLE t", []wire.Column{tt.column}, tt.form); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestPackOfSeveralColumns(t *testing.T) {
	got := mysql.Pack("SELECT 1, 'a'", []wire.Column{{TypeName: "INT"}, {TypeName: "VARCHAR"}}, mysql.Form{})
	const want = "WITH auroradataapi (c1, c2) AS (SELECT 1, 'a') SELECT CONCAT_WS(',', IFNULL(CAST(c1 AS CHAR), ''), " +
		"QUOTE(CONVERT(c2 USING utf8mb4)), '') AS r FROM auroradataapi"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// fieldNULL stands for NULL among the fields of a test.
var fieldNULL = wire.Field{Kind: wire.Null}

func fieldText(text string) wire.Field { return wire.Field{Kind: wire.String, Text: text} }

func TestReadPacked(t *testing.T) {
	tests := []struct {
		name string
		row  string
		want []wire.Field
	}{
		{name: "no column"},
		{name: "NULL", row: ",", want: []wire.Field{fieldNULL}},
		{name: "the word NULL", row: "NULL,'NULL',", want: []wire.Field{fieldNULL, fieldText("NULL")}},
		{name: "numbers", row: "-1,2.50,,1e300,", want: []wire.Field{fieldText("-1"), fieldText("2.50"), fieldNULL, fieldText("1e300")}},
		{name: "times", row: "0000-00-00 00:00:00,-838:59:59.5,", want: []wire.Field{fieldText("0000-00-00 00:00:00"), fieldText("-838:59:59.5")}},
		{name: "empty text", row: "'',", want: []wire.Field{fieldText("")}},
		{name: "escapes", row: `'\'a\\b\0c\Z,"',7,`, want: []wire.Field{fieldText("'a\\b\x00c\x1a,\""), fieldText("7")}},
		{name: "lines", row: "'a\nb',", want: []wire.Field{fieldText("a\nb")}},
		{name: "octets", row: "eP8A,", want: []wire.Field{{Kind: wire.Blob, Blob: []byte{0xff, 0}}}},
		{name: "no octets", row: "eA==,", want: []wire.Field{{Kind: wire.Blob, Blob: []byte{}}}},
		{name: "octets in lines", row: "eGFi\nYw==,", want: []wire.Field{{Kind: wire.Blob, Blob: []byte("abc")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := make([]wire.Field, len(tt.want))
			rest, err := mysql.ReadPacked(tt.row+"7,", got)
			if err != nil || rest != "7," {
				t.Fatalf("%q is left, %v", rest, err)
			}
			for i, want := range tt.want {
				if got[i].Kind != want.Kind || got[i].Text != want.Text || string(got[i].Blob) != string(want.Blob) {
					t.Errorf("field %d: got %+v, want %+v", i, got[i], want)
				}
			}
		})
	}
}

func TestMalformedPacked(t *testing.T) {
	tests := []struct {
		name    string
		row     string
		columns int
	}{
		{name: "nothing", row: "", columns: 1},
		{name: "too few", row: "1,", columns: 2},
		{name: "cut off", row: "1,2", columns: 2},
		{name: "cut off in a text", row: "'a", columns: 1},
		{name: "cut off behind a text", row: "'a'", columns: 1},
		{name: "cut off behind a backslash", row: `'a\`, columns: 1},
		{name: "text behind a text", row: "'a'b,", columns: 1},
		{name: "no base64", row: "e!,", columns: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := mysql.ReadPacked(tt.row, make([]wire.Field, tt.columns)); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestCountPacked(t *testing.T) {
	tests := []struct {
		name         string
		text         string
		rows, octets int
	}{
		{name: "nothing"},
		{name: "whole rows", text: "1,'a',2,,", rows: 2, octets: 9},
		{name: "cut off between values", text: "1,'a',2,", rows: 1, octets: 6},
		{name: "cut off in a number", text: "1,'a',2", rows: 1, octets: 6},
		{name: "cut off in a text", text: `1,'a\',',2,'b\'`, rows: 1, octets: 9},
		{name: "cut off behind a backslash", text: `1,'a\`},
		{name: "cut off behind a text", text: "1,'a'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if rows, octets := mysql.CountPacked(tt.text, 2); rows != tt.rows || octets != tt.octets {
				t.Errorf("got %d rows of %d octets, want %d of %d", rows, octets, tt.rows, tt.octets)
			}
		})
	}
}

// FuzzReadPacked packs values as MySQL does and reads them.
func FuzzReadPacked(f *testing.F) {
	f.Add("it's", []byte{0, 1}, "1,", true)
	f.Add("\x00\x1a\\'", []byte(nil), "''", false)
	f.Add("", []byte("\n"), "NULL,e", false)
	f.Fuzz(func(t *testing.T, text string, octets []byte, anything string, null bool) {
		_, _ = mysql.ReadPacked(anything, make([]wire.Field, 3)) // no panic
		number := "42"
		if null {
			number = ""
		}
		row := number + "," + quoteLikeMySQL(text) + "," + base64.StdEncoding.EncodeToString(append([]byte("x"), octets...)) + ","
		got := make([]wire.Field, 3)
		if rest, err := mysql.ReadPacked(row+anything, got); err != nil || rest != anything {
			t.Fatalf("%q: %q is left, %v", row, rest, err)
		}
		if rows, octets := mysql.CountPacked(row+row+row[:len(row)-1], 3); rows != 2 || octets != 2*len(row) {
			t.Errorf("%q: %d rows of %d octets", row, rows, octets)
		}
		if got[0].Text != number || (got[0].Kind == wire.Null) != null || got[1].Text != text || string(got[2].Blob) != string(octets) {
			t.Errorf("%q: got %+v", row, got)
		}
	})
}

// quoteLikeMySQL is the function QUOTE of MySQL.
func quoteLikeMySQL(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\x00", `\0`, "\x1a", `\Z`).Replace(text) + "'"
}
