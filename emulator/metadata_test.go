package emulator_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// described gives what the metadata says of the first column: its table, and
// whether it takes NULL.
func described(t *testing.T, input *rdsdata.ExecuteStatementInput) string {
	t.Helper()
	input.IncludeResultMetadata = true
	m := execute(t, shared, input).ColumnMetadata[0]
	if m.Nullable == 0 {
		return *m.TableName + " not null"
	}
	return *m.TableName
}

// TestMetadataFollowsChanges shows that metadata is never older than the call,
// whoever has changed the table, and that it is asked for in the own transaction.
func TestMetadataFollowsChanges(t *testing.T) {
	backend(t, "drop table if exists followed, renamed", "create table followed (n int)")
	t.Cleanup(func() { backend(t, "drop table if exists followed, renamed") })
	query := func(name string) *rdsdata.ExecuteStatementInput { return statement(shared, "select n from "+name) }
	steps := []struct {
		name   string
		change func()
		table  string // to ask
		want   string
	}{
		{name: "first", change: func() {}, table: "followed", want: "followed"},
		{name: "again", change: func() {}, table: "followed", want: "followed"},
		{name: "by another session", change: func() { backend(t, "alter table followed alter n set not null") }, table: "followed", want: "followed not null"},
		{name: "by a call", change: func() { execute(t, shared, statement(shared, "alter table followed rename to renamed")) }, table: "renamed", want: "renamed not null"},
		{name: "by a function", change: func() {
			execute(t, shared, statement(shared, "do $$ begin alter table renamed alter n drop not null; end $$"))
		}, table: "renamed", want: "renamed"},
	}
	for _, step := range steps {
		step.change()
		for range 3 {
			if got := described(t, query(step.table)); got != step.want {
				t.Fatalf("changed %s: the column is of %s, want %s", step.name, got, step.want)
			}
		}
	}
}

// TestMetadataInTransaction shows that changes which are not committed are seen
// inside and not outside.
func TestMetadataInTransaction(t *testing.T) {
	table(t, "inside_out", "n int")
	id := begin(t, shared)
	query := func() *rdsdata.ExecuteStatementInput { return in(shared, id, "select n from inside_out limit 1") }
	for range 8 { // until the server keeps a plan
		if got := described(t, query()); got != "inside_out" {
			t.Fatalf("the column is of %s", got)
		}
	}
	execute(t, shared, in(shared, id, "savepoint s"))
	execute(t, shared, in(shared, id, "create temp table inside_out (n int not null)"))
	if got := described(t, query()); got != "inside_out not null" {
		t.Errorf("inside, the column is of %s", got)
	}
	if got := described(t, statement(shared, "select n from inside_out")); got != "inside_out" {
		t.Errorf("outside, the column is of %s", got)
	}
	execute(t, shared, in(shared, id, "rollback to s"))
	if got := described(t, query()); got != "inside_out" {
		t.Errorf("after the rollback, the column is of %s", got)
	}
	execute(t, shared, in(shared, id, "alter table inside_out alter n set not null"))
	if got := described(t, query()); got != "inside_out not null" {
		t.Errorf("inside again, the column is of %s", got)
	}
	if _, err := rollback(t, shared, id); err != nil {
		t.Fatal(err)
	}
	if got := described(t, statement(shared, "select n from inside_out")); got != "inside_out" {
		t.Errorf("in the end, the column is of %s", got)
	}
}

// TestMetadataOfCopy shows that COPY is refused as without metadata, and that the
// session goes on.
func TestMetadataOfCopy(t *testing.T) {
	table(t, "copied", "n int")
	for sql, message := range map[string]string{
		"copy copied to stdout":  "execute: unexpected message: CopyOutResponse",
		"copy copied from stdin": "execute: unexpected message: CopyInResponse",
	} {
		input := statement(shared, sql)
		input.IncludeResultMetadata = true
		refuse(t, shared, input, "DatabaseErrorException", message)
		id := begin(t, shared)
		inside := in(shared, id, sql)
		inside.IncludeResultMetadata = true
		refuse(t, shared, inside, "DatabaseErrorException", message)
		if _, err := rollback(t, shared, id); err != nil {
			t.Error(err)
		}
	}
	if got := described(t, statement(shared, "select n from copied")); got != "copied" {
		t.Errorf("the column is of %s", got)
	}
}
