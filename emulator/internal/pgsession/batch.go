package pgsession

import (
	"cmp"
	"context"
	"encoding/binary"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/placeholder"
)

const (
	// chunkOctets bounds what is sent before answers are read, so that neither
	// side waits for the other to read: any socket takes as much.
	chunkOctets = 16 << 10
	// setOctets is more than the messages of one set have besides its values and
	// their lengths.
	setOctets = 128
)

// ExecuteBatch runs a statement once for each parameter set, and whatever rows
// it returns are dropped; nothing is generated. (The older generation gives what
// RETURNING returns.) Outside a transaction each run commits by itself:
// whether the service makes one transaction of them is unknown, and a client
// that counts on it shall find out here.
func (s *Session) ExecuteBatch(ctx context.Context, sql string, sets [][]dataapi.Parameter) ([][]dataapi.Field, error) {
	sql, names := placeholder.Rewrite(sql, placeholder.Dollar)
	g := s.pool.generation
	if err := g.check(sql, names, sets...); err != nil {
		return nil, err
	}
	defer s.enter(ctx)()
	if g.returning && returning.MatchString(sql) {
		generated, err := s.executeReturning(sql, names, sets)
		return generated, s.exception(err)
	}
	b := &batch{session: s, sql: sql, names: names, prepared: map[string]string{}}
	defer b.deallocate()
	return nil, s.exception(b.run(sets))
}

// batch is one statement on its way through its parameter sets.
type batch struct {
	session  *Session
	sql      string
	names    []string          // of the placeholders
	prepared map[string]string // names of statements by the types of their parameters

	begin, commit string // names of the statements BEGIN and COMMIT, once prepared
}

// run sends the sets one by one until it is known what kind of statement it is,
// and then as many at once as may be. It stops at the first error.
func (b *batch) run(sets [][]dataapi.Parameter) error {
	for i, set := range sets {
		values, err := b.session.pool.generation.bind(b.names, set)
		if err != nil {
			return err
		}
		p := &portal{session: b.session, name: b.prepare(values.types)}
		if err := b.session.run(p, values); err != nil {
			return err
		}
		if isPlain(p.tag) {
			return b.pipeline(sets[i+1:])
		}
	}
	return nil
}

// isPlain says whether statements of this kind are the same in a transaction block
// as outside.
func isPlain(tag pgconn.CommandTag) bool {
	return tag.Insert() || tag.Update() || tag.Delete() || tag.Select() || isMerge(tag)
}

// pipeline sends many sets in one exchange. The server skips what follows an
// error. Outside a transaction each set is put into one of its own, which is no
// different for the kinds of statements that come here.
func (b *batch) pipeline(sets [][]dataapi.Parameter) error {
	for len(sets) > 0 {
		sent, refused := b.send(sets)
		p := &portal{session: b.session}
		if err := p.finish(); err != nil {
			return err
		}
		if refused != nil {
			return refused
		}
		sets = sets[sent:]
	}
	return nil
}

// finish ends an exchange and reads the answers. Its error is the server's, or
// that of the connection.
func (p *portal) finish() error {
	p.session.clean = false
	err := p.sync()
	if err == nil {
		err = p.read()
	}
	if err != nil {
		p.session.cut()
	}
	return cmp.Or(p.failed, err)
}

// send puts sets into the connection's buffer until there are enough, or until
// one cannot be bound. A set that is large goes by itself.
func (b *batch) send(sets [][]dataapi.Parameter) (sent int, refused error) {
	transactions := !b.session.InTransaction()
	octets := 0
	for _, set := range sets {
		values, err := b.session.pool.generation.bind(b.names, set)
		if err != nil {
			return sent, err
		}
		if octets += setOctets + 8*len(values.values) + values.size; sent > 0 && octets > chunkOctets {
			break
		}
		b.execute(values, transactions)
		sent++
	}
	return sent, nil
}

// execute has one set executed, in a transaction of its own if that is wanted.
func (b *batch) execute(values *binding, transaction bool) {
	name := b.prepare(values.types)
	if transaction {
		b.control(&b.begin, "BEGIN")
	}
	f := b.session.conn.Frontend()
	f.SendBind(&pgproto3.Bind{PreparedStatement: name, ParameterFormatCodes: values.formats, Parameters: values.values})
	f.SendExecute(&pgproto3.Execute{})
	if transaction {
		b.control(&b.commit, "COMMIT")
	}
}

// control executes a statement without parameters, prepared when it is first
// used.
func (b *batch) control(name *string, sql string) {
	f := b.session.conn.Frontend()
	if *name == "" {
		*name = b.session.nextName()
		f.SendParse(&pgproto3.Parse{Name: *name, Query: sql})
	}
	f.SendBind(&pgproto3.Bind{PreparedStatement: *name})
	f.SendExecute(&pgproto3.Execute{})
}

// prepare gives the name of the statement for parameters of these types, and has
// it prepared ahead of what is sent next if it is new.
func (b *batch) prepare(types []uint32) string {
	key := make([]byte, 0, 64)
	for _, oid := range types {
		key = binary.LittleEndian.AppendUint32(key, oid)
	}
	name, ok := b.prepared[string(key)]
	if !ok {
		name = b.session.nextName()
		b.prepared[string(key)] = name
		b.session.conn.Frontend().SendParse(&pgproto3.Parse{Name: name, Query: b.sql, ParameterOIDs: types})
	}
	return name
}

// deallocate drops the statements from a session that goes on living; DISCARD ALL
// does it for the others.
func (b *batch) deallocate() {
	if !b.session.InTransaction() {
		return
	}
	for _, name := range b.prepared {
		b.session.conn.Deallocate(context.Background(), name) // a failure shows in the next statement
	}
}
