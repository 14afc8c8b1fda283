package mysql_test

import (
	"encoding/hex"
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestAnswered(t *testing.T) {
	tests := []struct {
		name, typeName, octets, charset, collation string
		system                                     bool
		want                                       []string
	}{
		{name: "integer", typeName: "BIGINT", octets: "-5", charset: "binary", want: []string{"SET @v = -5"}},
		{name: "unsigned", typeName: "BIGINT UNSIGNED", octets: "18446744073709551615", charset: "binary", want: []string{"SET @v = CAST(18446744073709551615 AS UNSIGNED)"}},
		{name: "decimal", typeName: "DECIMAL", octets: "1.50", charset: "binary", want: []string{"SET @v = 1.50"}},
		{name: "whole decimal", typeName: "DECIMAL", octets: "7", charset: "binary", want: []string{"SET @v = 7."}},
		{name: "double", typeName: "DOUBLE", octets: "0.1", charset: "binary", want: []string{"SET @v = 0.1e0"}},
		{name: "large double", typeName: "DOUBLE", octets: "1e300", charset: "binary", want: []string{"SET @v = 1e300"}},
		{name: "text", typeName: "MEDIUMTEXT", octets: "ä", charset: "utf8mb4", collation: "utf8mb4_bin", want: []string{"SET @v = _utf8mb4 'ä' COLLATE utf8mb4_bin"}},
		{name: "latin text", typeName: "MEDIUMTEXT", octets: "\xe4", charset: "latin1", collation: "latin1_bin", want: []string{"SET @v = _latin1 X'e4' COLLATE latin1_bin"}},
		{name: "blob", typeName: "LONGBLOB", octets: "\xff", charset: "binary", want: []string{"SET @v = X'ff'"}},
		{name: "null", typeName: "LONGBLOB", octets: "\x00null", charset: "binary"},
		{name: "no number", typeName: "BIGINT", octets: "1; DROP", charset: "binary"},
		{name: "no name", typeName: "TEXT", octets: "a", charset: "utf8 ", collation: "x"},
		{name: "system text", system: true, typeName: "VARCHAR", octets: `a'\`, charset: "utf8mb3", collation: "c", want: []string{`SET @@SESSION.v = 'a''\\'`}},
		{name: "system unsigned", system: true, typeName: "BIGINT UNSIGNED", octets: "5", charset: "binary", want: []string{"SET @@SESSION.v = 5"}},
		{name: "system null", system: true, typeName: "VARCHAR", octets: "\x00null", charset: "binary", want: []string{"SET @@SESSION.v = NULL"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sql := "set @v = f()"
			if tt.system {
				sql = "set v = f()"
			}
			var s engine.Settings = mysql.Settings{}
			for _, c := range mysql.ReadSettings(tokensOf(t, sql)) {
				s = c.In(s)
			}
			if tt.collation == "" {
				tt.collation = tt.charset
			}
			value := wire.Field{Kind: wire.String, Text: hex.EncodeToString([]byte(tt.octets))}
			if tt.octets == "\x00null" {
				value = wire.Field{Kind: wire.Null}
			}
			columns := []wire.Column{{TypeName: tt.typeName}, {}, {}, {}}
			row := []wire.Field{{Kind: wire.Null}, value, {Kind: wire.String, Text: tt.charset}, {Kind: wire.String, Text: tt.collation}}
			if got := s.Answered(columns, row).Statements(); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if left := s.Answered(nil, nil); left.Question() != "" || !left.Empty() {
				t.Error("without an answer it is not forgotten")
			}
		})
	}
}
