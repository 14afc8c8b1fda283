package mysql_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestSheet(t *testing.T) {
	instant := time.Date(2024, 2, 29, 11, 14, 15, 120_000_000, time.UTC)
	tests := []struct {
		name       string
		values     []any
		want       string
		expression string // of the column
		columnType string
	}{
		{name: "no row", want: `[]`, expression: "auroradataapi_1", columnType: "LONGTEXT CHARACTER SET utf8mb4"},
		{name: "integers", values: []any{1, nil, int64(math.MinInt64), true}, want: `[[1],[null],[-9223372036854775808],[1]]`,
			expression: "auroradataapi_1", columnType: "BIGINT"},
		{name: "beyond int64", values: []any{1, uint64(math.MaxUint64)}, want: `[[1],[18446744073709551615]]`,
			expression: "auroradataapi_1", columnType: "BIGINT UNSIGNED"},
		{name: "floats", values: []any{1.5, math.Copysign(0, -1), 5e-324}, want: `[["1.5"],["-0"],["5e-324"]]`,
			expression: "auroradataapi_1*1e0", columnType: "LONGTEXT CHARACTER SET utf8mb4"},
		{name: "texts", values: []any{"", "a\x00\"\\\n😀", nil}, want: `[[""],["a\u0000\"\\\n😀"],[null]]`,
			expression: "auroradataapi_1", columnType: "LONGTEXT CHARACTER SET utf8mb4"},
		{name: "texts as bytes", values: []any{[]byte("é"), "é", json.RawMessage(`{}`)}, want: `[["é"],["é"],["{}"]]`,
			expression: "auroradataapi_1", columnType: "LONGTEXT CHARACTER SET utf8mb4"},
		{name: "bytes", values: []any{[]byte("é"), nil, []byte{}, []byte{0, 255}}, want: `[["w6k="],[null],[""],["AP8="]]`,
			expression: "FROM_BASE64(auroradataapi_1)", columnType: "LONGTEXT CHARACTER SET utf8mb4"},
		{name: "times", values: []any{instant, time.Time{}}, want: `[["2024-02-29 11:14:15.12"],["0000-00-00"]]`,
			expression: "auroradataapi_1", columnType: "LONGTEXT CHARACTER SET utf8mb4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mysql.NewSheet(1, time.UTC)
			for _, v := range tt.values {
				if err := s.Add([]any{v}); err != nil {
					t.Fatal(err)
				}
			}
			if got := s.Document(0, s.Rows()); got != tt.want {
				t.Errorf("document is %s, want %s", got, tt.want)
			}
			want := "SELECT " + tt.expression + " FROM JSON_TABLE(:1, '$[*]' COLUMNS (auroradataapi_1 " + tt.columnType +
				" PATH '$[0]' ERROR ON EMPTY ERROR ON ERROR)) AS auroradataapi"
			if got := s.Statement([]int{1}); got != want {
				t.Errorf("statement is %s, want %s", got, want)
			}
		})
	}
}

func TestSheetRefuses(t *testing.T) {
	tests := []struct {
		name   string
		before any
		value  any
		other  bool // a value of another form, and not one that nothing takes
	}{
		{name: "text behind a number", before: 1, value: "1", other: true},
		{name: "number behind a text", before: "1", value: 1, other: true},
		{name: "float behind an integer", before: 1, value: 1.0, other: true},
		{name: "negative beside one beyond int64", before: uint64(math.MaxUint64), value: -1, other: true},
		{name: "one beyond int64 beside a negative", before: -1, value: uint64(math.MaxUint64), other: true},
		{name: "bytes behind a text", before: "a", value: []byte{255}, other: true},
		{name: "infinity", before: 1.5, value: math.Inf(1), other: true},
		{name: "slice", before: nil, value: []int{1}},
		{name: "year 10000", before: nil, value: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mysql.NewSheet(2, time.UTC)
			if err := s.Add([]any{"x", tt.before}); err != nil {
				t.Fatal(err)
			}
			document, size := s.Document(0, 1), s.Size()
			err := s.Add([]any{"y", tt.value})
			var column *mysql.ColumnError
			if errors.Is(err, mysql.ErrOtherForm) != tt.other || errors.As(err, &column) == tt.other || err == nil {
				t.Errorf("error is %v", err)
			}
			if s.Rows() != 1 || s.Document(0, 1) != document || s.Size() != size {
				t.Errorf("sheet is %s with %d rows and %d bytes after the error", s.Document(0, 1), s.Rows(), s.Size())
			}
		})
	}
	if err := mysql.NewSheet(2, time.UTC).Add([]any{1}); err == nil {
		t.Error("a row with too few values has no error")
	}
}

func TestSheetTakesBack(t *testing.T) {
	s := mysql.NewSheet(1, time.UTC)
	for _, v := range []any{[]byte("a"), []byte{255}} {
		if err := s.Add([]any{v}); err != nil {
			t.Fatal(err)
		}
	}
	s.TakeBack()
	if got := s.Document(0, s.Rows()); got != `[["YQ=="]]` || s.Size() != requestSize(got)-len("[]")+len(",") {
		t.Errorf("left are %s in %d bytes", got, s.Size())
	}
	s.Clear()
	if err := s.Add([]any{1}); err != nil || s.Document(0, 1) != `[[1]]` {
		t.Errorf("a cleared sheet has %s, error %v", s.Document(0, 1), err)
	}
}

// requestSize returns how many bytes a text takes in a request without its quotes.
func requestSize(text string) int { return len(wire.AppendQuoted(nil, text)) - len(`""`) }

// FuzzSheet checks that the document written equals the rows, and has the size that it
// was said to have.
func FuzzSheet(f *testing.F) {
	f.Add("a", []byte("b"), []byte{255}, int64(-1), 1.5)
	f.Add("\x00\u2028\"\\", []byte{}, []byte("c"), int64(math.MaxInt64), math.SmallestNonzeroFloat64)
	f.Add("\xff", []byte("\xf0\x9f\x98\x80"), []byte("<>&"), int64(0), math.MaxFloat64)
	f.Fuzz(func(t *testing.T, text string, a, b []byte, n int64, x float64) {
		s := mysql.NewSheet(4, time.UTC)
		rows := [][]any{{text, a, n, x}, {nil, b, nil, nil}, {text, a, -n, -x}}
		rows = slices.DeleteFunc(rows, func(row []any) bool {
			err := s.Add(row)
			if err != nil && !errors.Is(err, mysql.ErrOtherForm) {
				t.Fatal(err)
			}
			return err != nil
		})
		document := s.Document(0, s.Rows())
		if want := requestSize(document) - len("[]") + len(","); s.Rows() > 0 && s.Size() != want {
			t.Errorf("size is %d, want %d for %s", s.Size(), want, document)
		}
		statement := s.Statement([]int{1, 2, 3, 4})
		for i, got := range parse(t, document) {
			if want := texts(rows[i], statement); got != want {
				t.Errorf("row %d is %q, want %q", i, got, want)
			}
		}
	})
}

// parse returns the values of each row as their JSON.
func parse(t *testing.T, document string) (rows [][4]string) {
	t.Helper()
	var parsed [][4]json.RawMessage
	if err := json.Unmarshal([]byte(document), &parsed); err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	for _, values := range parsed {
		var row [4]string
		for i, v := range values {
			var text string
			if row[i] = string(v); json.Unmarshal(v, &text) == nil && string(v) != "null" {
				row[i] = "text " + text
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// texts returns the values of a row as parse does, if the document has them for a
// statement.
func texts(row []any, statement string) (want [4]string) {
	for i, v := range row {
		name := "auroradataapi_" + string(rune('1'+i))
		switch v := v.(type) {
		case nil:
			want[i] = "null"
		case string:
			want[i] = "text " + v
			if strings.Contains(statement, "FROM_BASE64("+name+")") {
				want[i] = "text " + base64.StdEncoding.EncodeToString([]byte(v))
			}
		case []byte:
			want[i] = "text " + string(v)
			if strings.Contains(statement, "FROM_BASE64("+name+")") {
				want[i] = "text " + base64.StdEncoding.EncodeToString(v)
			}
			if v == nil {
				want[i] = "null"
			}
		case int64:
			number, _ := json.Marshal(v)
			want[i] = string(number)
		case float64:
			want[i] = "text " + exact(v)
		}
	}
	return want
}

func TestSets(t *testing.T) {
	s := mysql.NewValues(2, time.UTC)
	for _, row := range [][]any{{1, "a"}, {uint64(math.MaxUint64), nil}, {[]byte{255}, 1.5}} {
		if err := s.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	sql, parameters := s.Values(0, 3, []int{2, 1})
	if want := "VALUES (:1,:2),(:3,18446744073709551615),(:4,:5)"; sql != want || len(parameters) != 5 {
		t.Errorf("rows are %s with %d parameters, want %s", sql, len(parameters), want)
	}
	if got := parameters[4]; got.Kind != wire.Blob || got.Name != "5" {
		t.Errorf("last parameter is %+v", got)
	}
	if length := mysql.ValuesLength(3, 2); length < len(sql) {
		t.Errorf("length is %d, of %d characters", length, len(sql))
	}
	body, err := (&wire.ExecuteRequest{Parameters: parameters}).AppendJSON(nil)
	if err != nil || len(body) > s.Size()+100 {
		t.Errorf("request has %d bytes, more than %d; error %v", len(body), s.Size(), err)
	}
	if s.TakeBack(); s.Rows() != 2 {
		t.Errorf("%d rows are left", s.Rows())
	}
	batch := mysql.NewSets(1, time.UTC)
	if err := batch.Add([]any{uint64(math.MaxUint64)}); !errors.Is(err, mysql.ErrOtherForm) {
		t.Errorf("a constant in a set: error is %v", err)
	}
	if err := batch.Add([]any{7}); err != nil || batch.ParameterSets(0, 1)[0][0].Long != 7 {
		t.Errorf("sets are %+v, error %v", batch.ParameterSets(0, batch.Rows()), err)
	}
}

func TestInsertOne(t *testing.T) {
	got := mysql.InsertOne([]string{"d", "a`b"}, []string{"x", "y"})
	if want := "INSERT INTO `d`.`a``b` (`x`, `y`) VALUES (?, ?)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestKeys(t *testing.T) {
	tests := []struct {
		name      string
		generated []int64
		rows      int
		step      int64
		last      int64 // 0: an error
	}{
		{name: "one for each row", generated: []int64{3, 4, 7}, rows: 3, step: 1, last: 7},
		{name: "the first", generated: []int64{3}, rows: 3, step: 2, last: 7},
		{name: "none", rows: 3, step: 1},
		{name: "some", generated: []int64{3, 4}, rows: 3, step: 1},
		{name: "no step", generated: []int64{3}, rows: 2},
		{name: "beyond the range", generated: []int64{math.MaxInt64 - 1}, rows: 3, step: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keys, err := mysql.Keys(tt.generated, tt.rows, tt.step)
			if (err != nil) != (tt.last == 0) || err == nil && (len(keys) != tt.rows || keys[len(keys)-1] != tt.last) {
				t.Errorf("keys are %v, error %v", keys, err)
			}
		})
	}
}

func TestRowOf(t *testing.T) {
	tests := []struct {
		message string
		number  int
		code    string
		row     int
		blames  bool
	}{
		{message: "Data too long for column 's' at row 3", number: 1406, code: "22001", row: 3, blames: true},
		{message: "Data truncated for column 'e' at row 12", number: 1265, code: "01000", row: 12, blames: true},
		{message: "Duplicate entry '2' for key 'PRIMARY'", number: 1062, code: "23000", blames: true},
		{message: "Check constraint 'c' is violated.", number: 3819, code: "HY000", blames: true},
		{message: "Incorrect integer value: 'at row 7' for column 'i'", number: 1366, code: "HY000", blames: true},
		{message: "Deadlock found", number: 1213, code: "40001"},
		{message: "Lock wait timeout exceeded", number: 1205, code: "HY000"},
		{message: "Table 'd.t' doesn't exist", number: 1146, code: "42S02"},
		{message: " at row 99999999999999999999", number: 1406, code: "22001", blames: true},
	}
	for _, tt := range tests {
		t.Run(tt.message, func(t *testing.T) {
			m := engine.Message{Message: tt.message, Number: tt.number, Code: tt.code}
			if row := mysql.RowOf(m); row != tt.row {
				t.Errorf("row is %d, want %d", row, tt.row)
			}
			if blames := mysql.BlamesRow(m); blames != tt.blames {
				t.Errorf("blames a row: %v, want %v", blames, tt.blames)
			}
		})
	}
}

// exact returns the shortest text of a number that stands for it alone.
func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func TestSplitName(t *testing.T) {
	tests := []struct{ written, schema, name string }{
		{written: "t", name: "t"},
		{written: "d.t", schema: "d", name: "t"},
		{written: "d . `t`", schema: "d", name: "t"},
		{written: "`a.b``c`.`d.e`", schema: "a.b`c", name: "d.e"},
		{written: "`", name: "`"},
		{written: ""},
	}
	for _, tt := range tests {
		if schema, name := mysql.SplitName(tt.written); schema != tt.schema || name != tt.name {
			t.Errorf("%s is %q of %q, want %q of %q", tt.written, name, schema, tt.name, tt.schema)
		}
	}
}

// FuzzSplitName checks that a name in backticks is split into its parts.
func FuzzSplitName(f *testing.F) {
	f.Add("d", "t")
	f.Add("a.b", "`")
	f.Add("", " . ")
	f.Fuzz(func(t *testing.T, schema, name string) {
		quoted := func(s string) string { return "`" + strings.ReplaceAll(s, "`", "``") + "`" }
		if gotSchema, gotName := mysql.SplitName(quoted(schema) + "." + quoted(name)); gotSchema != schema || gotName != name {
			t.Errorf("%q of %q is split into %q of %q", name, schema, gotName, gotSchema)
		}
		if _, got := mysql.SplitName(name); len(got) > len(name) {
			t.Errorf("the name in %q is %q", name, got)
		}
	})
}
