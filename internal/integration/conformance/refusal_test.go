package conformance_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// refused is a type that the service does not return, whatever the value is.
type refused struct {
	expr    string
	literal string
	display string // how the service's message names the type
}

// refusedTypes come back as text in a later version of the driver.
var refusedTypes = []refused{
	{"xid", `'123'`, "xid"},
	{"cid", `'5'`, "cid"},
	{"regclass", `'pg_class'`, "regclass"},
	{"regtype", `'int4'`, "regtype"},
	{"tid", `'(0,1)'`, "tid"},
	{"pg_lsn", `'16/B374D848'`, "pg_lsn"},
	{"xid8", `'123'`, "xid8"},
	{"money", `'12.34'`, "MONEY"},
	{`"char"`, `'x'`, `"CHAR"`},
	{"citext", `'AbC'`, "citext"},
	{"timetz", `'13:14:15+02'`, "TIMETZ"},
	{"interval", `'1 year 2 mons 3 days 04:05:06.7'`, "INTERVAL"},
	{"jsonpath", `'$.a'`, "JSONPATH"},
	{"xml", `'<a/>'`, "xml"},
	{"macaddr", `'08:00:2b:01:02:03'`, "MACADDR"},
	{"macaddr8", `'08:00:2b:01:02:03:04:05'`, "MACADDR8"},
	{"bit(3)", `B'101'`, "BIT"},
	{"varbit", `B'10101'`, "VARBIT"},
	{"point", `'(1,2)'`, "POINT"},
	{"line", `'{1,2,3}'`, "LINE"},
	{"lseg", `'[(1,2),(3,4)]'`, "LSEG"},
	{"box", `'(3,4),(1,2)'`, "BOX"},
	{"path", `'((1,2),(3,4))'`, "PATH"},
	{"polygon", `'((1,2),(3,4),(5,0))'`, "POLYGON"},
	{"circle", `'<(1,2),3>'`, "CIRCLE"},
	{"tsvector", `'a fat cat'`, "tsvector"},
	{"tsquery", `'fat & cat'`, "tsquery"},
	{"hstore", `'a=>1, b=>NULL'`, "hstore"},
	{"ltree", `'a.b.c'`, "ltree"},
	{"cube", `'(1,2)'`, "cube"},
	{"int8range", `'(,5]'`, "INT8RANGE"},
	{"daterange", `'[2024-01-01,2024-02-01)'`, "DATERANGE"},
	{"tsrange", `'[2024-01-01 00:00,2024-01-02 00:00)'`, "TSRANGE"},
	{"tstzrange", `'empty'`, "TSTZRANGE"},
	{"int4multirange", `'{[1,3),[5,7)}'`, "int4multirange"},
	{"pair", `row(1,'x')`, "pair"},
	{"mood[]", `'{ok,sad}'`, "_mood"},
	{"inet[]", `'{10.1.2.3}'`, "INET[]"},
	{"interval[]", `'{"1 day"}'`, "INTERVAL[]"},
	{"pair[]", `'{"(1,x)"}'`, "_pair"},
}

// refusedValue is a value that the service does not return although it returns
// others of its type.
type refusedValue struct {
	query     string
	exception string
	message   string
	why       string
}

var refusedValues = []refusedValue{
	{"select '{{1,2},{3,4}}'::int4[]", "UnsupportedResultException", "The result contains a multidimensional array.", "multidimensional arrays are refused"},
	{"select row(1, 'x')", "UnsupportedResultException", "The result contains the unsupported data type RECORD.", "records are refused"},
	{"select 'infinity'::date", "InternalFailure", "", "infinite dates break the service"},
	{"select '-infinity'::timestamp", "InternalFailure", "", "infinite timestamps break the service"},
	{"select 'infinity'::timestamptz", "InternalFailure", "", "infinite timestamps break the service"},
	{"select '{infinity}'::date[]", "InternalFailure", "", "infinite dates break the service"},
}

// TestRefusedTypes shows what a program sees of a type that the service refuses,
// and that the advised cast brings it.
func TestRefusedTypes(t *testing.T) {
	counts := newTally(t)
	for _, c := range refusedTypes {
		t.Run(c.expr, func(t *testing.T) {
			for _, value := range []string{c.literal, "null"} {
				query := fmt.Sprintf("select %s::%s", value, c.expr)
				if err := refusal(t.Context(), query); !errors.Is(err, auroradataapi.ErrUnsupportedResult) ||
					!strings.Contains(err.Error(), " "+c.display+".") {
					t.Errorf("%s: got %v, want ErrUnsupportedResult naming %s", query, err, c.display)
					continue
				}
				counts.differs(query, "the service refuses the type", "", "")
			}
			for _, query := range []string{
				fmt.Sprintf("select %s::%s::text as v", c.literal, c.expr),
				fmt.Sprintf("select %s::%s as v where false", c.literal, c.expr), // columns alone are not refused
			} {
				compareQuery(t, counts, query)
			}
		})
	}
}

func refusal(ctx context.Context, query string, args ...any) error {
	rows, err := cluster.DataAPI.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func TestRefusedValues(t *testing.T) {
	counts := newTally(t)
	for _, c := range refusedValues {
		t.Run(c.query, func(t *testing.T) {
			var e *auroradataapi.Error
			if err := refusal(t.Context(), c.query); !errors.As(err, &e) || e.Exception != c.exception || e.Message != c.message {
				t.Fatalf("got %v, want %s: %s (%s)", err, c.exception, c.message, c.why)
			}
			counts.differs(c.query, c.why, "", "")
		})
	}
}
