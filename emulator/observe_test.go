package emulator_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// watched starts a server that sends what it is told of its calls.
func watched(t *testing.T, s *emulator.Server) (*emulator.Server, <-chan emulator.Call) {
	t.Helper()
	calls := make(chan emulator.Call, 16)
	s.OnCall = func(c emulator.Call) { calls <- c }
	return attached(t, s), calls
}

func TestOnCall(t *testing.T) {
	s, calls := watched(t, &emulator.Server{})
	tests := []struct {
		name string
		call func() error
		want emulator.Call
	}{
		{
			name: "query",
			call: func() error {
				_, err := client(s).ExecuteStatement(t.Context(), statement(s, "select generate_series(1, 3) + :n",
					types.SqlParameter{Name: aws.String("n"), Value: &types.FieldMemberLongValue{Value: 7}}))
				return err
			},
			want: emulator.Call{
				Operation: "ExecuteStatement", Database: "postgres", ClusterARN: s.ClusterARN("local"),
				SQL: "select generate_series(1, 3) + :n", ParameterSets: 1, Status: http.StatusOK, Records: 3,
			},
		},
		{
			name: "refused by the database",
			call: func() error {
				_, err := client(s).ExecuteStatement(t.Context(), statement(s, "select nothing"))
				return err
			},
			want: emulator.Call{
				Operation: "ExecuteStatement", Database: "postgres", ClusterARN: s.ClusterARN("local"),
				SQL: "select nothing", Status: http.StatusBadRequest, Code: "DatabaseErrorException",
			},
		},
		{
			name: "no such operation",
			call: func() error { return sendNothing(t.Context(), s.URL()+"/Nonsense") },
			want: emulator.Call{Status: http.StatusNotFound, Code: "UnknownOperationException"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_ = test.call() // some fail
			got := <-calls
			if got.RequestID == "" || got.Started.IsZero() || got.Duration <= 0 || got.ResponseBytes == 0 {
				t.Errorf("got %+v, want an id, times and bytes", got)
			}
			if (got.RequestBytes == 0) != (test.want.Operation == "") {
				t.Errorf("got %d bytes of a request", got.RequestBytes)
			}
			got.RequestID, got.Started, got.Duration, got.RequestBytes, got.ResponseBytes = "", time.Time{}, 0, 0, 0
			test.want.Service = "rds-data"
			if got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func sendNothing(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// TestOnCallOfDroppedAnswer wants to hear of a call whose connection was broken.
func TestOnCallOfDroppedAnswer(t *testing.T) {
	s, calls := watched(t, &emulator.Server{Faults: []emulator.Fault{{Kind: emulator.FaultDropAfter}}})
	if _, err := client(s).ExecuteStatement(t.Context(), statement(s, "select 1")); err == nil {
		t.Error("the call has an answer")
	}
	if got := <-calls; got.Status != 0 || got.ResponseBytes != 0 || got.Fault != emulator.FaultDropAfter {
		t.Errorf("got %+v, want no answer and the fault", got)
	}
}

func TestMonitor(t *testing.T) {
	s, calls := watched(t, &emulator.Server{Monitor: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	})})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/ready", nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := do(t, request); status != http.StatusTeapot {
		t.Errorf("GET is answered with %d, want the monitor's", status)
	}
	execute(t, s, statement(s, "select 1"))
	if got := <-calls; got.Operation != "ExecuteStatement" {
		t.Errorf("told of %+v, want only the statement", got)
	}
}
