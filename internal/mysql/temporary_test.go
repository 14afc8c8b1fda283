package mysql_test

import (
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

func TestReadTemporary(t *testing.T) {
	tests := []struct {
		sql           string
		made, dropped []string
	}{
		{sql: "create temporary table A (id int)", made: []string{"a"}},
		{sql: "create or replace temporary table if not exists `side`.`A b` as select 1", made: []string{"a b"}},
		{sql: "create table temporary (id int)"},
		{sql: "drop temporary table a", dropped: []string{"a"}},
		{sql: "drop temporary tables if exists a, side.B", dropped: []string{"a", "b"}},
		{sql: "drop table a"},
		{sql: "create temporary table", made: []string{""}},
		{sql: "drop temporary"},
	}
	for _, tt := range tests {
		made, dropped := mysql.ReadTemporary(tokensOf(t, tt.sql))
		if !slices.Equal(made, tt.made) || !slices.Equal(dropped, tt.dropped) {
			t.Errorf("%s: made %q, dropped %q", tt.sql, made, dropped)
		}
	}
}

func TestMentions(t *testing.T) {
	tables := []string{"scratch", "a b"}
	for sql, want := range map[string]string{
		"alter table Scratch add x int":               "scratch",
		"create index i on side.`A b` (x)":            "a b",
		"create table t as select * from t, scratch":  "scratch",
		"alter table t add x int comment 'scratch' ":  "",
		"alter table t add scratches int /*scratch*/": "",
	} {
		if got := mysql.Mentions(tokensOf(t, sql), tables); got != want {
			t.Errorf("%s: got %q", sql, got)
		}
	}
}

func TestDrops(t *testing.T) {
	for sql, want := range map[string]string{
		"drop database Side": "Side", "drop schema if exists `a b`": "a b", "drop table side": "", "create database side": "", "drop": "",
	} {
		if got := mysql.DropsDatabase(tokensOf(t, sql)); got != want {
			t.Errorf("%s: database %q", sql, got)
		}
	}
	for sql, want := range map[string]bool{"drop table a": true, "drop tables if exists a, b": true, "drop temporary table a": false, "drop index a on b": false} {
		if got := mysql.DropsTables(tokensOf(t, sql)); got != want {
			t.Errorf("%s: tables %t", sql, got)
		}
	}
}
