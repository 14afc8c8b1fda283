package auroradataapi

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// A probe is a query for the columns of a statement, without any row: the service
// never refuses those (tmokmss/aurora-data-api-proxy COMPATIBILITY.md).

// recall returns what to cast before the statement runs, nil if nothing is known
// to be. A statement whose result cannot be asked for twice is probed.
func (s *submission) recall(ctx context.Context) (*postgres.Recast, error) {
	if known := s.known().recast; known != nil {
		return known, nil
	}
	if s.statement.mode != QueryExecModeDescribe || !postgres.Inferable(s.statement.text.Keyword()) {
		return nil, nil
	}
	refuses, known := s.refusesResults()
	if known && !refuses || !known && !s.returnsOnce() {
		return nil, nil
	}
	if known := s.probed(); known != nil {
		return known, nil
	}
	recast, err := s.find(ctx, s.validate)
	switch {
	case err != nil && (s.conn.tx != nil || !isOfDatabase(err)):
		return nil, err // nothing has run
	case err != nil:
		recast = postgres.NewRecast(nil) // so that it is not probed again; the statement will speak for itself
	case recast == nil && refuses && s.modifies():
		return nil, unsupported("the Data API does not return a type of the result: cast it to text")
	case recast == nil:
		return nil, nil
	}
	if s.probed() == nil {
		s.remember(recast)
	}
	return recast, nil
}

// isOfDatabase reports whether an error is the database's: its answer, and not the
// lack of one.
func isOfDatabase(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code != ""
}

// known returns what is remembered of the statement's result.
func (s *submission) known() knowledge {
	if memory, _ := s.conn.memory(""); !memory.hasResults() {
		return knowledge{} // as in most programs: the key has a price
	}
	memory, key := s.conn.memory(s.key())
	return memory.get(key)
}

// refusesResults reports whether the server has told, with the types of the
// arguments, that a column has a refused type.
func (s *submission) refusesResults() (refuses, known bool) {
	if s.bound.inferred == nil {
		return false, false
	}
	return s.bound.inferred.prepared.RefusesResults()
}

// validate has the server look at a statement that has no arguments, and so was not
// described, before its columns are asked for in a transaction: what is wrong with
// the statement is to be told in its own words, not in those of the probe.
func (s *submission) validate(ctx context.Context) error {
	if s.conn.tx == nil || s.bound.inferred != nil {
		return nil
	}
	q := s.statement.inquire(s.bound.names)
	if !q.hasRoom() {
		return nil
	}
	_, err := s.conn.describe(ctx, q)
	return err
}

// returnsOnce reports whether the statement modifies rows and returns some.
func (s *submission) returnsOnce() bool {
	keyword := s.statement.text.Keyword()
	if keyword != "WITH" && (postgres.OnlyReads(keyword) || !containsFold(s.bound.sql, "returning")) {
		return false
	}
	outline, ok := s.outline()
	if !ok || !outline.Modifies() {
		return false
	}
	_, returns := outline.Reading()
	return returns
}

func (s *submission) modifies() bool {
	outline, ok := s.outline()
	return !ok || outline.Modifies()
}

// find asks for the statement's columns and returns what to cast, nil if there is
// no way to ask. If there is one, something may come before.
func (s *submission) find(ctx context.Context, before func(context.Context) error) (*postgres.Recast, error) {
	s.found = true
	sql, safe := s.probe()
	if sql == "" || s.conn.tx != nil && !safe {
		return nil, nil // a probe that fails would abort the transaction
	}
	if err := before(ctx); err != nil {
		return nil, err
	}
	columns, err := s.conn.probe(ctx, sql, s.bound.parameters)
	if err != nil {
		return nil, s.conn.failed(s.statement.text.Keyword(), sqltext.Positions{}, err)
	}
	recast := postgres.NewRecast(columns)
	s.rememberProbe(recast)
	return recast, nil
}

// probe returns the statement's probe, empty if there is none, and whether it is
// safe where a failure would abort a transaction.
func (s *submission) probe() (sql string, safe bool) {
	outline, ok := s.outline()
	if !ok {
		return "", false
	}
	reading, ok := outline.Reading()
	if !ok {
		return "", false
	}
	sql = postgres.Probe(reading.SQL)
	if checkLength(sql) != nil {
		return "", false
	}
	return sql, reading.Safe
}

// What a probe without arguments has answered is remembered by its own text, which
// the statements have in common of a program that writes values into the text:
// INSERT INTO t VALUES (1) RETURNING id, INSERT INTO t VALUES (2) RETURNING id, …

// probed returns what to cast by the answer to the same probe for another statement,
// or nil.
func (s *submission) probed() *postgres.Recast {
	if memory, _ := s.conn.memory(""); !memory.hasResults() || len(s.args) > 0 {
		return nil
	}
	sql, _ := s.probe()
	memory, key := s.conn.memory(sql)
	return memory.get(key).recast
}

func (s *submission) rememberProbe(recast *postgres.Recast) {
	if len(s.args) > 0 {
		return
	}
	sql, _ := s.probe()
	memory, key := s.conn.memory(sql)
	memory.put(key, knowledge{recast: recast})
}

// forget forgets what is known of the statement, and of its probe.
func (s *submission) forget() {
	s.conn.forget(s.key())
	if sql, _ := s.probe(); sql != "" && len(s.args) == 0 {
		s.conn.forget(sql)
	}
}

// nothingBefore is for a statement that has run.
func nothingBefore(context.Context) error { return nil }

// probe returns the columns of a query. It is given those of the parameters that
// it has.
func (c *conn) probe(ctx context.Context, sql string, parameters []wire.Parameter) (columns []wire.Column, err error) {
	if c.tx == nil && !c.settings.Empty() {
		err := c.inBlock(ctx, func() (err error) {
			columns, err = c.probe(ctx, sql, parameters)
			return err
		})
		return columns, err
	}
	if err := c.restore(ctx); err != nil {
		return nil, err
	}
	request := c.request(sql)
	request.IncludeResultMetadata = true
	names := sqltext.Markers(sql)
	for _, p := range parameters {
		if slices.Contains(names, p.Name) {
			request.Parameters = append(request.Parameters, p)
		}
	}
	result, call, err := c.client.executeAs(ctx, describeOperation, request, false)
	if err != nil {
		return nil, err
	}
	reuse(call.response)
	return result.Columns, nil
}

// containsFold reports whether a text contains a word of ASCII letters, in upper
// or lower case.
func containsFold(text, word string) bool {
	for {
		i := strings.IndexAny(text, word[:1]+strings.ToUpper(word[:1]))
		if i < 0 || len(text) < i+len(word) {
			return false
		}
		if strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
		text = text[i+1:]
	}
}
