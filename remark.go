package auroradataapi

import (
	"errors"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// Tools write comments around a statement for the operator of the database, such as
// the trace that it belongs to. They are sent, and nothing that is remembered of a
// text knows of them: they may differ from call to call.

// remarked is a text with comments around it. In the zero value there are none.
type remarked struct {
	before int    // characters in front of the text
	sql    string // the text without them
}

// withRemarks returns a text for the statement with the comments that the caller has
// written around that, if there is room.
func (s *statement) withRemarks(sql string) (string, remarked) {
	before, behind := s.text.Remarks()
	if before == "" && behind == "" {
		return sql, remarked{}
	}
	if before != "" {
		before += " "
	}
	if behind != "" {
		behind = " " + behind
	}
	text := before + sql + behind
	if checkLength(text) != nil {
		return sql, remarked{}
	}
	return text, remarked{before: utf8.RuneCountInString(before), sql: sql}
}

// locate gives an error its position in the text without the comments. The end of
// the input is where that ends.
func (r remarked) locate(err error) error {
	var e *Error
	if r.sql != "" && errors.As(err, &e) && e.Position > 0 {
		e.Position = min(max(e.Position-r.before, 0), sqltext.ServiceLength(r.sql)+1)
	}
	return err
}
