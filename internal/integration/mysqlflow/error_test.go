package mysqlflow

import (
	"errors"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
)

// TestNativeError: code that was written for go-sql-driver/mysql finds its error.
func TestNativeError(t *testing.T) {
	const query = "select * from nowhere"
	_, want := shared.Native.Exec(query)
	_, got := shared.DataAPI.Exec(query)
	var native, found *mysql.MySQLError
	if !errors.As(want, &native) || !errors.As(got, &found) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if *found != *native {
		t.Errorf("got %+v, want %+v", found, native)
	}
	var e *auroradataapi.Error
	if !errors.As(got, &e) || e.Number != 1146 || e.TableName != "nowhere" || e.Error() != native.Error() {
		t.Errorf("got %+v", e)
	}
}
