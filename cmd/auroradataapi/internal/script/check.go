package script

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// Check reads a file and returns how many statements it has. It fails if the file
// cannot be read as statements to its end and, if these are to be run in a
// transaction of PostgreSQL, names each that cannot be.
func Check(engine auroradataapi.Engine, file string, in io.Reader, inTransaction bool) (int, error) {
	r := NewReader(engine, file, in)
	var refused []error
	for count := 0; ; count++ {
		s, err := r.Next()
		switch {
		case err == io.EOF:
			return count, errors.Join(refused...)
		case err != nil:
			return count, errors.Join(append(refused, err)...)
		}
		if !inTransaction {
			continue
		}
		if problem := barredFrom(s.Text); problem != nil {
			refused = append(refused, &Error{File: file, Line: s.Line, Column: s.Column, Err: problem})
		}
	}
}

// barred are the statements that PostgreSQL does not run in a transaction, by the
// words that they open with.
var barred = []string{
	"VACUUM", "CREATE DATABASE", "DROP DATABASE", "CREATE TABLESPACE", "DROP TABLESPACE", "ALTER SYSTEM",
	"REINDEX DATABASE", "REINDEX SYSTEM", "REINDEX SCHEMA", "DISCARD ALL",
	"CREATE SUBSCRIPTION", "DROP SUBSCRIPTION",
}

// concurrent are the statements that may have the word CONCURRENTLY, with which
// PostgreSQL does not run them in a transaction.
var concurrent = []string{"CREATE INDEX", "CREATE UNIQUE INDEX", "DROP INDEX", "REINDEX"}

// control are the statements that begin and end transactions.
var control = []string{
	"BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE TRANSACTION",
}

// barredFrom returns why a statement of PostgreSQL cannot be one of a transaction,
// or nil if it can.
func barredFrom(text string) error {
	words := strings.Fields(strings.ToUpper(text[:min(len(text), 1000)]))
	for i, word := range words {
		words[i] = strings.TrimRight(word, ";(")
	}
	opens := func(kind string) bool { return opensWith(words, strings.Fields(kind)) }
	if opens("ROLLBACK TO") || opens("ROLLBACK TRANSACTION TO") || opens("ROLLBACK WORK TO") {
		return nil
	}
	for _, kind := range control {
		if opens(kind) {
			return fmt.Errorf("%s in a file that is run in one transaction: use --no-transaction if it has its own", kind)
		}
	}
	for _, kind := range barred {
		if opens(kind) {
			return cannot(kind)
		}
	}
	for _, kind := range concurrent {
		n := len(strings.Fields(kind))
		if opens(kind) && (opensWith(words[n:], []string{"CONCURRENTLY"}) || kind == "REINDEX" && opensWith(words[min(n+1, len(words)):], []string{"CONCURRENTLY"})) {
			return cannot(kind + " CONCURRENTLY")
		}
	}
	return nil
}

func cannot(kind string) error {
	return fmt.Errorf("%s cannot run in a transaction: use --no-transaction, or move it to a file of its own", kind)
}

func opensWith(words, kind []string) bool {
	if len(words) < len(kind) {
		return false
	}
	for i, word := range kind {
		if words[i] != word {
			return false
		}
	}
	return true
}
