package main

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// standIn is a service that answers from memory, so that what is measured is the
// client and not a database. It knows the statements of the measurements and
// those of a cursor:
//
//	SELECT … FROM customers       one small row
//	SELECT … FROM events LIMIT n  n rows, or that they are too large
//	DECLARE, FETCH, MOVE          a cursor over them, in a transaction
//
// and says of everything else that it is done.
type standIn struct {
	small  []byte
	events *eventTable

	mu      sync.Mutex // guards what follows
	cursors map[string]*standInCursor
	begun   int
}

// standInCursor is a position in events. A transaction has one at most, which is
// what it is known by.
type standInCursor struct{ at, end int }

func newStandIn() *standIn {
	return &standIn{small: smallAnswer(), events: newEventTable(), cursors: map[string]*standInCursor{}}
}

// standInRequest is what counts of a request.
type standInRequest struct {
	SQL         string `json:"sql"`
	Transaction string `json:"transactionId"`
}

const (
	standInDone      = `{"generatedFields":[],"numberOfRecordsUpdated":0}`
	standInCommitted = `{"transactionStatus":"Transaction Committed"}`
	standInTooLarge  = `{"message":"The result exceeds the size limit 1 MB."}`
)

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var request standInRequest
	if err := json.Unmarshal(body, &request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-Requestid", "00000000-0000-4000-8000-000000000000")
	switch r.URL.Path {
	case "/BeginTransaction":
		_, _ = io.WriteString(w, s.begin())
	case "/CommitTransaction", "/RollbackTransaction":
		s.end(request.Transaction)
		_, _ = io.WriteString(w, standInCommitted)
	default:
		s.execute(w, request)
	}
}

func (s *standIn) begin() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun++
	return `{"transactionId":"stand-in-` + strconv.Itoa(s.begun) + `"}`
}

func (s *standIn) end(transaction string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.cursors, transaction)
}

var (
	declareStatement = regexp.MustCompile(`(?is)^\s*DECLARE\b.*\bFROM events\b.*\bLIMIT (\d+)`)
	fetchStatement   = regexp.MustCompile(`(?i)^\s*FETCH (?:FORWARD )?(\d+)\b`)
	moveStatement    = regexp.MustCompile(`(?i)^\s*MOVE (ABSOLUTE|BACKWARD|FORWARD|RELATIVE) (-?\d+)\b`)
	eventStatement   = regexp.MustCompile(`(?is)^\s*SELECT\b.*\bFROM events\b.*\bLIMIT (\d+)`)
	smallStatement   = regexp.MustCompile(`^\s*SELECT\b.*\bFROM customers\b`)
)

// execute answers a statement, by the first that it looks like.
func (s *standIn) execute(w http.ResponseWriter, request standInRequest) {
	if request.SQL == "" || smallStatement.MatchString(request.SQL) {
		_, _ = w.Write(s.small) // a client that has gone needs no answer
	} else if match := fetchStatement.FindStringSubmatch(request.SQL); match != nil {
		s.answer(w, s.advance(request.Transaction, number(match[1])))
	} else if match := eventStatement.FindStringSubmatch(request.SQL); match != nil {
		s.answer(w, span{0, number(match[1])})
	} else {
		s.note(request)
		_, _ = io.WriteString(w, standInDone)
	}
}

// note follows what a statement does to cursors.
func (s *standIn) note(request standInRequest) {
	if match := moveStatement.FindStringSubmatch(request.SQL); match != nil {
		s.move(request.Transaction, strings.ToUpper(match[1]), number(match[2]))
	} else if match := declareStatement.FindStringSubmatch(request.SQL); match != nil {
		s.declare(request.Transaction, number(match[1]))
	}
}

// answer is some of the events, or that they are too large.
func (s *standIn) answer(w http.ResponseWriter, of span) {
	if s.events.size(of) > pageSize {
		w.Header().Set("X-Amzn-Errortype", "UnsupportedResultException")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, standInTooLarge)
		return
	}
	s.events.write(w, of)
}

func (s *standIn) declare(transaction string, end int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cursors[transaction] = &standInCursor{end: end}
}

// advance moves the cursor over rows, and gives them. If they are too large it
// stands behind them all the same.
func (s *standIn) advance(transaction string, rows int) span {
	s.mu.Lock()
	defer s.mu.Unlock()
	cursor := s.cursors[transaction]
	if cursor == nil {
		return span{}
	}
	from := cursor.at
	cursor.at = min(cursor.end, from+rows)
	return span{from, cursor.at}
}

func (s *standIn) move(transaction, how string, rows int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cursor := s.cursors[transaction]
	if cursor == nil {
		return
	}
	switch how {
	case "ABSOLUTE":
		cursor.at = rows
	case "BACKWARD":
		cursor.at -= rows
	default:
		cursor.at += rows
	}
	cursor.at = max(0, min(cursor.at, cursor.end))
}

// number reads digits that a regular expression has found.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
