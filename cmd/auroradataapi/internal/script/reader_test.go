package script_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// read returns what a reader makes of a file: statements with their places, rows
// behind a COPY.
func read(r *script.Reader) ([]string, error) {
	var got []string
	for {
		s, err := r.Next()
		if err == io.EOF {
			return got, nil
		}
		if err != nil {
			return got, err
		}
		got = append(got, fmt.Sprintf("%d:%d %s", s.Line, s.Column, s.Text))
		for s.Copy {
			row, err := r.Row()
			if err == io.EOF {
				break
			}
			if err != nil {
				return got, err
			}
			got = append(got, fmt.Sprintf("%q", row))
		}
	}
}

func TestReader(t *testing.T) {
	for _, test := range []struct {
		name   string
		engine auroradataapi.Engine
		file   string
		want   []string
		err    string
	}{
		{name: "empty"},
		{name: "comment", file: "-- nothing\n"},
		{
			name: "places", file: "\ufeffselect 1; select 'é;'; select 2\n;\n\n  select\n3",
			want: []string{"1:1 select 1", "1:11 select 'é;'", "1:24 select 2", "4:3 select\n3"},
		},
		{name: "body", file: "do $$ begin; end; $$;\nselect 1;", want: []string{"1:1 do $$ begin; end; $$", "2:1 select 1"}},
		{
			name: "COPY", file: "select 1;\n\nCOPY t (a, b) FROM stdin;\n1\t\\N\n\\\\x;'\ta\\tb\\n\n\\.\n\n\nselect 2;\ncopy u from STDIN;\r\n\\.\r\nselect 3;\n",
			want: []string{"1:1 select 1", "3:1 COPY t (a, b) FROM stdin", `["1" <nil>]`, `["\\x;'" "a\tb\n"]`, "9:1 select 2", "10:1 copy u from STDIN", "12:1 select 3"},
		},
		{name: "COPY without an end", file: "copy t from stdin;\n1\n2", want: []string{"1:1 copy t from stdin", `["1"]`, `["2"]`}, err: `f.sql:4:1: the file ends within the rows of COPY: the line \. is missing`},
		{name: "COPY without rows", file: "copy t from stdin", err: "f.sql:1:13: COPY FROM STDIN: no semicolon"},
		{name: "COPY and more", file: "copy t from stdin; select 1;", err: "f.sql:1:18: COPY FROM STDIN: its rows begin in the line behind it"},
		{name: "latin1", file: "copy t from stdin;\n\xe9\n\\.\n", want: []string{"1:1 copy t from stdin"}, err: "f.sql:2:1: the row is not UTF-8"},
		{name: "restrict", file: "--\n\\restrict abc\n\nselect 1;\n\\unrestrict abc\n", want: []string{"4:1 select 1"}},
		{name: "connect", file: "select 1;\n  \\connect app\n", err: `f.sql:2:3: \connect is a command of psql and not SQL: name the database with --database`},
		{name: "in a statement", file: "select 1\n\\restrict a\n", err: `f.sql:2:1: \restrict inside a statement`},
		{name: "unterminated", file: "select 1;\nselect 'a;\n", err: "unterminated quoted string"},
		{
			name: "DELIMITER", engine: auroradataapi.EngineMySQL, file: "select 1;\ndelimiter ;;\ncreate procedure p()\nbegin\n select 1;\nend;;\nDELIMITER ;\nselect 2;\n",
			want: []string{"1:1 select 1", "3:1 create procedure p()\nbegin\n select 1;\nend", "8:1 select 2"},
		},
		{name: "mysqldump", engine: auroradataapi.EngineMySQL, file: "/*!40101 SET @a=1 */;\ninsert into t values ('\\'; ');\n", want: []string{"1:1 /*!40101 SET @a=1 */", `2:1 insert into t values ('\'; ')`}},
		{name: "backslash", engine: auroradataapi.EngineMySQL, file: "select 1\\G\n", err: "f.sql:1:9: command of the mysql client"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(script.NewReader(test.engine, "f.sql", strings.NewReader(test.file)))
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("got error %v, want %q", err, test.err)
			}
			if len(got)+len(test.want) > 0 && !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestReaderOfMuch reads a file of many pieces: routines longer than a piece,
// rows of COPY across them, and a DELIMITER that ends in another one.
func TestReaderOfMuch(t *testing.T) {
	body := strings.Repeat("  perform 'x;';\n", 8_000)
	file := strings.Repeat("select 1;\n", 8_000) + "do $$\n" + body + "$$;\ncopy t from stdin;\n" + strings.Repeat("row\n", 20_000) + "\\.\nselect 2;"
	got, err := read(script.NewReader(auroradataapi.EnginePostgreSQL, "f.sql", strings.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 28_003 || got[8_000] != "8001:1 do $$\n"+body+"$$" || got[8_001] != "16003:1 copy t from stdin" || got[28_002] != "36005:1 select 2" {
		t.Errorf("got %d statements and rows, the last %q", len(got), got[len(got)-1])
	}

	file = "delimiter //\n" + strings.Repeat("select 1; //\n", 8_000) + "delimiter ;\nselect 2;"
	got, err = read(script.NewReader(auroradataapi.EngineMySQL, "f.sql", strings.NewReader(file)))
	if err != nil || len(got) != 8_001 || got[8_000] != "8003:1 select 2" {
		t.Errorf("got %d statements, error %v", len(got), err)
	}
}

func TestCheck(t *testing.T) {
	file := `create table t (id int);
VACUUM t;
create index concurrently i on t (id);
create unique index
  concurrently i on t (id);
create index i on t (id);
begin;
rollback to savepoint s;
reindex table concurrently t;
rollback;
`
	count, err := script.Check(auroradataapi.EnginePostgreSQL, "f.sql", strings.NewReader(file), true)
	var places []string
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			var e *script.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			places = append(places, fmt.Sprintf("%d:%d", e.Line, e.Column))
		}
	}
	if want := []string{"2:1", "3:1", "4:1", "7:1", "9:1", "10:1"}; count != 9 || !reflect.DeepEqual(places, want) {
		t.Errorf("got %d statements, refused %v, want %v", count, places, want)
	}
	if _, err := script.Check(auroradataapi.EnginePostgreSQL, "f.sql", strings.NewReader(file), false); err != nil {
		t.Error(err)
	}
}

func TestStatementAt(t *testing.T) {
	s := script.Statement{Text: "ab\ncé\n", Line: 10, Column: 5}
	for position, want := range map[int][2]int{0: {10, 5}, 1: {10, 5}, 2: {10, 6}, 3: {10, 7}, 4: {11, 1}, 5: {11, 2}, 6: {11, 3}, 7: {12, 1}, 8: {10, 5}} {
		line, column := s.At(position)
		if got := [2]int{line, column}; got != want {
			t.Errorf("position %d: got %v, want %v", position, got, want)
		}
	}
}

// TestReaderHolds looks at how far ahead of the rows of a COPY a reader reads.
func TestReaderHolds(t *testing.T) {
	const rows = 100_000
	file := strings.NewReader("create table t (a text);\n\nCOPY t (a)\n  FROM stdin;\n" + strings.Repeat("0123456789\n", rows) + "\\.\nselect 1;\n")
	size := file.Len()
	r := script.NewReader(auroradataapi.EnginePostgreSQL, "f.sql", file)
	for {
		s, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if s.Copy {
			break
		}
	}
	if ahead := size - file.Len(); ahead > 200<<10 {
		t.Errorf("%d of %d bytes are held before the first row", ahead, size)
	}
	s, err := r.Next()
	if err != nil || s.Text != "select 1" || s.Line != rows+6 {
		t.Errorf("got %q in line %d, %v behind the rows", s.Text, s.Line, err)
	}
}
