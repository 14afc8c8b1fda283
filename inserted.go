package auroradataapi

import (
	"database/sql/driver"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// inserted is the result of a statement of a database of which the service returns
// the keys that it has generated.
type inserted struct {
	rows int64
	key  int64 // the first one; 0 if there is none
}

var _ driver.Result = inserted{}

func newInserted(result *wire.Result) inserted {
	i := inserted{rows: result.RecordsUpdated}
	if len(result.GeneratedFields) > 0 {
		i.key = generatedKey(&result.GeneratedFields[0])
	}
	return i
}

// generatedKey returns a key as go-sql-driver/mysql does: one of a BIGINT UNSIGNED
// that int64 has not is negative.
func generatedKey(f *wire.Field) int64 {
	if f.Kind == wire.String {
		n, _ := strconv.ParseUint(f.Text, 10, 64)
		return int64(n)
	}
	return f.Long
}

func (i inserted) LastInsertId() (int64, error) { return i.key, nil }

func (i inserted) RowsAffected() (int64, error) { return i.rows, nil }
