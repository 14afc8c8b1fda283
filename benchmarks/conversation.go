package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// exchange is a request of the driver, and what its answer held.
type exchange struct {
	url         string
	header      http.Header
	body        []byte
	transaction string // that it began
	status      int
	rows        int
}

// conversation is what the driver says to a service for a piece of work, for a
// bare HTTP client to say again.
type conversation []exchange

// recorder is an HTTP client that keeps what goes through it.
type recorder struct {
	client       *http.Client
	mu           sync.Mutex // guards conversation
	conversation conversation
}

// record has the driver work at a place twice and keeps what it says the second
// time, when it knows what there is to know of its statements; or once, for long
// work that has little to ask.
func (at *place) record(ctx context.Context, distance time.Duration, times int, work func(context.Context, *sql.DB) error) (conversation, error) {
	r := &recorder{client: bareClient()}
	defer r.client.CloseIdleConnections()
	db, err := at.connect(distance, r)
	if err != nil {
		return nil, err
	}
	for range times {
		r.forget()
		if err = work(ctx, db); err != nil {
			break
		}
	}
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return r.conversation, err
}

func (r *recorder) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conversation = nil
}

func (r *recorder) Do(request *http.Request) (*http.Response, error) {
	var body []byte
	if request.Body != nil {
		var err error
		if body, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
		_ = request.Body.Close()
	}
	again := request.Clone(request.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	response, err := r.client.Do(again)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	r.keep(request, body, response.StatusCode, answer)
	response.Body = io.NopCloser(bytes.NewReader(answer))
	return response, nil
}

func (r *recorder) keep(request *http.Request, body []byte, status int, answer []byte) {
	var told struct {
		TransactionID string            `json:"transactionId"`
		Records       []json.RawMessage `json:"records"`
	}
	_ = json.Unmarshal(answer, &told) // of an answer that is none there is nothing to keep
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conversation = append(r.conversation, exchange{
		url: request.URL.String(), header: request.Header, body: body,
		transaction: told.TransactionID, status: status, rows: len(told.Records),
	})
}

// pages lists how many rows each answer with rows had.
func (c conversation) pages() (rows []int) {
	for _, e := range c {
		if e.rows > 0 {
			rows = append(rows, e.rows)
		}
	}
	return rows
}

// repeat says it all again, one request after the other, and reads the answers. It
// returns the time that those with rows have taken together.
func (c conversation) repeat(client *http.Client) (pages time.Duration, err error) {
	transactions := map[string]string{}
	var answer bytes.Buffer
	for _, e := range c {
		start := time.Now()
		if err := e.repeat(client, transactions, &answer); err != nil {
			return 0, err
		}
		if e.rows > 0 {
			pages += time.Since(start)
		}
	}
	return pages, nil
}

// repeat sends a request with the transactions of this time in place of those that
// were recorded.
func (e *exchange) repeat(client *http.Client, transactions map[string]string, answer *bytes.Buffer) error {
	body := e.body
	for recorded, current := range transactions {
		body = bytes.Replace(body, []byte(recorded), []byte(current), 1)
	}
	p := post{client: client, url: e.url, header: e.header, body: body}
	answer.Reset()
	status, err := p.read(answer)
	if err != nil {
		return err
	}
	if status != e.status {
		return fmt.Errorf("status %d instead of %d: %s", status, e.status, answer)
	}
	if e.transaction == "" {
		return nil
	}
	var told struct {
		TransactionID string `json:"transactionId"`
	}
	err = json.Unmarshal(answer.Bytes(), &told)
	transactions[e.transaction] = told.TransactionID
	return err
}
