package mysqlsession

import (
	"context"
	"errors"

	"github.com/go-mysql-org/go-mysql/mysql"
)

// Ping asks whether the server answers, as mysqladmin ping does: a refusal of the
// user is an answer, too.
func (s Server) Ping(ctx context.Context) error {
	conn, err := s.connect(ctx)
	var answer *mysql.MyError
	if errors.As(err, &answer) && answer.Code != mysql.ER_SERVER_SHUTDOWN {
		return nil
	}
	if err != nil {
		return err
	}
	conn.Quit()
	conn.Close() // it has answered, whatever this says
	return nil
}
