package pgsession

import (
	"cmp"
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
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
// statement, its parameters, and the reset of the session after it. The answer
// to the reset is left for later. What is too large is cancelled there, for
// reading it to its end could take forever.
//
// In a transaction, cancelling would abort it, and here it stays usable. That it
// does so on the service is a guess: the older generation is known to end it
// (tests of cloud-utils/aurora-data-api). So rows are asked for in portions
// there, and what is too large is left where it is.
type portal struct {
	session *Session
	name    string  // of the prepared statement
	parse   string  // the statement, when it is not prepared yet
	script  string  // it and others, when it is not to be prepared
	result  *result // nil: rows are dropped

	portions  bool // rows are asked for in portions
	more      bool // the portion did not reach the end
	rows      int64
	size      int64 // of the rows, in octets
	tag       pgconn.CommandTag
	cancelled bool
	rejected  error // what the result said first
	failed    error // what the server said
}

// run executes a portal. Its error is the first that the result, the server or
// the connection has.
func (s *Session) run(p *portal, b *binding) error {
	s.clean = false
	p.portions = p.result != nil && p.script == "" && s.InTransaction()
	err := p.exchange(b)
	if err != nil {
		s.cut()
	}
	return cmp.Or(p.rejected, p.failed, err)
}

func (p *portal) exchange(b *binding) error {
	if p.script != "" {
		return p.runScript()
	}
	p.bind(b)
	if p.portions {
		return p.fetch()
	}
	p.frontend().SendExecute(&pgproto3.Execute{})
	if err := p.sync(); err != nil {
		return err
	}
	if err := p.read(); err != nil || p.result == nil {
		return err
	}
	if err := p.readSnapshot(); err != nil {
		return err
	}
	return p.session.expectReset()
}

// cut closes a connection that is out of step with the server.
func (s *Session) cut() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.conn.Close(ctx) // it is lost either way
}

func (p *portal) frontend() *pgproto3.Frontend { return p.session.conn.Frontend() }

// bind prepares the statement, if it is not, and binds its parameters.
func (p *portal) bind(b *binding) {
	f := p.frontend()
	p.session.closeStatement()
	if p.name == "" {
		p.name = p.session.nextName()
		p.session.open = p.name
		f.SendParse(&pgproto3.Parse{Name: p.name, Query: p.parse, ParameterOIDs: b.types})
		f.SendDescribe(&pgproto3.Describe{ObjectType: 'S', Name: p.name})
	}
	f.SendBind(&pgproto3.Bind{PreparedStatement: p.name, ParameterFormatCodes: b.formats, Parameters: b.values})
}

// closeStatement has the server drop what the last execution has left, behind an
// error too, where the server would have passed over it then.
func (s *Session) closeStatement() {
	if s.open == "" {
		return
	}
	f := s.conn.Frontend()
	f.SendClose(&pgproto3.Close{ObjectType: 'P'})
	f.SendClose(&pgproto3.Close{ObjectType: 'S', Name: s.open})
	s.open = ""
}

// fetch asks for one portion after the other until the end, or until it is
// enough.
func (p *portal) fetch() error {
	rows := uint32(firstFetch)
	for {
		p.more = false
		p.frontend().SendExecute(&pgproto3.Execute{MaxRows: rows})
		if err := p.sync(); err != nil {
			return err
		}
		if err := p.read(); err != nil {
			return err
		}
		if !p.more || p.failed != nil || p.isEnough() {
			return nil
		}
		rows = p.portion()
	}
}

func (p *portal) isEnough() bool { return p.rejected != nil || p.size > enoughOctets }

// sync ends the exchange; the server answers that it is ready again. Outside a
// transaction it then goes on with the reset of the session, and before that
// tells, for the metadata, which transactions are over.
func (p *portal) sync() error {
	f := p.frontend()
	f.SendSync(&pgproto3.Sync{})
	if p.result != nil && !p.portions {
		if p.result.metadata {
			f.Send(&pgproto3.FunctionCall{Function: pgresult.PgCurrentSnapshot})
		}
		p.session.sendReset()
	}
	return f.Flush()
}

// readSnapshot takes the server's messages about the snapshot, if it was asked
// for. Without one the catalog is asked.
func (p *portal) readSnapshot() error {
	for p.result.metadata {
		message, err := p.session.conn.ReceiveMessage(context.Background())
		if err != nil {
			return err
		}
		switch m := message.(type) {
		case *pgproto3.FunctionCallResponse:
			p.result.snapshot = pgresult.Snapshot(m.Result)
		case *pgproto3.ReadyForQuery:
			return nil
		}
	}
	return nil
}

// expectReset notes that a reset was sent behind a statement. In a transaction
// that the statement has begun it fails, and Release tries again.
func (s *Session) expectReset() error {
	s.reset = &reset{conn: s.conn}
	if s.InTransaction() {
		_, err := s.reset.read()
		s.reset = nil
		return err
	}
	s.clean, s.open = true, ""
	return nil
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
			return nil
		}
		if err := p.handle(message); err != nil {
			return err
		}
	}
}

func (p *portal) handle(message pgproto3.BackendMessage) error {
	switch m := message.(type) {
	case *pgproto3.RowDescription:
		p.reject(p.result.arrive(fields(m)))
	case *pgproto3.DataRow:
		return p.take(m.Values)
	case *pgproto3.PortalSuspended:
		p.more = true
	case *pgproto3.CommandComplete:
		p.tag = pgconn.NewCommandTag(string(m.CommandTag))
	case *pgproto3.ErrorResponse:
		p.failed = pgconn.ErrorResponseToPgError(m)
	case *pgproto3.CopyOutResponse:
		p.reject(p.session.pool.generation.copied("CopyOutResponse")) // the data is read and dropped
	case *pgproto3.CopyInResponse:
		p.reject(p.session.pool.generation.copied("CopyInResponse"))
		return p.refuseCopyIn()
	}
	return nil
}

func (p *portal) reject(err error) {
	if p.rejected == nil {
		p.rejected = err
	}
}

// unexpected is the answer to COPY, which tmokmss/aurora-data-api-proxy
// (COMPATIBILITY.md) quotes for COPY TO; the exception's name is not recorded.
func unexpected(message string) error {
	return dataapi.Errorf(dataapi.DatabaseError, "execute: unexpected message: %s", message)
}

// refuseCopyIn tells the server that no data will come. It has thrown away the
// Sync that was sent already, as it does while it waits for data; at the reset
// behind that it may give the connection up.
func (p *portal) refuseCopyIn() error {
	p.frontend().Send(&pgproto3.CopyFail{Message: "COPY is not supported"})
	if p.script != "" { // there was no Sync
		return p.frontend().Flush()
	}
	return p.sync()
}

func (p *portal) take(values [][]byte) error {
	enough := p.isEnough()
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
	if p.result == nil || p.portions || p.cancelled || p.size < cancelOctets {
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
