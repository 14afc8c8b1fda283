package auroradataapi_test

import (
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestExecBatchRefuses: what cannot be run for sets of arguments is an error that
// says why, and nothing is called.
func TestExecBatchRefuses(t *testing.T) {
	tests := []struct {
		name  string
		query string
		want  string
	}{
		{name: "nothing", query: " -- \n", want: "auroradataapi: bulk write: there is no statement"},
		{name: "no such statement", query: "begin", want: "auroradataapi: bulk write: BEGIN takes no sets of arguments: write a SELECT, INSERT, UPDATE, DELETE or MERGE"},
		{name: "names", query: "update t set a = :a", want: "auroradataapi: bulk write: sets of arguments have no names: write placeholders $1, $2, …"},
		{name: "no placeholders", query: "update t set a = 1", want: "auroradataapi: bulk write: the statement has no placeholders for sets of arguments: write $1, $2, …"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			_, err := auroradataapi.ExecBatch(t.Context(), s.open(), tt.query, slices.Values([][]any{{1}}), nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if calls := s.got(); len(calls) != 0 {
				t.Errorf("%d calls were made", len(calls))
			}
		})
	}
}
