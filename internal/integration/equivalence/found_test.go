package equivalence_test

import (
	"testing"
)

// TestFound runs texts that generated ones have shown to go wrong once.
func TestFound(t *testing.T) {
	tests := []struct {
		name  string
		steps []step
	}{
		{name: "placeholders of a prepared statement", steps: fixedSteps(
			`deallocate all`, `prepare "p:1" (text, int) as select $1 || ':a', $2`, `execute "p:1" ('x', 2)`)},
		{name: "parameters of a function", steps: fixedSteps(
			`create function found(int, int) returns int language sql begin atomic select $2; select $1; end`,
			`select found(1, 2)`, `drop function found`,
			`create function found(text) returns text return $1 || ':a'`, `select found('x')`)},
		{name: "function created after a hint", steps: fixedSteps(
			`create or /*+ x */ replace /*+ y */ function found() returns int language sql begin /*+ z */ atomic select 1; select 2; end`,
			`select found()`)},
		{name: "case as the end of a slice in a function", steps: fixedSteps(
			`create function found(a int[]) returns int[] language sql begin atomic select a[1:case when true then 2 end]; select a[1:case when true then 2 end]; end`,
			`select found('{1,2,3}')`)},
		{name: "error at the end of a text that ends in a comment", steps: fixedSteps("select ( -- é\n /* x */ ")},
		{name: "error at the end of a text that ends in a semicolon", steps: fixedSteps("select ( /* é */ ; -- x")},
		{name: "slice of a column with a dollar sign", steps: fixedSteps(
			`select a[1:é$1], a[low:é$1] from (values ('{1,2,3}'::int[], 2, 3)) t (a, low, é$1)`)},
		{name: "error at the end of a slice", steps: fixedSteps(`select ('{1,2,3}'::int[])['1'::int:nowhere]`)},
		{name: "element of a bare placeholder", steps: []step{
			{native: "select $1::int[], $1[1] + 1 as x, $1 [2:3] as y", driver: "select $1::int[], $1[1] + 1 as x, $1 [2:3] as y", args: []any{"{1,2,3}"}}}},
		{name: "one name for a slice and for more", steps: []step{{
			native: "select ('{1,2,3}'::int[])[$1: $2], ('{4,5,6}'::int[])[$3: $1]",
			driver: "select ('{1,2,3}'::int[])[:a: :b], ('{4,5,6}'::int[])[:c: :a]",
			args:   []any{2, 3, 1}, named: true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result := play(t.Context(), scene{transaction: true, steps: tt.steps})
			if result.different != "" {
				t.Error(result.different)
			}
		})
	}
}

// fixedSteps returns texts without arguments.
func fixedSteps(texts ...string) []step {
	var s scene
	for _, text := range texts {
		s.fixed(text)
	}
	return s.steps
}

// TestDifference compares what is not the same.
func TestDifference(t *testing.T) {
	for _, text := range []string{"select 2", "select 1 as one", "select '1'", "select 1 union all select 2", "selec"} {
		s := scene{steps: []step{{native: "select 1", driver: text}}}
		if result := play(t.Context(), s); result.different == "" {
			t.Errorf("%s: seems to do what select 1 does", text)
		}
	}
}
