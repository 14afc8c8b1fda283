package pgsession

import (
	"context"
	"encoding/hex"
	"strings"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/auroradataapi/auroradataapi/emulator/internal/placeholder"
)

// mayBeScript suspects several statements in a text: behind a semicolon there is
// something. A semicolon inside a literal is no harm, as the server decides where
// statements end.
func mayBeScript(sql string) bool {
	_, rest, _ := strings.Cut(sql, ";")
	return strings.Trim(rest, "; \t\r\n") != ""
}

// script writes a text with its parameters as literals of their types, for the
// simple protocol, which takes several statements and runs them in one
// transaction if there is none. pgjdbc had the same effect by other means.
func script(sql string, b *binding) string {
	text, _ := placeholder.Rewrite(sql, func(out *strings.Builder, n int) {
		out.WriteString(b.literal(n - 1))
	})
	return text
}

// typeNames are those of the types that parameters are bound with.
var typeNames = map[uint32]string{
	oidBool: "boolean", oidBytea: "bytea", oidInt8: "bigint", oidText: "text", oidVarchar: "varchar",
	oidFloat8: "double precision", oidDate: "date", oidTime: "time", oidTimestamp: "timestamp",
	oidNumeric: "numeric", oidUUID: "uuid", oidJSONB: "jsonb",
}

// literal gives the i-th parameter. It begins with a space, since it may follow a
// word.
func (b *binding) literal(i int) string {
	if b.values[i] == nil {
		return " NULL"
	}
	text := string(b.values[i])
	if b.formats[i] == binaryFormat {
		text = `\x` + hex.EncodeToString(b.values[i])
	}
	return " E'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(text) + "'::" + typeNames[b.types[i]]
}

// runScript sends a script and reads the answers to all of its statements, of
// which the first counts.
func (p *portal) runScript() error {
	p.session.closeStatement()
	p.session.catalog.Forget()
	f := p.frontend()
	f.Send(&pgproto3.Query{String: p.script})
	if err := f.Flush(); err != nil {
		return err
	}
	for first := true; ; {
		message, err := p.session.conn.ReceiveMessage(context.Background())
		if err != nil {
			return err
		}
		switch message.(type) {
		case *pgproto3.ReadyForQuery:
			return nil
		case *pgproto3.RowDescription, *pgproto3.DataRow:
			if !first {
				continue
			}
		case *pgproto3.CommandComplete:
			if !first {
				continue
			}
			first = false
		}
		if err := p.handle(message); err != nil {
			return err
		}
	}
}
