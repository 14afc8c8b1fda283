package seed

import (
	"strings"
	"testing"
)

const dump = `--
-- PostgreSQL database dump
--

\restrict b9vTQ

SET statement_timeout = 0;
CREATE FUNCTION public.f() RETURNS int LANGUAGE plpgsql AS $_$
BEGIN
  -- COPY t FROM stdin;
  RETURN 1;
END; $_$;

COPY public.t (a, b) FROM stdin;
1	it's; from stdin;
2	\N
\.


COPY public.u FROM stdin WITH (FORMAT csv, DELIMITER ';');
\.
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a);

\unrestrict b9vTQ
`

func TestParseDump(t *testing.T) {
	var s script
	if err := s.parseDump(dump); err != nil {
		t.Fatal(err)
	}
	want := []struct {
		line  int
		start string
		end   string
		data  string
	}{
		{line: 7, start: "SET statement_timeout", end: "= 0"},
		{line: 8, start: "CREATE FUNCTION", end: "$_$"},
		{line: 14, start: "COPY public.t", end: "FROM STDIN", data: "1\tit's; from stdin;\n2\t\\N\n"},
		{line: 20, start: "COPY public.u", end: "FROM STDIN WITH (FORMAT csv, DELIMITER ';')", data: ""},
		{line: 22, start: "ALTER TABLE", end: "(a)"},
	}
	if len(s.steps) != len(want) {
		t.Fatalf("got %d statements, want %d: %+v", len(s.steps), len(want), s.steps)
	}
	for i, w := range want {
		got := s.steps[i]
		if got.line != w.line || !strings.HasPrefix(got.sql, w.start) || !strings.HasSuffix(got.sql, w.end) {
			t.Errorf("statement %d is %q of line %d, want %q … %q of line %d", i, got.sql, got.line, w.start, w.end, w.line)
		}
		if isCopy := strings.HasPrefix(w.start, "COPY"); string(got.data) != w.data || (got.data != nil) != isCopy {
			t.Errorf("statement %d has the data %q, want %q", i, got.data, w.data)
		}
	}
}

func TestParseDumpRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{name: "command of psql", text: "select 1;\n\\connect other\nselect 2;", want: "f.sql:2: "},
		{name: "string without end", text: "select 1;\n\nselect 'a;\n", want: "f.sql:3: "},
		{name: "data without end", text: "copy t from stdin;\n1\n", want: `f.sql:1: COPY FROM STDIN without a line \.`},
		{name: "COPY without semicolon", text: "select 1;\ncopy t\nfrom stdin", want: "f.sql:3: COPY FROM STDIN without a semicolon"},
		{name: "another statement", text: "copy t from stdin; select 1;\n\\.\n", want: "f.sql:1: COPY FROM STDIN with another statement"},
		{name: "behind data", text: "copy t from stdin;\n1\n\\.\nselect 'a", want: "f.sql:4: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := script{path: "f.sql"}
			err := s.parseDump(test.text)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// FuzzParseDump wants each statement to begin where its line says.
func FuzzParseDump(f *testing.F) {
	f.Add(dump)
	f.Add("copy t from stdin;\n\\.\n\\restrict x\nselect 1")
	f.Add("copy t (\"'/in'\") from\n\tstdin with (null ';') ;\r\n\\.\r\nselect $$;$$;;")
	f.Fuzz(func(t *testing.T, text string) {
		s := script{path: "f.sql"}
		if s.parseDump(text) != nil {
			return
		}
		lines := strings.Split(text, "\n")
		last := 1
		for _, step := range s.steps {
			if step.line < last || step.line > len(lines) {
				t.Fatalf("line %d after line %d of %d", step.line, last, len(lines))
			}
			last = step.line
			start, _, _ := strings.Cut(step.sql, "\n")
			if step.data == nil && !strings.Contains(lines[step.line-1], start) {
				t.Fatalf("line %d is %q, and the statement begins with %q", step.line, lines[step.line-1], start)
			}
		}
	})
}
