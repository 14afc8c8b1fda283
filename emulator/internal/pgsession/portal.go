package pgsession

import (
	"cmp"
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

const (
	// firstFetch is how many rows are asked for before their size is known.
	firstFetch = 128
	// enoughOctets is the size after which a result is found too large: the
	// service's limit of 1 MiB.
	enoughOctets = 1 << 20
	// rowOctets is what a row adds to its values (at least, see pgresult).
	rowOctets = 2
	// cancelOctets is the size at which a statement outside a transaction is
	// cancelled, having been found too large before.
	cancelOctets = 4 << 20
)

// portal is one execution of a statement.
//
// Outside a transaction everything goes to the server in one breath: the
// statement, its parameters, and the reset of the session after it. What is too
// large is cancelled there, for reading it to its end could take forever.
//
// In a transaction, cancelling would abort it, and here it stays usable. That it
// does so on the service is a guess: the older generation is known to end it
// (tests of cloud-utils/aurora-data-api). So rows are asked for in portions
// there, and what is too large is left where it is.
type portal struct {
	session *Session
	name    string  // of the prepared statement
	parse   string  // the statement, when it is not prepared yet
	result  *result // nil: rows are dropped

	rows      int64
	size      int64 // of the rows, in octets
	cancelled bool
	synced    bool
	resetting bool
	executed  bool
	notReset  bool
	rejected  error // what the result said first
	failed    error // what the server said
}

// run executes a portal. Its error is the first that the result, the server or
// the connection has.
func (s *Session) run(p *portal, b *binding) error {
	s.clean = false
	err := p.start(b)
	if err == nil {
		err = p.read()
	}
	if err != nil {
		s.cut()
	}
	s.clean = err == nil && p.resetting && !p.notReset
	if p.failed != nil && p.parse != "" {
		s.deallocate(p.name) // after an error the server has passed over the Close of it
	}
	return cmp.Or(p.rejected, p.failed, err)
}

// cut closes a connection that is out of step with the server.
func (s *Session) cut() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.conn.Close(ctx) // it is lost either way
}

func (p *portal) frontend() *pgproto3.Frontend { return p.session.conn.Frontend() }

// start binds the parameters and asks for the first rows in a transaction, else
// for the whole execution.
func (p *portal) start(b *binding) error {
	f := p.frontend()
	if p.name == "" {
		p.name = p.session.nextName()
		f.SendParse(&pgproto3.Parse{Name: p.name, Query: p.parse, ParameterOIDs: b.types})
		f.SendDescribe(&pgproto3.Describe{ObjectType: 'S', Name: p.name})
	}
	f.SendBind(&pgproto3.Bind{PreparedStatement: p.name, ParameterFormatCodes: b.formats, Parameters: b.values})
	if p.inPortions() {
		return p.fetch(firstFetch)
	}
	f.SendExecute(&pgproto3.Execute{})
	return p.sync()
}

func (p *portal) inPortions() bool { return p.result != nil && p.session.InTransaction() }

func (p *portal) fetch(rows uint32) error {
	f := p.frontend()
	f.SendExecute(&pgproto3.Execute{MaxRows: rows})
	f.Send(&pgproto3.Flush{})
	return f.Flush()
}

// sync ends the exchange; the server answers that it is ready again.
func (p *portal) sync() error {
	if p.synced {
		return nil
	}
	p.synced = true
	f := p.frontend()
	if p.inPortions() {
		f.SendClose(&pgproto3.Close{ObjectType: 'P'})
		f.SendClose(&pgproto3.Close{ObjectType: 'S', Name: p.name})
	}
	f.SendSync(&pgproto3.Sync{})
	if p.result != nil && !p.session.InTransaction() {
		p.resetting = true
		f.SendQuery(&pgproto3.Query{String: discardAll})
	}
	return f.Flush()
}

// read takes the server's messages until it is ready again. Its error is that
// of the connection.
func (p *portal) read() error {
	for {
		message, err := p.session.conn.ReceiveMessage(context.Background())
		if err != nil {
			return err
		}
		if _, ok := message.(*pgproto3.ReadyForQuery); ok {
			if p.executed || !p.resetting {
				return nil
			}
			p.executed = true
			continue
		}
		if p.executed {
			err = p.handleReset(message)
		} else {
			err = p.handle(message)
		}
		if err != nil {
			return err
		}
	}
}

// handleReset takes the messages about DISCARD ALL. It fails in a transaction
// that the statement has begun, among others; Release tries again then.
func (p *portal) handleReset(message pgproto3.BackendMessage) error {
	if _, ok := message.(*pgproto3.ErrorResponse); ok {
		p.notReset = true
	}
	return nil
}

func (p *portal) handle(message pgproto3.BackendMessage) error {
	switch m := message.(type) {
	case *pgproto3.RowDescription:
		p.reject(p.result.arrive(fields(m)))
	case *pgproto3.DataRow:
		return p.take(m.Values)
	case *pgproto3.PortalSuspended:
		if p.rejected == nil && p.size <= enoughOctets {
			return p.fetch(p.portion())
		}
		return p.sync()
	case *pgproto3.CommandComplete:
		p.complete(pgconn.NewCommandTag(string(m.CommandTag)))
		return p.sync()
	case *pgproto3.EmptyQueryResponse:
		return p.sync()
	case *pgproto3.ErrorResponse:
		p.failed = pgconn.ErrorResponseToPgError(m)
		return p.sync()
	case *pgproto3.CopyOutResponse:
		p.reject(unexpected("CopyOutResponse")) // the data is read and dropped
	case *pgproto3.CopyInResponse:
		p.reject(unexpected("CopyInResponse"))
		return p.refuseCopyIn()
	}
	return nil
}

func (p *portal) reject(err error) {
	if p.rejected == nil {
		p.rejected = err
	}
}

func (p *portal) complete(tag pgconn.CommandTag) {
	if p.result != nil {
		p.result.tag = tag
	}
}

// unexpected is the answer to COPY, which tmokmss/aurora-data-api-proxy
// (COMPATIBILITY.md) quotes for COPY TO; the exception's name is not recorded.
func unexpected(message string) error {
	return dataapi.Errorf(dataapi.DatabaseError, "execute: unexpected message: %s", message)
}

// refuseCopyIn tells the server that no data will come. It has thrown away a
// Sync that was sent already, as it does while it waits for data; at the reset
// behind that it may give the connection up.
func (p *portal) refuseCopyIn() error {
	p.frontend().Send(&pgproto3.CopyFail{Message: "COPY is not supported"})
	p.synced = false
	return p.sync()
}

func (p *portal) take(values [][]byte) error {
	enough := p.rejected != nil || p.size > enoughOctets
	p.rows++
	p.size += rowOctets
	for _, v := range values {
		p.size += int64(len(v))
	}
	if p.result != nil && !enough {
		p.reject(p.result.add(values))
	}
	return p.cancel()
}

// cancel ends a result that grows too far beyond what is wanted of it. By then
// the server is sure to be in the middle of it.
func (p *portal) cancel() error {
	if p.result == nil || p.inPortions() || p.cancelled || p.size < cancelOctets {
		return nil
	}
	p.cancelled = true
	return p.session.requestCancel()
}

// portion is how many rows to ask for next: as many as will reach the size
// limit if they are like those before.
func (p *portal) portion() uint32 {
	return uint32(max(firstFetch, (enoughOctets-p.size)/(p.size/p.rows)+1))
}

// fields copies a description out of the connection's buffer.
func fields(m *pgproto3.RowDescription) []pgconn.FieldDescription {
	descriptions := make([]pgconn.FieldDescription, len(m.Fields))
	for i, f := range m.Fields {
		descriptions[i] = pgconn.FieldDescription{
			Name: string(f.Name), TableOID: f.TableOID, TableAttributeNumber: f.TableAttributeNumber,
			DataTypeOID: f.DataTypeOID, DataTypeSize: f.DataTypeSize, TypeModifier: f.TypeModifier, Format: f.Format,
		}
	}
	return descriptions
}
