package emulator_test

import (
	"strings"
	"testing"
)

var batchClaims = []claim{
	{
		id: "batch-sets", claim: "The statement runs once for each parameter set, and the answer has one entry for each, without a count.",
		source: model + "; " + calling, grade: documented, verdict: same,
		check: transacts(
			runs("create temp table t (n int4)"),
			answers("/BatchExecute", members{"sql": "insert into t values (:n)", "parameterSets": [][]members{{with("n", "longValue", 1)}, {with("n", "isNull", true)}}},
				`{"updateResults":[{"generatedFields":[]},{"generatedFields":[]}]}`),
			givesRecords("select n from t order by n", `[[{"longValue":1}],[{"isNull":true}]]`)),
	},
	{
		id: "batch-no-sets", claim: "Without parameter sets nothing runs, and that is no error.",
		source: "aws/aws-sdk-js#2775", grade: seenEarlier, verdict: same,
		check: transacts(
			runs("create temp table t (n int4)"),
			answers("/BatchExecute", members{"sql": "insert into t values (1)"}, `{"updateResults":[]}`),
			answers("/BatchExecute", members{"sql": "insert into t values (1)", "parameterSets": [][]members{}}, `{"updateResults":[]}`),
			gives("select count(*) from t", `{"longValue":0}`)),
	},
	{
		id: "batch-empty-set", claim: "One empty set runs the statement once.",
		source: model, grade: documented, verdict: same,
		check: transacts(
			runs("create temp table t (n int4)"),
			answers("/BatchExecute", members{"sql": "insert into t values (1)", "parameterSets": [][]members{{}}}, `{"updateResults":[{"generatedFields":[]}]}`),
			gives("select count(*) from t", `{"longValue":1}`)),
	},
	{
		id: "batch-returning", claim: "generatedFields stays empty, also for INSERT … RETURNING.",
		source: difference, grade: documented, verdict: same,
		check: transacts(
			runs("create temp table t (id int4 generated always as identity)"),
			answers("/BatchExecute", members{"sql": "insert into t default values returning id", "parameterSets": [][]members{{}}}, `{"updateResults":[{"generatedFields":[]}]}`)),
	},
	{
		id: "batch-rows", claim: "What becomes of the rows of a query in a batch?",
		verdict: unknown, note: "They are dropped. Another emulator refuses such a statement.",
		check: calls(answers("/BatchExecute", members{"sql": "select 1", "parameterSets": [][]members{{}, {}}}, `{"updateResults":[{"generatedFields":[]},{"generatedFields":[]}]}`)),
	},
	{
		id: "batch-refused-type", claim: "A batch has no UnsupportedResultException, whatever its rows are.",
		source: model, grade: documented, verdict: same,
		check: calls(answers("/BatchExecute", members{"sql": "select interval '1 day'", "parameterSets": [][]members{{}}}, `{"updateResults":[{"generatedFields":[]}]}`)),
	},
	{
		id: "batch-parameters", claim: "Parameters are checked as those of ExecuteStatement are.",
		source: model, grade: inferred, verdict: same, note: "In all sets before the first one runs, which is a guess.",
		check: checkBatchParameters,
	},
	{
		id: "batch-atomic", claim: "Is a batch outside a transaction atomic?",
		verdict: unknown, note: "No: every set commits by itself, and those before the one that fails stay.",
		check: checkBatchNotAtomic,
	},
	{
		id: "batch-many-sets", claim: "The number of parameter sets has no limit but the size of the request.",
		source: calling, grade: documented, verdict: same,
		check: checkManySets,
	},
	{
		id: "batch-mixed-null", claim: "NULL and values may alternate in one place of the sets.",
		source: model, grade: inferred, verdict: same,
		check: transacts(
			runs("create temp table t (i int4 generated always as identity, v numeric)"),
			answers("/BatchExecute", members{"sql": "insert into t (v) values (:v)", "parameterSets": [][]members{
				{with("v", "doubleValue", 0.5)}, {with("v", "isNull", true)}, {with("v", "longValue", 2)}, {with("v", "stringValue", "3.50", "DECIMAL")}}},
				`{"updateResults":[{"generatedFields":[]},{"generatedFields":[]},{"generatedFields":[]},{"generatedFields":[]}]}`),
			givesRecords("select v from t order by i", `[[{"stringValue":"0.5"}],[{"isNull":true}],[{"stringValue":"2"}],[{"stringValue":"3.50"}]]`)),
	},
}

func checkBatchNotAtomic(t *testing.T) {
	table(t, "fidelity_batch", "n int4 primary key")
	c := caller{server: shared}
	c.call(t, "/BatchExecute", members{"sql": "insert into fidelity_batch values (:n)", "parameterSets": [][]members{
		{with("n", "longValue", 1)}, {with("n", "longValue", 1)}, {with("n", "longValue", 2)},
	}}).wantException(t, "DatabaseErrorException", `ERROR: duplicate key value violates unique constraint "fidelity_batch_pkey"; SQLState: 23505`)
	givesRecords("select n from fidelity_batch", `[[{"longValue":1}]]`)(t, c)
}

func checkBatchParameters(t *testing.T) {
	transacts(
		runs("create temp table t (n int4)"),
		func(t *testing.T, c caller) {
			c.call(t, "/BatchExecute", members{"sql": "insert into t values (:n)", "parameterSets": [][]members{
				{with("n", "longValue", 1)}, {with("m", "longValue", 2)},
			}}).wantException(t, "ValidationException", "Cannot find parameter: m")
		},
		gives("select count(*) from t", `{"longValue":0}`),
	)(t)
}

func checkManySets(t *testing.T) {
	const many = 5000
	sets := make([][]members, many)
	for i := range sets {
		sets[i] = []members{with("n", "longValue", i)}
	}
	c := caller{server: shared, transaction: begin(t, shared)}
	defer rollback(t, shared, c.transaction)
	runs("create temp table t (n int4)")(t, c)
	a := c.call(t, "/BatchExecute", members{"sql": "insert into t values (:n)", "parameterSets": sets})
	if n := strings.Count(a.body, "generatedFields"); n != many {
		t.Errorf("the answer has %d entries, want %d: %s", n, many, a)
	}
	gives("select count(*), sum(n) from t", `{"longValue":5000},{"longValue":12497500}`)(t, c)
}
