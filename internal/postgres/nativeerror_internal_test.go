package postgres

import (
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

type (
	sqlstate string
	embedded struct{ Code string }
)

// TestFill: structs of any shape are filled as far as they can be.
func TestFill(t *testing.T) {
	m := engine.Message{
		Severity: "FATAL", Code: "23505", Message: "m", Detail: "d", Hint: "h", Position: 300, Where: "w",
		TableName: "t", ColumnName: "c", ConstraintName: "k",
	}
	type (
		pgx struct {
			Severity, SeverityUnlocalized, Code, Message, Detail, Hint string
			Position, InternalPosition                                 int32
			Where, SchemaName, TableName, ColumnName, ConstraintName   string
		}
		pq struct {
			Severity                               string
			Code                                   sqlstate
			Message, Detail, Hint, Position, Where string
			Schema, Table, Column, Constraint      string
			query                                  string
		}
		unexported struct{ code, Message string }
		small      struct{ Position int8 }
		unsigned   struct{ Position uint32 }
		numbers    struct{ Code, Message int }
		others     struct {
			Code    []byte
			Message any
			Detail  *string
			Hint    error
			Where   func()
		}
		inner    struct{ *embedded }
		nonEmpty struct{ Code, Routine string }
	)
	tests := []struct {
		name      string
		err, want any // pointers to structs
	}{
		{
			"pgx", &pgx{},
			&pgx{"FATAL", "FATAL", "23505", "m", "d", "h", 300, 0, "w", "", "t", "c", "k"},
		}, {
			"lib/pq", &pq{},
			&pq{"FATAL", "23505", "m", "d", "h", "300", "w", "", "t", "c", "k", ""},
		},
		{"unexported field", &unexported{}, &unexported{"", "m"}},
		{"too small for the number", &small{}, &small{}},
		{"unsigned", &unsigned{}, &unsigned{}},
		{"numbers for texts", &numbers{}, &numbers{Code: 23505}},
		{"other types", &others{}, &others{}},
		{"nil embedded struct", &inner{}, &inner{}},
		{"other fields", &nonEmpty{"x", "y"}, &nonEmpty{"23505", "y"}},
		{"no field", &struct{}{}, &struct{}{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fill(m, reflect.ValueOf(tt.err).Elem())
			if !reflect.DeepEqual(tt.err, tt.want) {
				t.Errorf("got %+v, want %+v", tt.err, tt.want)
			}
		})
	}
}

// TestFillWithoutPosition: no position is 0 for pgx and empty for lib/pq.
func TestFillWithoutPosition(t *testing.T) {
	var pgx struct{ Position int32 }
	var pq struct{ Position string }
	m := engine.Message{Code: "22012"}
	fill(m, reflect.ValueOf(&pgx).Elem())
	fill(m, reflect.ValueOf(&pq).Elem())
	if pgx.Position != 0 || pq.Position != "" {
		t.Errorf("got %d, %q", pgx.Position, pq.Position)
	}
}

func TestIsNativeError(t *testing.T) {
	tests := []struct {
		pkgPath, name string
		want          bool
	}{
		{"github.com/jackc/pgx/v5/pgconn", "PgError", true},
		{"github.com/jackc/pgconn", "PgError", true},
		{"github.com/lib/pq", "Error", true},
		{"github.com/jackc/pgx/v5/pgconn", "ConnectError", false},
		{"github.com/jackc/pgx/v5/pgconn", "", false},
		{"github.com/lib/pq/internal", "Error", false},
		{"example.com/github.com/lib/pq", "Error", false},
		{"", "Error", false},
	}
	for _, tt := range tests {
		if got := isNativeError(tt.pkgPath, tt.name); got != tt.want {
			t.Errorf("%s.%s: got %v, want %v", tt.pkgPath, tt.name, got, tt.want)
		}
	}
}
