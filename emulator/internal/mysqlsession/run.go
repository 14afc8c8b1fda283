package mysqlsession

import "context"

// Run runs one statement in a connection of its own.
func (s Server) Run(ctx context.Context, sql string) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })() // the library heeds no context
	_, err = conn.Execute(sql)
	return err
}
