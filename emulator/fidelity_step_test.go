package emulator_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// check is the test of a claim.
type check func(t *testing.T)

// step is one call of a check and what must come of it.
type step func(t *testing.T, c caller)

// caller calls a server without the help of an SDK, in a transaction if it has
// one.
type caller struct {
	server      *emulator.Server
	cluster     string // empty: "local"
	database    string // empty: "postgres"
	transaction string
}

// mysql calls the cluster of MySQL of the shared server.
var mysql = caller{server: shared, cluster: "mysql", database: mysqlDatabase}

// calls gives the check that makes the calls one after the other.
func calls(steps ...step) check {
	return func(t *testing.T) {
		for _, s := range steps {
			s(t, caller{server: shared})
		}
	}
}

// callsMySQL and transactsMySQL give the same checks on MySQL.
func callsMySQL(steps ...step) check {
	return func(t *testing.T) {
		for _, s := range steps {
			s(t, mysql)
		}
	}
}

func transactsMySQL(steps ...step) check {
	return func(t *testing.T) {
		c := mysql.begin(t)
		defer c.call(t, "/RollbackTransaction", members{"database": nil}) // not found when a step has ended it
		for _, s := range steps {
			s(t, c)
		}
	}
}

// begin begins a transaction and gives its caller.
func (c caller) begin(t testing.TB) caller {
	t.Helper()
	var body struct{ TransactionID string }
	a := c.call(t, "/BeginTransaction", nil)
	if err := json.Unmarshal([]byte(a.body), &body); err != nil || body.TransactionID == "" {
		t.Fatalf("BeginTransaction answered %s", a)
	}
	c.transaction = body.TransactionID
	return c
}

// transacts gives the check that makes the calls in one transaction and rolls
// it back.
func transacts(steps ...step) check {
	return func(t *testing.T) {
		id := begin(t, shared)
		defer rollback(t, shared, id) // not found when a step has ended it
		for _, s := range steps {
			s(t, caller{server: shared, transaction: id})
		}
	}
}

// all gives the check that makes several.
func all(checks ...check) check {
	return func(t *testing.T) {
		for _, c := range checks {
			c(t)
		}
	}
}

// members are the members of a request. Those that every call needs are filled
// in; nil leaves one of them out.
type members map[string]any

// with gives a parameter whose value has that member of the union, with a
// typeHint if one is given.
func with(name, member string, value any, hint ...string) members {
	p := members{"name": name, "value": members{member: value}}
	for _, h := range hint {
		p["typeHint"] = h
	}
	return p
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// call makes a call of the operation at path.
func (c caller) call(t testing.TB, path string, m members) answer {
	t.Helper()
	request := members{
		"resourceArn": c.server.ClusterARN(cmp.Or(c.cluster, "local")),
		"secretArn":   c.server.SecretARN("rds-db-credentials/" + cmp.Or(c.cluster, "local")),
		"database":    cmp.Or(c.database, "postgres"),
	}
	if c.transaction != "" {
		request["transactionId"] = c.transaction
	}
	maps.Copy(request, m)
	maps.DeleteFunc(request, func(_ string, v any) bool { return v == nil })
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	return post(t, c.server, path, "application/json", body)
}

// execute makes a call of ExecuteStatement.
func (c caller) execute(t testing.TB, sql string, parameters ...members) answer {
	t.Helper()
	return c.call(t, "/Execute", statementMembers(sql, parameters))
}

func statementMembers(sql string, parameters []members) members {
	m := members{"sql": sql}
	if len(parameters) > 0 {
		m["parameters"] = parameters
	}
	return m
}

// post sends a body. It may be called from other goroutines than the test's.
func post(t testing.TB, s *emulator.Server, path, contentType string, body []byte) answer {
	t.Helper()
	response, err := http.Post(s.URL()+path, contentType, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return answer{}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

// result is the part of a good answer to ExecuteStatement that steps look at.
type result struct {
	Records                json.RawMessage
	ColumnMetadata         []map[string]any
	FormattedRecords       string
	NumberOfRecordsUpdated *int64
}

// result reads a good answer.
func (a answer) result(t *testing.T) result {
	t.Helper()
	var r result
	if a.status != http.StatusOK {
		t.Fatalf("answered %s", a)
	}
	if err := json.Unmarshal([]byte(a.body), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func (a answer) String() string {
	return fmt.Sprintf("%d %s %.500s", a.status, a.header.Get("x-amzn-ErrorType"), a.body)
}

// statuses are those of the model's exceptions that are not 400, and of
// InternalFailure.
var statuses = map[string]int{
	"DatabaseNotFoundException":      404,
	"DatabaseUnavailableException":   504,
	"InternalFailure":                500,
	"InternalServerErrorException":   500,
	"NotFoundException":              404,
	"TransactionNotFoundException":   404,
	"UnknownOperationException":      404,
	"RequestEntityTooLargeException": 413,
}

// wantException wants the exception with its status, its name in the header and
// its message in the body.
func (a answer) wantException(t *testing.T, name, message string) {
	t.Helper()
	status := http.StatusBadRequest
	if s, ok := statuses[name]; ok {
		status = s
	}
	var body struct{ Message string }
	if err := json.Unmarshal([]byte(a.body), &body); err != nil {
		t.Errorf("the body %q is not JSON: %v", a.body, err)
	}
	if got := a.header.Get("x-amzn-ErrorType"); a.status != status || got != name || body.Message != message {
		t.Errorf("answered %d %s: %s\nwant %d %s: %s", a.status, got, body.Message, status, name, message)
	}
}

// runs wants a statement to succeed.
func runs(sql string, parameters ...members) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		if a := c.execute(t, sql, parameters...); a.status != http.StatusOK {
			t.Fatalf("%s: answered %s", sql, a)
		}
	}
}

// gives wants a statement to return one row, whose fields are want, to the
// letter.
func gives(sql, want string, parameters ...members) step {
	return givesRecords(sql, "[["+want+"]]", parameters...)
}

// givesRecords wants a statement to return records, to the letter.
func givesRecords(sql, want string, parameters ...members) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		if got := c.execute(t, sql, parameters...).result(t).Records; string(got) != want {
			t.Errorf("%s: records are %.300s\nwant %.300s", sql, got, want)
		}
	}
}

// updates wants a statement to count that many records.
func updates(sql string, want int64, parameters ...members) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		got := c.execute(t, sql, parameters...).result(t).NumberOfRecordsUpdated
		if got == nil || *got != want {
			t.Errorf("%s: numberOfRecordsUpdated is %v, want %d", sql, got, want)
		}
	}
}

// fails wants a statement to be answered with an exception.
func fails(sql, exception, message string, parameters ...members) step {
	return failsWith(statementMembers(sql, parameters), exception, message)
}

// failsWith wants an ExecuteStatement of these members to be answered with an
// exception.
func failsWith(m members, exception, message string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		c.call(t, "/Execute", m).wantException(t, exception, message)
	}
}

// databaseError wants the exception that carries the database's own errors.
func databaseError(sql, message string, parameters ...members) step {
	return fails(sql, "DatabaseErrorException", message, parameters...)
}

// invalid wants the exception for requests that the service does not take.
func invalid(sql, message string, parameters ...members) step {
	return fails(sql, "ValidationException", message, parameters...)
}

// answers wants a call to be answered with 200 and this body, to the letter.
func answers(path string, m members, body string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		if a := c.call(t, path, m); a.status != http.StatusOK || a.body != body {
			t.Errorf("answered %s\nwant 200 %s", a, body)
		}
	}
}

// describes wants the metadata of the columns to have these members, each given
// as a JSON object.
func describes(sql string, columns ...string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		got := c.call(t, "/Execute", members{"sql": sql, "includeResultMetadata": true}).result(t).ColumnMetadata
		if len(got) != len(columns) {
			t.Fatalf("%s: %d columns are described, want %d", sql, len(got), len(columns))
		}
		for i, text := range columns {
			wantMembers(t, got[i], text)
		}
	}
}

func wantMembers(t *testing.T, got map[string]any, text string) {
	t.Helper()
	var want map[string]any
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for name, value := range want {
		if !reflect.DeepEqual(got[name], value) {
			t.Errorf("column %v: %s is %v, want %v", got["label"], name, got[name], value)
		}
	}
}

// formats wants formattedRecords.
func formats(sql, want string) step {
	return formatsWith(members{"sql": sql}, want)
}

func formatsWith(m members, want string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		m := maps.Clone(m)
		m["formatRecordsAs"] = "JSON"
		if got := c.call(t, "/Execute", m).result(t).FormattedRecords; got != want {
			t.Errorf("formattedRecords is %.300s\nwant %.300s", got, want)
		}
	}
}
