package mysqlsession

import (
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestGeneratedFields(t *testing.T) {
	tests := []struct {
		sql      string
		affected uint64
		insertID uint64
		want     int
	}{
		{sql: "insert into t values (1)", affected: 1, want: 0},
		{sql: "insert into t values (1)", affected: 1, insertID: 7, want: 1},
		{sql: "/* x */ INSERT t values (1), (2)", affected: 2, insertID: 7, want: 2},
		{sql: "insert into t values (1) on duplicate\nkey update n = 1", affected: 2, insertID: 7, want: 1},
		{sql: "insert into `values` (`select`) -- select\n VALUES ('select'), (2)", affected: 2, insertID: 7, want: 2},
		{sql: "insert into t value ((select 1)), (2)", affected: 2, insertID: 7, want: 2},
		{sql: "insert into t (a) select 1 union all values (2)", affected: 2, insertID: 7, want: 1},
		{sql: "insert into selected_values (select 1 union select 2)", affected: 2, insertID: 7, want: 1},
		{sql: "insert into t", affected: 2, insertID: 7, want: 1},
		{sql: "replace into t values (1)", affected: 2, insertID: 7, want: 1},
		{sql: "update t set id = last_insert_id(7)", affected: 3, insertID: 7, want: 1},
		{sql: "insert into t values (1), (2), (3)", affected: 3, insertID: 1<<63 - 2, want: 2},
		{sql: "insert into t values (1)", affected: 1, insertID: 1 << 63, want: 0},
	}
	for _, test := range tests {
		r := &result{statement: dataapi.Statement{SQL: test.sql}, affected: test.affected, insertID: test.insertID}
		got := r.generatedFields()
		if got == nil || len(got) != test.want {
			t.Errorf("%s: %v, want %d fields", test.sql, got, test.want)
			continue
		}
		for i, f := range got {
			if !reflect.DeepEqual(f, dataapi.LongField(int64(test.insertID)+int64(i))) {
				t.Errorf("%s: field %d is %v", test.sql, i, f)
			}
		}
	}
}
