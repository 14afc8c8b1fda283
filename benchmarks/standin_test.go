package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// standInAnswer is what counts of an answer of the stand-in.
type standInAnswer struct {
	TransactionID string `json:"transactionId"`
	Records       [][]struct {
		LongValue int `json:"longValue"`
	} `json:"records"`
}

// ask sends a request to the stand-in.
func ask(t *testing.T, s *standIn, path, body string) (status int, answer standInAnswer) {
	t.Helper()
	response := httptest.NewRecorder()
	s.ServeHTTP(response, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	if err := json.Unmarshal(response.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%v: %s", err, response.Body)
	}
	return response.Code, answer
}

func TestStandInCursor(t *testing.T) {
	s := newStandIn()
	_, begun := ask(t, s, "/BeginTransaction", `{}`)
	tests := []struct {
		name   string
		sql    string
		status int
		first  int // number of the first event, if there are any
		rows   int
	}{
		{"declare", `DECLARE \"c\" SCROLL CURSOR FOR WITH w AS MATERIALIZED (SELECT id FROM events ORDER BY id LIMIT 30000) SELECT * FROM w`, 200, 0, 0},
		{"first page", `FETCH 10 FROM \"c\"`, 200, 1, 10},
		{"next page", `FETCH FORWARD 5 FROM c`, 200, 11, 5},
		{"too large", `FETCH 9000 FROM c`, 400, 0, 0},
		{"back", `MOVE BACKWARD 9000 FROM c`, 200, 0, 0},
		{"smaller page", `FETCH 5000 FROM c`, 200, 16, 5000},
		{"position", `MOVE ABSOLUTE 29998 FROM c`, 200, 0, 0},
		{"last page", `FETCH 10 FROM c`, 200, 29999, 2},
		{"end", `FETCH 10 FROM c`, 200, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, answer := ask(t, s, "/Execute", `{"sql":"`+tt.sql+`","transactionId":"`+begun.TransactionID+`"}`)
			if status != tt.status || len(answer.Records) != tt.rows {
				t.Fatalf("got status %d, %d rows", status, len(answer.Records))
			}
			if tt.first > 0 && answer.Records[0][0].LongValue != tt.first {
				t.Errorf("got event %d first, want %d", answer.Records[0][0].LongValue, tt.first)
			}
		})
	}
}

// TestStandInQuery asks without a cursor.
func TestStandInQuery(t *testing.T) {
	tests := []struct {
		name   string
		sql    string
		status int
		rows   int
	}{
		{"small", smallQuerySDK, 200, 1},
		{"page", eventQuery(pageRows), 200, pageRows},
		{"too large", eventQuery(2 * pageRows), 400, 0},
		{"anything", "SET x = 1", 200, 0},
		{"nothing", "", 200, 1},
	}
	s := newStandIn()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, answer := ask(t, s, "/Execute", `{"sql":"`+tt.sql+`"}`)
			if status != tt.status || len(answer.Records) != tt.rows {
				t.Errorf("got status %d, %d rows", status, len(answer.Records))
			}
		})
	}
}
