package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// postJSON sends a body to the shared server and gives what comes back.
func postJSON(t *testing.T, path, body string) (status int, header http.Header, answer string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, shared.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return do(t, request)
}

func do(t *testing.T, request *http.Request) (status int, header http.Header, answer string) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

// executeBody gives the body of an ExecuteStatement with more members.
func executeBody(sql, more string) string {
	text, _ := json.Marshal(sql)
	return `{"sql":` + string(text) + `,` + target(more) + `}`
}

// target gives the members every request has, and more.
func target(more string) string {
	if more != "" {
		more = "," + more
	}
	return `"resourceArn":"` + shared.ClusterARN("local") + `","secretArn":"` + shared.SecretARN(localSecret) + `","database":"postgres"` + more
}

func TestRefusedRequests(t *testing.T) {
	const invalid = "1 validation error detected: "
	long := strings.Repeat("é", 65537)
	tests := []struct {
		name    string
		path    string
		body    string
		status  int
		code    string
		message string
	}{
		{name: "unknown path", path: "/Nothing", body: "{}", status: 404, code: "UnknownOperationException", message: "There is no operation at POST /Nothing."},
		{name: "ExecuteSql", path: "/ExecuteSql", body: "{}", status: 400, code: "BadRequestException", message: "This API is deprecated and not available. Use ExecuteStatement API instead"},
		{name: "no body", path: "/BeginTransaction", status: 400, code: "ValidationException",
			message: "2 validation errors detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null; Value null at 'secretArn' failed to satisfy constraint: Member must not be null"},
		{name: "not JSON", path: "/Execute", body: "{", status: 400, code: "SerializationException", message: "the request body is not a JSON object"},
		{name: "no sql", path: "/Execute", body: "{" + target("") + "}", status: 400, code: "ValidationException", message: invalid + "Value null at 'sql' failed to satisfy constraint: Member must not be null"},
		{name: "names have a case", path: "/Execute", body: "{" + target(`"SQL":"select 1"`) + "}", status: 400, code: "ValidationException", message: invalid + "Value null at 'sql' failed to satisfy constraint: Member must not be null"},
		{name: "sql is a number", path: "/Execute", body: "{" + target(`"sql":1`) + "}", status: 400, code: "SerializationException", message: "the member sql has a value of the wrong type"},
		{name: "sql too long", path: "/Execute", body: executeBody(long, ""), status: 400, code: "ValidationException", message: invalid + "Value at 'sql' failed to satisfy constraint: Member must have length less than or equal to 65536"},
		{name: "short ARN", path: "/Execute", body: `{"resourceArn":"arn:aws:rd","secretArn":"rds-db-credentials/local","sql":""}`, status: 400, code: "ValidationException", message: invalid + "Value at 'resourceArn' failed to satisfy constraint: Member must have length greater than or equal to 11"},
		{name: "long database", path: "/Execute", body: `{"resourceArn":"arn:aws:rds","secretArn":"rds-db-credentials/local","sql":"","database":"` + strings.Repeat("d", 65) + `"}`, status: 400, code: "ValidationException", message: invalid + "Value at 'database' failed to satisfy constraint: Member must have length less than or equal to 64"},
		{name: "long transaction", path: "/CommitTransaction", body: "{" + target(`"transactionId":"`+strings.Repeat("t", 193)+`"`) + "}", status: 400, code: "ValidationException", message: invalid + "Value at 'transactionId' failed to satisfy constraint: Member must have length less than or equal to 192"},
		{name: "no transaction", path: "/RollbackTransaction", body: "{" + target("") + "}", status: 400, code: "ValidationException", message: invalid + "Value null at 'transactionId' failed to satisfy constraint: Member must not be null"},
		{name: "enum", path: "/Execute", body: executeBody("select 1", `"formatRecordsAs":"XML"`), status: 400, code: "ValidationException", message: invalid + "Value at 'formatRecordsAs' failed to satisfy constraint: Member must satisfy enum value set: [NONE, JSON]"},
		{name: "schema", path: "/Execute", body: executeBody("select 1", `"schema":"public"`), status: 400, code: "ValidationException", message: "The schema parameter isn't supported"},
		{name: "schema of a transaction", path: "/BeginTransaction", body: "{" + target(`"schema":"public"`) + "}", status: 400, code: "ValidationException", message: "The schema parameter isn't supported"},
		{name: "no field", path: "/Execute", body: executeBody("select :a", `"parameters":[{"name":"a","value":{}}]`), status: 400, code: "ValidationException", message: `Parameter "a" has value with no field set`},
		{name: "no value", path: "/Execute", body: executeBody("select :a", `"parameters":[{"name":"a"}]`), status: 400, code: "ValidationException", message: `Parameter "a" has value with no field set`},
		{name: "no name", path: "/Execute", body: executeBody("select :a", `"parameters":[{"value":{"longValue":1}}]`), status: 400, code: "ValidationException", message: "A parameter has no name"},
		{name: "two fields", path: "/Execute", body: executeBody("select :a", `"parameters":[{"name":"a","value":{"longValue":1,"stringValue":"1"}}]`), status: 400, code: "SerializationException", message: "the member parameters has a value of the wrong type"},
		{name: "fraction for a long", path: "/Execute", body: executeBody("select :a", `"parameters":[{"name":"a","value":{"longValue":1.5}}]`), status: 400, code: "SerializationException", message: "the member parameters has a value of the wrong type"},
		{name: "too large", path: "/Execute", body: executeBody("select 1", `"x":"`+strings.Repeat("x", 4<<20)+`"`), status: 413, code: "RequestEntityTooLargeException", message: "The request exceeds the size limit 4 MiB."},
		{name: "missing table", path: "/Execute", body: executeBody("select * from x", ""), status: 400, code: "DatabaseErrorException", message: `ERROR: relation "x" does not exist; Position: 15; SQLState: 42P01`},
		{name: "infinity", path: "/Execute", body: executeBody("select 'infinity'::date", ""), status: 500, code: "InternalFailure"},
		{name: "unknown transaction", path: "/CommitTransaction", body: "{" + target(`"transactionId":""`) + "}", status: 404, code: "TransactionNotFoundException", message: "Transaction  is not found"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, header, answer := postJSON(t, test.path, test.body)
			if code := header.Get("x-amzn-ErrorType"); status != test.status || code != test.code {
				t.Errorf("answer is %d %s, want %d %s", status, code, test.status, test.code)
			}
			if id := header.Get("x-amzn-RequestId"); len(id) != 36 {
				t.Errorf("request id is %q", id)
			}
			var body map[string]string
			if err := json.Unmarshal([]byte(answer), &body); err != nil || body["message"] != test.message {
				t.Errorf("body is %s, %v\nwant the message %s", answer, err, test.message)
			}
		})
	}
}

// TestRequestSize shows the limit on both sides, headers counted.
func TestRequestSize(t *testing.T) {
	send := func(padding int) int {
		t.Helper()
		body := executeBody("select 1", `"x":"`+strings.Repeat("x", padding)+`"`)
		status, _, _ := postJSON(t, "/Execute", body)
		return status
	}
	empty := len(executeBody("select 1", `"x":""`))
	header := len("POST /Execute HTTP/1.1\r\nHost: \r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: 4194304\r\nAccept-Encoding: gzip\r\n\r\n") + len(shared.URL()) - len("http://")
	fits := 4<<20 - empty - header
	if status := send(fits); status != 200 {
		t.Errorf("a request of 4 MiB is answered %d", status)
	}
	if status := send(fits + 1); status != 413 {
		t.Errorf("a request of 4 MiB and one octet is answered %d", status)
	}
}

func TestNeighbours(t *testing.T) {
	query := map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
	target := func(operation string) map[string]string {
		return map[string]string{"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager." + operation}
	}
	tests := []struct {
		name    string
		header  map[string]string
		body    string
		status  int
		content string
		want    string
	}{
		{name: "RDS", header: query, body: "Action=DescribeDBClusters&Version=2014-10-31", status: 200, content: "text/xml", want: "<DBClusterIdentifier>local</DBClusterIdentifier>"},
		{name: "RDS without such an action", header: query, body: "Action=RebootDBCluster&Version=2014-10-31", status: 400, content: "text/xml", want: "<Code>InvalidAction</Code>"},
		{name: "RDS without such a version", header: query, body: "Action=DescribeDBClusters&Version=2013-09-09", status: 400, content: "text/xml", want: "<Code>InvalidAction</Code>"},
		{name: "STS", header: query, body: "Action=GetCallerIdentity&Version=2011-06-15", status: 200, content: "text/xml", want: "<Account>123456789012</Account>"},
		{name: "no form", header: query, body: "Action=%zz", status: 400, content: "text/xml", want: "<Code>MalformedQueryString</Code>"},
		{name: "Secrets Manager", header: target("GetSecretValue"), body: `{"SecretId":"rds-db-credentials/local"}`, status: 200, content: "application/x-amz-json-1.1", want: `\"username\":\"postgres\"`},
		{name: "Secrets Manager without such an operation", header: target("RotateSecret"), body: "{}", status: 400, content: "application/x-amz-json-1.1", want: `"__type":"UnknownOperationException"`},
		{name: "Secrets Manager without JSON", header: target("GetSecretValue"), body: "[]", status: 400, content: "application/x-amz-json-1.1", want: `"__type":"SerializationException"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, shared.URL()+"/", strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range test.header {
				request.Header.Set(name, value)
			}
			status, header, answer := do(t, request)
			if status != test.status || header.Get("Content-Type") != test.content || !strings.Contains(answer, test.want) {
				t.Errorf("answer is %d %s %s, want %d %s with %s", status, header.Get("Content-Type"), answer, test.status, test.content, test.want)
			}
		})
	}
}

// TestHandler uses a server without a port of its own.
func TestHandler(t *testing.T) {
	s := attached(t, &emulator.Server{NoListener: true})
	if s.URL() != "" {
		t.Errorf("URL is %q", s.URL())
	}
	serve := func() *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/Execute", strings.NewReader(executeBody("select 1", ""))))
		return recorder
	}
	if r := serve(); r.Code != 200 {
		t.Errorf("answer is %d %s", r.Code, r.Body)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if r := serve(); r.Code != 503 || r.Header().Get("x-amzn-ErrorType") != "ServiceUnavailableError" {
		t.Errorf("after Close the answer is %d %s", r.Code, r.Body)
	}
}
