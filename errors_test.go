package auroradataapi_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
	"github.com/aws/smithy-go"

	"github.com/auroradataapi/auroradataapi"
)

func TestError(t *testing.T) {
	s := newService(t, databaseError(`ERROR: duplicate key value violates unique constraint "ep_u_key"; Position: 12; SQLState: 23505`))
	_, err := s.open().Exec("select $1", "hunter2")
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %T %[1]v", err)
	}
	if want := `ERROR: duplicate key value violates unique constraint "ep_u_key" (SQLSTATE 23505)`; err != error(e) || err.Error() != want {
		t.Errorf("got %q, want %q, bare", err, want)
	}
	if e.SQLState() != "23505" || e.ConstraintName != "ep_u_key" || e.Exception != "DatabaseErrorException" ||
		e.HTTPStatus != http.StatusBadRequest || e.RequestID != "request-1" {
		t.Errorf("got %+v", e)
	}
	var exception *types.DatabaseErrorException
	if !errors.As(err, &exception) {
		t.Errorf("does not unwrap to the SDK's exception: %v", errors.Unwrap(err))
	}
	var read struct{ Code, Severity, Message string }
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &read); err != nil || read.Code != "23505" || read.Severity != "ERROR" || read.Message != e.Message {
		t.Errorf("as JSON: %s, %v", text, err)
	}
}

func TestErrorPosition(t *testing.T) {
	tests := []struct {
		name, query string
		args        []any
		message     string
		want        int
	}{
		{"as written", "select nope", nil, "Position: 8", 8},
		{"behind a comment", "/* é */ select nope", nil, "Position: 16", 16},
		{"behind a comment that is not sent", "/* é: */ select nope", nil, "Position: 8", 17},
		{"before a comment", "select nope /* é */", nil, "Position: 8", 8},
		{"at the end, before a comment", "select 1 + /* é */;", nil, "Position: 19", 19},
		// The database sees "select ($1::int4), nope".
		{"behind a cast", "select $1, nope", []any{int32(1)}, "Position: 20", 12},
		{"none", "select 1/0", nil, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			message := "ERROR: no; SQLState: 42703"
			if tt.message != "" {
				message = "ERROR: no; " + tt.message + "; SQLState: 42703"
			}
			_, err := newService(t, databaseError(message)).open().Exec(tt.query, tt.args...)
			var e *auroradataapi.Error
			if !errors.As(err, &e) || e.Position != tt.want {
				t.Errorf("got %+v, want position %d", e, tt.want)
			}
		})
	}
}

func TestErrorConditions(t *testing.T) {
	all := map[string]error{
		"outcome unknown":       auroradataapi.ErrOutcomeUnknown,
		"transaction not found": auroradataapi.ErrTransactionNotFound,
		"statement timeout":     auroradataapi.ErrStatementTimeout,
		"result too large":      auroradataapi.ErrResultTooLarge,
		"unsupported result":    auroradataapi.ErrUnsupportedResult,
		"resuming":              auroradataapi.ErrResuming,
		"access denied":         auroradataapi.ErrAccessDenied,
	}
	tests := []struct {
		name  string
		query string
		step  step
		want  []string
		text  string
	}{
		{
			"result too large", "select 1", failure(400, "UnsupportedResultException", "The result exceeds the size limit 1 MB."),
			[]string{"result too large"}, "auroradataapi: execute statement: UnsupportedResultException: The result exceeds the size limit 1 MB.",
		}, {
			"unsupported type", "select 1", failure(400, "UnsupportedResultException", "The result contains the unsupported data type INTERVAL."),
			[]string{"unsupported result"}, "auroradataapi: execute statement: UnsupportedResultException: The result contains the unsupported data type INTERVAL.",
		}, {
			"unsupported type of a write", "insert into t values (1) returning a", failure(400, "UnsupportedResultException", "The result contains the unsupported data type INTERVAL."),
			[]string{"unsupported result", "outcome unknown"}, "",
		}, {
			"statement timeout", "select 1", failure(400, "StatementTimeoutException", "Request timed out"),
			[]string{"statement timeout"}, "",
		}, {
			"access denied", "select 1", failure(403, "AccessDeniedException", "no"), []string{"access denied"},
			"auroradataapi: execute statement: AccessDeniedException: no",
		}, {
			"forbidden", "select 1", failure(403, "ForbiddenException", "no"), []string{"access denied"}, "",
		}, {
			"first generation's transaction", "select 1", failure(400, "BadRequestException", "Transaction AX is not found. Transaction may be expired."),
			[]string{"transaction not found"}, "",
		}, {
			"nothing but a status", "select 1", failure(418, "", ""), nil, "auroradataapi: execute statement: HTTP status 418 I'm a teapot",
		}, {
			"nothing but a status, outcome unknown", "select 1", failure(502, "", ""), []string{"outcome unknown"}, "auroradataapi: execute statement: outcome unknown: HTTP status 502 Bad Gateway",
		}, {
			"internal failure", "select 1", failure(500, "InternalFailure", ""), []string{"outcome unknown"}, "auroradataapi: execute statement: outcome unknown: InternalFailure",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.answers = func(request) step { return tt.step }
			s.config.ResumeTimeout = -1
			_, err := s.open().Exec(tt.query)
			want := map[string]bool{}
			for _, name := range tt.want {
				want[name] = true
			}
			for name, condition := range all {
				if errors.Is(err, condition) != want[name] {
					t.Errorf("%v: is %q: %v", err, name, !want[name])
				}
			}
			if tt.text != "" && err.Error() != tt.text {
				t.Errorf("got %q, want %q", err, tt.text)
			}
			var api smithy.APIError
			if !errors.As(err, &api) {
				t.Errorf("does not unwrap to an error of the SDK: %v", err)
			}
		})
	}
}

func TestStatementTimeoutConnection(t *testing.T) {
	s := newService(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amzn-Errortype", "StatementTimeoutException:http://internal.amazon.com/")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"message":"Request timed out","dbConnectionId":77}`))
	})
	_, err := s.open().Exec("select pg_sleep(60)")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.DBConnectionID != 77 || e.Exception != "StatementTimeoutException" {
		t.Errorf("got %+v", e)
	}
}
