package auroradataapi_test

import (
	"database/sql"
	"iter"
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestNothingGiven: what is nil is an error, and no panic.
func TestNothingGiven(t *testing.T) {
	ctx := t.Context()
	rows := slices.Values([][]any{{1}})
	var none iter.Seq[[]any]
	db := new(sql.DB)
	for name, call := range map[string]func() error{
		"CopyFrom without database": func() error {
			_, err := auroradataapi.CopyFrom(ctx, nil, []string{"t"}, []string{"a"}, rows, nil)
			return err
		},
		"CopyFrom without rows": func() error {
			_, err := auroradataapi.CopyFrom(ctx, db, []string{"t"}, []string{"a"}, none, nil)
			return err
		},
		"ExecBatch without sets": func() error {
			_, err := auroradataapi.ExecBatch(ctx, db, "delete from t where a = $1", none, nil)
			return err
		},
		"RunTx without database": func() error {
			return auroradataapi.RunTx(ctx, nil, nil, func(*sql.Tx) error { return nil })
		},
		"RunTx without body": func() error { return auroradataapi.RunTx(ctx, db, nil, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := call(); err == nil {
				t.Error("no error")
			}
		})
	}
}
