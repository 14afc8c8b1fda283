package auroradataapi

// What TxStatus returns, the letters of PostgreSQL's protocol.
const (
	txIdle   = 'I'
	txActive = 'T'
	txFailed = 'E'
)

// TxStatus tells how the connection stands to a transaction, for (*sql.Conn).Raw, as
// the method of that name of pgconn.PgConn does: 'I' in none, 'T' in one, 'E' in one
// in which a statement has failed, so that all that is left to do is to roll it back,
// to a savepoint or entirely. It makes no call: a transaction that the service has
// ended in the meantime counts as open.
func (c *conn) TxStatus() byte {
	switch t := c.tx; {
	case t == nil:
		return txIdle
	case t.failed || t.unclear || t.ended != nil:
		return txFailed
	}
	return txActive
}
