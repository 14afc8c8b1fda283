package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// Sources that many claims name.
const (
	model      = "aws/aws-sdk-go-v2 service/rdsdata"
	operations = "AuroraUserGuide data-api-operations"
	calling    = "AuroraUserGuide data-api.calling"
	difference = "AuroraUserGuide data-api.differences"
	jsonPage   = "AuroraUserGuide data-api-json"
	proxy      = "tmokmss/aurora-data-api-proxy COMPATIBILITY.md"
	client2025 = "jeremydaly/data-api-client integration tests"
	ez4        = "sbalmt/ez4 tests"
	floci      = "floci-io/floci services/rdsdata"
	repro      = "simiancraft/drizzle-kit-rds-data-api-repro"
	pythonTest = "cloud-utils/aurora-data-api tests"
	goTests    = "shogo82148/go-rdsdata integration tests"
)

var wireClaims = []claim{
	{
		id: "wire-execute", claim: "ExecuteStatement is `POST /Execute`, answered with 200 and JSON.",
		source: model, grade: documented, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1 as one"},
			`{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`)),
	},
	{
		id: "wire-batch", claim: "BatchExecuteStatement is `POST /BatchExecute`.",
		source: model, grade: documented, verdict: same,
		check: calls(answers("/BatchExecute", members{"sql": "select 1", "parameterSets": [][]members{{}}},
			`{"updateResults":[{"generatedFields":[]}]}`)),
	},
	{
		id: "wire-transaction", claim: "BeginTransaction, CommitTransaction and RollbackTransaction are a `POST` to the path of their name.",
		source: model, grade: documented, verdict: same,
		check: checkTransactionPaths,
	},
	{
		id: "wire-execute-sql", claim: "ExecuteSql, the operation that the others replaced, is refused.",
		source: difference + "; aws/aws-cli#4086", grade: documented, verdict: same,
		note: "The exception and its text are those of the older generation; those of today are unknown.",
		check: calls(func(t *testing.T, c caller) {
			c.call(t, "/ExecuteSql", members{"sqlStatements": "select 1"}).
				wantException(t, "BadRequestException", "This API is deprecated and not available. Use ExecuteStatement API instead")
		}),
	},
	{
		id: "wire-unknown-path", claim: "What is the answer to a path or method that belongs to no operation?",
		verdict: unknown, note: "UnknownOperationException, 404.",
		check: calls(func(t *testing.T, c caller) {
			c.call(t, "/Nowhere", nil).wantException(t, "UnknownOperationException", "There is no operation at POST /Nowhere.")
		}),
	},
	{
		id: "wire-content-type", claim: "The content type of a request does not matter: clients send `application/json` and `application/x-amz-json-1.1`.",
		source: "localstack/localstack#11464", grade: inferred, verdict: same,
		check: checkContentType,
	},
	{
		id: "wire-malformed", claim: "What is the answer to a body that is not JSON, or to a member of the wrong JSON type?",
		verdict: unknown, note: "SerializationException, 400, as other AWS services of this protocol have it.",
		check: checkMalformed,
	},
	{
		id: "wire-unknown-members", claim: "Members that an operation does not have are ignored; CommitTransaction has no database, for one.",
		source: "the protocol restJson1", grade: documented, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1 as one", "color": "red"}, `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`)),
	},
	{
		id: "wire-required", claim: "resourceArn, secretArn and sql must be given.",
		source: model, grade: documented, verdict: same,
		note: "ValidationException with the words that AWS services share; those of this one are unknown.",
		check: calls(
			failsWith(members{"sql": nil}, "ValidationException", "1 validation error detected: Value null at 'sql' failed to satisfy constraint: Member must not be null"),
			failsWith(members{"sql": "select 1", "resourceArn": nil, "secretArn": nil}, "ValidationException",
				"2 validation errors detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null; "+
					"Value null at 'secretArn' failed to satisfy constraint: Member must not be null")),
	},
	{
		id: "wire-arn-length", claim: "resourceArn and secretArn have 11 to 100 characters.",
		source: model, grade: documented, verdict: same, note: "The exception and its text are guesses, as above. secretArn may have more, see Clusters and secrets.",
		check: calls(
			failsWith(members{"sql": "select 1", "secretArn": "ten octets"}, "ValidationException", "1 validation error detected: Value at 'secretArn' failed to satisfy constraint: Member must have length greater than or equal to 11"),
			failsWith(members{"sql": "select 1", "resourceArn": strings.Repeat("a", 101)}, "ValidationException", "1 validation error detected: Value at 'resourceArn' failed to satisfy constraint: Member must have length less than or equal to 100")),
	},
	{
		id: "wire-name-length", claim: "database has at most 64 characters and transactionId at most 192.",
		source: model, grade: documented, verdict: same, note: "The exception and its text are guesses, as above.",
		check: calls(
			failsWith(members{"sql": "select 1", "database": strings.Repeat("d", 65)}, "ValidationException", "1 validation error detected: Value at 'database' failed to satisfy constraint: Member must have length less than or equal to 64"),
			failsWith(members{"sql": "select 1", "transactionId": strings.Repeat("t", 193)}, "ValidationException", "1 validation error detected: Value at 'transactionId' failed to satisfy constraint: Member must have length less than or equal to 192")),
	},
	{
		id: "wire-enums", claim: "decimalReturnType, longReturnType and formatRecordsAs have two values each.",
		source: model, grade: documented, verdict: same, note: "That others are refused is inferred; the exception and its text are guesses, as above.",
		check: calls(
			failsWith(members{"sql": "select 1", "formatRecordsAs": "CSV"}, "ValidationException", "1 validation error detected: Value at 'formatRecordsAs' failed to satisfy constraint: Member must satisfy enum value set: [NONE, JSON]"),
			failsWith(members{"sql": "select 1", "resultSetOptions": members{"decimalReturnType": "LONG"}}, "ValidationException", "1 validation error detected: Value at 'resultSetOptions.decimalReturnType' failed to satisfy constraint: Member must satisfy enum value set: [STRING, DOUBLE_OR_LONG]"),
			failsWith(members{"sql": "select 1", "resultSetOptions": members{"longReturnType": "DOUBLE"}}, "ValidationException", "1 validation error detected: Value at 'resultSetOptions.longReturnType' failed to satisfy constraint: Member must satisfy enum value set: [LONG, STRING]")),
	},
	{
		id: "wire-secret-name", claim: "secretArn may be the name of the secret.",
		source: operations + "; AuroraUserGuide data-api.access", grade: documented, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1", "secretArn": localSecret}, `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`)),
	},
	{
		id: "wire-empty-transaction", claim: "An empty transactionId is none.",
		source: "awslabs/rds-data-api-client-library-java", grade: secondHand, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1", "transactionId": ""}, `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`)),
	},
	{
		id: "wire-empty-database", claim: "An empty database is the default one.",
		source: goTests, grade: seen, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select current_database()::text", "database": ""}, `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"postgres"}]]}`)),
	},
	{
		id: "wire-fields", claim: "A value is an object with one member: booleanValue, longValue, doubleValue, stringValue or blobValue, the last in base64 with padding.",
		source: model, grade: documented, verdict: same,
		check: calls(gives(`select true, 9223372036854775807, 0.5::float8, 'text', '\xfb01'::bytea`,
			`{"booleanValue":true},{"longValue":9223372036854775807},{"doubleValue":0.5},{"stringValue":"text"},{"blobValue":"+wE="}`)),
	},
	{
		id: "wire-null", claim: "NULL is `{\"isNull\": true}`, whatever the type of the column.",
		source: "awsdocs/amazon-aurora-user-guide doc_source/data-api.md", grade: documented, verdict: same,
		check: calls(gives("select null::int4, null::text, null::int4[], null::bytea", `{"isNull":true},{"isNull":true},{"isNull":true},{"isNull":true}`)),
	},
	{
		id: "wire-union", claim: "What is the answer to a parameter whose value has two members, or one of the wrong JSON type?",
		verdict: unknown, note: "SerializationException, 400.",
		check: calls(
			fails("select :a", "SerializationException", "the member parameters has a value of the wrong type", members{"name": "a", "value": members{"longValue": 1, "stringValue": "1"}}),
			fails("select :a", "SerializationException", "the member parameters has a value of the wrong type", with("a", "longValue", "1"))),
	},
	{
		id: "wire-query", claim: "A query is answered with records and numberOfRecordsUpdated 0, without generatedFields.",
		source: "localstack/localstack#11690; " + calling, grade: seen, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 'a' union all select 'b' order by 1"}, `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"a"}],[{"stringValue":"b"}]]}`)),
	},
	{
		id: "wire-empty-result", claim: "A query without rows is answered with an empty list of records.",
		source: floci, grade: secondHand, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1 where false"}, `{"numberOfRecordsUpdated":0,"records":[]}`)),
	},
	{
		id: "wire-dml", claim: "A statement that changes rows and returns none is answered with their number and generatedFields, without records.",
		source: "jeremydaly/data-api-client fixtures", grade: seenEarlier, verdict: same,
		note: "Samples in the guide leave out the list; here it is there and empty.",
		check: transacts(
			runs("create temp table t (n int)"),
			answers("/Execute", members{"sql": "insert into t values (1), (2)", "database": nil}, `{"generatedFields":[],"numberOfRecordsUpdated":2}`)),
	},
	{
		id: "wire-ddl", claim: "A statement that defines something is answered with 0 and an empty list of generatedFields.",
		source: calling, grade: documented, verdict: same,
		check: transacts(answers("/Execute", members{"sql": "create temp table t (n int)"}, `{"generatedFields":[],"numberOfRecordsUpdated":0}`)),
	},
	{
		id: "wire-metadata", claim: "columnMetadata comes only when includeResultMetadata asks for it and the statement returns rows.",
		source: proxy, grade: seen, verdict: same,
		check: checkMetadataPresence,
	},
	{
		id: "wire-formatted", claim: "With formatRecordsAs JSON there is formattedRecords and no records, nor metadata.",
		source: jsonPage, grade: documented, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1 as a", "formatRecordsAs": "JSON", "includeResultMetadata": true},
			`{"formattedRecords":"[{\"a\":1}]","numberOfRecordsUpdated":0}`)),
	},
	{
		id: "wire-error", claim: "Which headers does an error have, and is the member of its body `message` or `Message`?",
		verdict: unknown, note: "`x-amzn-ErrorType` with the bare name, `x-amzn-RequestId`, `Content-Type: application/json`, and `message`, which all SDKs read.",
		check: checkErrorShape,
	},
	{
		id: "wire-request-id", claim: "Answers have a request id.",
		source: "aws/aws-sdk-js-v3#6701", grade: seen, verdict: same,
		check: checkRequestIDs,
	},
}

func checkTransactionPaths(t *testing.T) {
	c := caller{server: shared}
	for path, want := range map[string]string{"/CommitTransaction": "Transaction Committed", "/RollbackTransaction": "Rollback Complete"} {
		var begun struct{ TransactionID string }
		a := c.call(t, "/BeginTransaction", nil)
		if err := json.Unmarshal([]byte(a.body), &begun); err != nil || a.status != http.StatusOK {
			t.Fatalf("BeginTransaction answered %s", a)
		}
		answers(path, members{"transactionId": begun.TransactionID, "database": nil}, `{"transactionStatus":"`+want+`"}`)(t, c)
	}
}

func checkContentType(t *testing.T) {
	body := []byte(`{"resourceArn":"` + shared.ClusterARN("local") + `","secretArn":"` + shared.SecretARN(localSecret) + `","sql":"select 1"}`)
	for _, contentType := range []string{"application/json", "application/x-amz-json-1.1", ""} {
		if a := post(t, shared, "/Execute", contentType, body); a.status != http.StatusOK {
			t.Errorf("%q: answered %s", contentType, a)
		}
	}
}

func checkMalformed(t *testing.T) {
	for body, message := range map[string]string{
		`{"sql":`:   "the request body is not a JSON object",
		`[]`:        "the request body is not a JSON object",
		`{"sql":1}`: "the member sql has a value of the wrong type",
	} {
		post(t, shared, "/Execute", "application/json", []byte(body)).wantException(t, "SerializationException", message)
	}
}

func checkMetadataPresence(t *testing.T) {
	c := caller{server: shared}
	for _, m := range []members{
		{"sql": "select 1"},
		{"sql": "select 1", "includeResultMetadata": false},
		{"sql": "set application_name = 'x'", "includeResultMetadata": true},
	} {
		if a := c.call(t, "/Execute", m); a.status != http.StatusOK || strings.Contains(a.body, "columnMetadata") {
			t.Errorf("%v: answered %s", m, a)
		}
	}
	describes("select 1 as one where false", `{"label":"one"}`)(t, c)
}

func checkErrorShape(t *testing.T) {
	a := caller{server: shared}.execute(t, "selekt")
	const want = `{"message":"ERROR: syntax error at or near \"selekt\"; Position: 1; SQLState: 42601"}`
	if a.header.Get("x-amzn-ErrorType") != "DatabaseErrorException" || a.header.Get("Content-Type") != "application/json" || a.body != want {
		t.Errorf("the error is %v %s", a.header, a.body)
	}
	if a.header.Get("x-amzn-RequestId") == "" {
		t.Error("the error has no request id")
	}
}

func checkRequestIDs(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	ids := map[string]bool{}
	for _, sql := range []string{"select 1", "select 1", "selekt"} {
		id := caller{server: shared}.execute(t, sql).header.Get("x-amzn-RequestId")
		if !uuid.MatchString(id) || ids[id] {
			t.Errorf("the request id is %q", id)
		}
		ids[id] = true
	}
}

// isTransactionID says whether the id has the look of those of the service.
func isTransactionID(id string) bool {
	_, err := base64.StdEncoding.DecodeString(id)
	return err == nil && len(id) >= 170 && len(id) <= 192
}

// serve gives a server of its own over the database of the shared one, with a
// clock that the check moves.
func serve(t *testing.T) (*emulator.Server, *emulator.ManualClock) {
	t.Helper()
	clock := &emulator.ManualClock{}
	return attached(t, &emulator.Server{Clock: clock}), clock
}
