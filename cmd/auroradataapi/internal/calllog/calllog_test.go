package calllog_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/calllog"
	"github.com/auroradataapi/auroradataapi/emulator"
)

var ended = time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)

var query = emulator.Call{
	RequestID: "id", Service: "rds-data", Operation: "ExecuteStatement", ClusterARN: "arn:aws:rds:us-east-1:1:cluster:orders",
	Database: "shop", SQL: "select\n\ta from t", Transaction: true, ParameterSets: 2, Status: 200, Records: 3, RecordsUpdated: 1,
	Started: ended.Add(-1234567 * time.Nanosecond), Duration: 1234567 * time.Nanosecond, RequestBytes: 10, ResponseBytes: 20,
}

func TestHuman(t *testing.T) {
	dropped := emulator.Call{Service: "rds-data", Started: ended, Fault: emulator.FaultDropBefore, Code: "InternalServerErrorException"}
	hostile := emulator.Call{Service: "rds-data", Operation: "ExecuteStatement", Started: ended, Status: 400, Database: "a\x1b[2J\nb"}
	tests := []struct {
		name        string
		call        emulator.Call
		colour, sql bool
		want        string
	}{
		{name: "plain", call: query, want: "12:30:00.000 200 rds-data/ExecuteStatement 1.23ms cluster=orders database=shop in a transaction 10+20 bytes 3 rows 1 changed 2 sets\n"},
		{name: "with its statement", call: query, sql: true, want: "12:30:00.000 200 rds-data/ExecuteStatement 1.23ms cluster=orders database=shop in a transaction 10+20 bytes 3 rows 1 changed 2 sets | select a from t\n"},
		{name: "dropped", call: dropped, colour: true, want: "12:30:00.000 \x1b[31m---\x1b[0m rds-data/? 0s 0+0 bytes fault=drop-before \x1b[31mInternalServerErrorException\x1b[0m\n"},
		{name: "what a terminal would obey", call: hostile, want: "12:30:00.000 400 rds-data/ExecuteStatement 0s database=a\uFFFD[2J b 0+0 bytes\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			calllog.Human(&out, test.colour, test.sql)(test.call)
			if out.String() != test.want {
				t.Errorf("got  %q\nwant %q", out.String(), test.want)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	for _, sql := range []bool{false, true} {
		var out bytes.Buffer
		calllog.JSON(&out, sql)(query)
		var got map[string]any
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || strings.Count(out.String(), "\n") != 1 {
			t.Fatalf("%q: %v", out.String(), err)
		}
		for name, want := range map[string]any{
			"time": "2026-03-01T12:30:00Z", "level": "INFO", "operation": "ExecuteStatement", "status": 200.0, "seconds": 0.001234567,
			"records": 3.0, "transaction": true, "requestId": "id",
		} {
			if got[name] != want {
				t.Errorf("%s is %v, want %v", name, got[name], want)
			}
		}
		if _, has := got["sql"]; has != sql {
			t.Errorf("with statements %v: %v", sql, got)
		}
	}
}
