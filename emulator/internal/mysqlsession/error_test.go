package mysqlsession

import (
	"errors"
	"fmt"
	"testing"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestException(t *testing.T) {
	tests := []struct {
		name string
		word func(error) error
		err  error
		want string
	}{
		{
			name: "server", word: exception, err: fmt.Errorf("read: %w", &mysql.MyError{Code: 1062, State: "23000", Message: "Duplicate entry '1' for key 'PRIMARY'"}),
			want: "DatabaseErrorException: Duplicate entry '1' for key 'PRIMARY'; Error code: 1062; SQLState: 23000",
		},
		{name: "percent", word: exception, err: &mysql.MyError{Code: 1, State: "HY000", Message: "100%d"}, want: "DatabaseErrorException: 100%d; Error code: 1; SQLState: HY000"},
		{name: "known", word: exception, err: dataapi.Current.TooLarge(), want: "UnsupportedResultException: The result exceeds the size limit 1 MB."},
		{name: "connection", word: exception, err: errors.New("broken pipe"), want: "DatabaseUnavailableException: The connection to the database was lost."},
		{name: "no server", word: connectException, err: errors.New("refused"), want: "DatabaseUnavailableException: The database cannot be reached."},
		{
			name: "before the handshake", word: connectException, err: &mysql.MyError{Code: 1040, Message: "#08004Too many connections"},
			want: "DatabaseErrorException: Too many connections; Error code: 1040; SQLState: 08004",
		},
		{
			name: "before the handshake without a state", word: connectException, err: &mysql.MyError{Code: 1129, Message: "Host is blocked"},
			want: "DatabaseErrorException: Host is blocked; Error code: 1129; SQLState: HY000",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.word(test.err); got == nil || got.Error() != test.want {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
	if err := exception(nil); err != nil {
		t.Errorf("no error becomes %v", err)
	}
}
