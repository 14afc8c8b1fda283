package sqltext_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// parseMySQL returns the statements of a text of MySQL.
func parseMySQL(t *testing.T, sql string) []sqltext.Statement {
	t.Helper()
	text, err := sqltext.Parse(sqltext.MySQL, sql)
	if err != nil {
		t.Fatalf("Parse(%q): %v", sql, err)
	}
	return text.Statements()
}

func TestStatementsOfMySQL(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want []string
	}{
		{name: "nothing but space, comments and semicolons", sql: " ; -- a;\n ;; /* b */ # c\n ; --"},
		{name: "several", sql: "a; /* c */ b /* d */ ; -- e\n c # f", want: []string{`a`, `b`, `c`}},
		{name: "semicolons in quotes", sql: "select ';', \"\\\";\", '\\';', `;``;`, @`;`, 'a'';'; b",
			want: []string{"select ';', \"\\\";\", '\\';', `;``;`, @`;`, 'a'';'", `b`}},
		{name: "comments do not nest", sql: "a /* /* ; */ b; c", want: []string{"a /* /* ; */ b", "c"}},
		{name: "a carriage return ends no comment", sql: "a # b\r; c\n; d", want: []string{"a", "d"}},
		{name: "dashes without space", sql: "select 5--3; select 1--\t;\n", want: []string{"select 5--3", "select 1"}},
		{name: "executable comments", sql: "/*!40101 SET NAMES utf8 */; /*! a; b */ c; d", want: []string{"/*!40101 SET NAMES utf8 */", "/*! a; b */ c", "d"}},
		{name: "a comment of a later version is no statement", sql: "/*!999999\\- enable the sandbox mode */;\nselect 1", want: []string{"select 1"}},
		{name: "begin is a transaction", sql: `begin; select 1; end; x`, want: []string{`begin`, `select 1`, `end`, `x`}},
		{name: "procedure", sql: `create procedure p() begin select 1; select 2; end; x`,
			want: []string{`create procedure p() begin select 1; select 2; end`, `x`}},
		{name: "procedure with everything", sql: procedure + `; x`, want: []string{procedure, `x`}},
		{name: "trigger with a statement", sql: `create trigger t before insert on a for each row set new.b = if(new.b > 1, case new.b when 2 then 3 end, 4); x`,
			want: []string{`create trigger t before insert on a for each row set new.b = if(new.b > 1, case new.b when 2 then 3 end, 4)`, `x`}},
		{name: "trigger with IF", sql: `create trigger t before insert on a for each row if new.b then set new.b = 1; else set new.b = 2; end if; x`,
			want: []string{`create trigger t before insert on a for each row if new.b then set new.b = 1; else set new.b = 2; end if`, `x`}},
		{name: "trigger of a dump",
			sql:  "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t AFTER UPDATE ON a FOR EACH ROW BEGIN SET @a = 1; END */; x",
			want: []string{"/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t AFTER UPDATE ON a FOR EACH ROW BEGIN SET @a = 1; END */", `x`}},
		{name: "function", sql: `create definer = event@localhost function if not exists f(a int) returns int deterministic return if(a, 1, repeat('x', 2)); x`,
			want: []string{`create definer = event@localhost function if not exists f(a int) returns int deterministic return if(a, 1, repeat('x', 2))`, `x`}},
		{name: "function with IF", sql: `create function f(a int) returns int if (a) then return 1; else return if(1, 2, 3); end if; x`,
			want: []string{`create function f(a int) returns int if (a) then return 1; else return if(1, 2, 3); end if`, `x`}},
		{name: "event", sql: `create event if not exists e on schedule every 1 day do begin do sleep(1); do if(1, 2, 3); end; x`,
			want: []string{`create event if not exists e on schedule every 1 day do begin do sleep(1); do if(1, 2, 3); end`, `x`}},
		{name: "altered event", sql: `alter event e do begin a; b; end; x`, want: []string{`alter event e do begin a; b; end`, `x`}},
		{name: "names that are words of bodies", sql: `create procedure p(in begin int, out end int) begin select begin, end, t.case, t.end from t; end; x`,
			want: []string{`create procedure p(in begin int, out end int) begin select begin, end, t.case, t.end from t; end`, `x`}},
		{name: "block of MariaDB", sql: `begin not atomic declare exit handler for sqlexception begin end; if a then b; end if; end; x; begin work; y`,
			want: []string{`begin not atomic declare exit handler for sqlexception begin end; if a then b; end if; end`, `x`, `begin work`, `y`}},
		{name: "only routines have bodies", sql: `create table trigger_begin (event int); create view procedure_ as select case when begin then 1 end; alter table t add begin int; x`,
			want: []string{`create table trigger_begin (event int)`, `create view procedure_ as select case when begin then 1 end`, `alter table t add begin int`, `x`}},
		{name: "delimiter", sql: "select 1;\nDELIMITER //\ncreate procedure p() begin select 1; end//\nselect 2; select 3 //\ndelimiter ;\nselect 4; x",
			want: []string{`select 1`, `create procedure p() begin select 1; end`, `select 2`, `select 3`, `select 4`, `x`}},
		{name: "delimiter of dollars behind a name", sql: "delimiter $$\ncreate procedure p() begin a; end$$ create procedure q() b; c; $$\ndelimiter ;\nx1;",
			want: []string{`create procedure p() begin a; end`, `create procedure q() b; c`, `x1`}},
		{name: "delimiter of semicolons", sql: "DELIMITER ;;\ncreate trigger t before insert on a for each row begin a; end ;;\nDELIMITER ;\nx",
			want: []string{`create trigger t before insert on a for each row begin a; end`, `x`}},
		{name: "delimiter in quotes", sql: "delimiter //\nselect '//', `//` -- //\n//x", want: []string{"select '//', `//`", "x"}},
		{name: "a parenthesis left open", sql: `select (1; select 2`, want: []string{`select (1`, `select 2`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range parseMySQL(t, tt.sql) {
				got = append(got, s.String())
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Statements of\n%s\nare\n%q\nwant\n%q", tt.sql, got, tt.want)
			}
		})
	}
}

// procedure has every statement with statements in it.
const procedure = `create or replace procedure p(in a int) sql security definer comment 'x; y' reads sql data
main:begin
	declare done, begin int default 0;
	declare c cursor for select case when a then if(a, 1, 2) else (case a when 1 then 2 end) end as end from t where begin = 1;
	declare continue handler for not found set done = 1;
	declare exit handler for 1062, sqlexception begin rollback; resignal; end;
	if not exists (select 1) then select 1; elseif if(a, b, c) then if (a) then set a = 2; end if; else begin end; end if;
	case a when 1 then select 1; else case when b then select 2; end case; end case;
	l:loop leave l; end loop l;
	repeat set a = repeat('x', 2); until a > 1 end repeat;
	while a < 2 do set a = a + 1; if a then select 1; end if; end while;
	select 1 into a; drop table if exists t;
end main`

func TestPlaceholdersOfMySQL(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want []sqltext.Placeholder
	}{
		{name: "question marks", sql: `select ?, ?`, want: []sqltext.Placeholder{{Start: 7, End: 8, Ordinal: 1}, {Start: 10, End: 11, Ordinal: 2}}},
		{name: "counted through the whole text", sql: `select ?; select ?`, want: []sqltext.Placeholder{{Start: 7, End: 8, Ordinal: 1}, {Start: 17, End: 18, Ordinal: 2}}},
		{name: "names", sql: `select :a, 1 limit:b`, want: []sqltext.Placeholder{{Start: 7, End: 9, Name: "a"}, {Start: 18, End: 20, Name: "b"}}},
		{name: "not in quotes and comments", sql: "select '?\\'?', \"?\", `?`, @'?' /* ? */ # ?\n -- ?"},
		{name: "before a letter", sql: `select ?from t`},
		{name: "in an executable comment", sql: `select /*!? */`, want: []sqltext.Placeholder{{Start: 10, End: 11, Ordinal: 1}}},
		{name: "assignments", sql: `select @a := 1, @b:=:b`, want: []sqltext.Placeholder{{Start: 20, End: 22, Name: "b"}}},
		{name: "body", sql: `create procedure p() a:begin select ?; end`},
		{name: "no dollars", sql: `select $1, a$1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []sqltext.Placeholder
			for _, s := range parseMySQL(t, tt.sql) {
				got = append(got, s.Placeholders()...)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Placeholders of\n%s\nare\n%+v\nwant\n%+v", tt.sql, got, tt.want)
			}
		})
	}
}

func TestKeywordsOfMySQL(t *testing.T) {
	tests := []struct {
		sql  string
		want []string
	}{
		{sql: `/*!40101 SET NAMES utf8 */`, want: []string{"SET", "NAMES", "UTF8"}},
		{sql: "# a\n( select /*+ b */ distinct 1)", want: []string{"SELECT", "DISTINCT"}},
		{sql: `set @a = 1`, want: []string{"SET"}},
		{sql: `set @@session.a = 1`, want: []string{"SET"}},
		{sql: `use 1db`, want: []string{"USE", "1DB"}},
	}
	for _, tt := range tests {
		s := parseMySQL(t, tt.sql)[0]
		if got := s.Words(3); !reflect.DeepEqual(got, tt.want) || s.Keyword() != tt.want[0] {
			t.Errorf("Words of %s = %q, keyword %s, want %q", tt.sql, got, s.Keyword(), tt.want)
		}
	}
}

func TestTokensOfMySQL(t *testing.T) {
	sql := "select @a.b, @'c d', @`e``f`, @@global.x, N'g', _utf8mb4'h' \"i\", `j`, 0x1f, 1e-5, 2fa, a->>'$.k', l:=5--3 /*! +1 */ # m"
	want := []string{"select", "@a.b", ",", "@'c d'", ",", "@`e``f`", ",", "@@global", ".", "x", ",", "N'g'", ",", "_utf8mb4", "'h'", `"i"`, ",",
		"`j`", ",", "0x1f", ",", "1e-5", ",", "2fa", ",", "a", "-", ">", ">", "'$.k'", ",", "l", ":=", "5", "-", "-", "3", "+", "1"}
	var got []string
	for token := range parseMySQL(t, sql)[0].Tokens() {
		got = append(got, token)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Tokens of\n%s\nare\n%q\nwant\n%q", sql, got, want)
	}
}

func TestCallsOfMySQL(t *testing.T) {
	tests := []struct {
		sql   string
		calls []string
		only  string
	}{
		{sql: `select get_lock('a', 1)`, calls: []string{"get_lock"}, only: "get_lock"},
		{sql: "do `Release_Lock`('a')", calls: []string{"Release_Lock"}, only: "Release_Lock"},
		{sql: "select 1 + a.`b``c` ( 1 )", calls: []string{"a.b`c"}},
		{sql: `select 'f(1)', @f (1) /* g( */ # h(`},
	}
	for _, tt := range tests {
		s := parseMySQL(t, tt.sql)[0]
		if got := s.Calls(); !reflect.DeepEqual(got, tt.calls) {
			t.Errorf("Calls of %s = %q, want %q", tt.sql, got, tt.calls)
		}
		if got := s.OnlyCall(); got != tt.only {
			t.Errorf("OnlyCall of %s = %q, want %q", tt.sql, got, tt.only)
		}
	}
}

func TestRenderOfMySQL(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want string // "" for unchanged
	}{
		{name: "nothing to do", sql: "select a, `b`, \"c\" from t where d = 'e' and f > 1.5e3 and g->>'$.h' = 0x41"},
		{name: "placeholders", sql: `select ?, ? limit:a`, want: `select :p1, :p2 limit:p3`},

		{name: "doubled quotes", sql: `select 'it''s :x ? ; -- # "', ?`, want: `select 'it''s :x ? ; -- # "', :p1`},
		{name: "escaped quotes", sql: `select 'it\'s :x', 'a\\\'b\\', ?`, want: `select 'it''s :x', 'a\\''b\\', :p1`},
		{name: "other escapes", sql: `select '\n\\\%\_\"\N'`},
		{name: "double quotes", sql: `select "a b--c", "it's", ":x", "\"", "a""b", "a""b'c", "\\'"`,
			want: `select "a b--c", 'it''s', ':x', '\"', "a""b", 'a"b''c', '\\'''`},
		{name: "strings side by side", sql: `select 'a'"b'c"'d', "e""f"'g'`, want: `select 'a' 'b''c' 'd', "e""f" 'g'`},
		{name: "prefixes", sql: `select N'it\'s', x'41', _utf8mb4'a:b', _latin1"it's", n"it's" from t`,
			want: `select N'it''s', x'41', _utf8mb4'a:b', _latin1 'it''s', n 'it''s' from t`},

		{name: "backticks", sql: "select `a b`, `a``b`, `$1`"},
		{name: "backticks with a quote or a colon", sql: "select `it's`, t.`a:b`, `a``\"`, ? from `x--y`",
			want: "select /*!`it's`*/, t./*!`a:b`*/, /*!`a``\"`*/, :p1 from /*!`x--y`*/"},
		{name: "variables", sql: "select @a, @'b:c', @@session.d, @`e f`, @a.b$c"},
		{name: "variables to respell", sql: "select @`a:b`, @`c``'d\\`, @\"it's\", @'it\\'s'", want: "select @'a:b', @'c`''d\\\\', @'it''s', @'it''s'"},
		{name: "assignment", sql: `set @a:=?, @b := :c, @d:=5`, want: `set @a:= :p1, @b := :p2, @d:=5`},

		{name: "comments", sql: "select /* :x ' */ 1 -- :y\n+ 2 # it's\n+ ? --", want: "select   1 \n+ 2 \n+ :p1"},
		{name: "dashes", sql: `select 5--3, 5---?, a--b`, want: `select 5- -3, 5- - -:p1, a- -b`},
		{name: "hints", sql: `select /*+ MAX_EXECUTION_TIME(1000) */ ?`, want: `select /*+ MAX_EXECUTION_TIME(1000) */ :p1`},
		{name: "executable", sql: `create database /*!32312 if not exists*/ a /*!80016 default encryption='N' */`},
		{name: "executable with placeholders", sql: `select /*!50000 ? + */ /*! /* x */ :a */`, want: `select   :p1 +       :p2  `},
		{name: "executable with marks in quotes", sql: `select /*! '*/' */ + 1 /*! + 2 */`, want: `select   '*/'   + 1 /*! + 2 */`},
		{name: "not for this version", sql: `select 1 /*!99999 + 2*/ /*M! + 3 */ /*!100100 + 4 */`},
		{name: "not for this version and slippery", sql: `select 1 /*!99999 it's*/ /*M! ? */`, want: `select 1`},

		{name: "comments of a body", sql: "create /* a */ procedure p() # it's :b\nbegin /* c' */ select 1; -- d\nend # e", want: "create   procedure p() --  it's :b\nbegin /* c' */ select 1; -- d\nend"},
		{name: "label", sql: `create procedure p() a:begin b:loop leave b; end loop; end`, want: `create procedure p() a: begin b: loop leave b; end loop; end`},
		{name: "colon of no placeholder", sql: `select :1`, want: `select : 1`},
		{name: "NULL of old", sql: `select \N`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.sql
			}
			statements := parseMySQL(t, tt.sql)
			if len(statements) != 1 {
				t.Fatalf("%d statements, want 1", len(statements))
			}
			got, _ := statements[0].Render(number())
			if got != want {
				t.Errorf("Render of\n%s\ngave\n%s\nwant\n%s", tt.sql, got, want)
			}
		})
	}
}

func TestErrorsOfMySQL(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want sqltext.Error
	}{
		{name: "string", sql: `select 'a\'`, want: sqltext.Error{Position: 8, Problem: "unterminated quoted string"}},
		{name: "string in other quotes", sql: `select "a""`, want: sqltext.Error{Position: 8, Problem: "unterminated quoted string"}},
		{name: "backticks", sql: "select é, `a``", want: sqltext.Error{Position: 11, Problem: "unterminated quoted identifier"}},
		{name: "variable", sql: "select @`a", want: sqltext.Error{Position: 9, Problem: "unterminated quoted identifier"}},
		{name: "comment", sql: `select /* a`, want: sqltext.Error{Position: 8, Problem: "unterminated /* comment"}},
		{name: "variable in quotes", sql: "select @'a", want: sqltext.Error{Position: 9, Problem: "unterminated quoted string"}},
		{name: "national string", sql: "select N'a", want: sqltext.Error{Position: 8, Problem: "unterminated quoted string"}},
		{name: "open executable comment", sql: `select /*! 1`, want: sqltext.Error{Position: 13, Problem: "unterminated /* comment"}},
		{name: "executable comment", sql: `select /*! '*/'`, want: sqltext.Error{Position: 16, Problem: "unterminated /* comment"}},
		{name: "client command", sql: `select 1\G`, want: sqltext.Error{Position: 9, Problem: "command of the mysql client: a backslash outside quotes is not SQL"}},
		{name: "delimiter", sql: "delimiter \nx", want: sqltext.Error{Position: 1, Problem: "DELIMITER without a delimiter, or with a backslash in it"}},
		{name: "NUL", sql: "select\x00", want: sqltext.Error{Position: 7, Problem: "NUL byte"}},
		{name: "identifier that nothing can hide", sql: "select `a:*/`", want: sqltext.Error{Position: 8,
			Problem: "identifier with */ in it and a quote, a colon, a semicolon or another comment mark: there is no way to send it over the Data API"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := sqltext.Parse(sqltext.MySQL, tt.sql)
			var got *sqltext.Error
			if !errors.As(err, &got) || *got != tt.want {
				t.Errorf("Parse(%q) = %v, want %v", tt.sql, err, &tt.want)
			}
		})
	}
}
