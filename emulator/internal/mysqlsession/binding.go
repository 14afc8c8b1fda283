package mysqlsession

import (
	"encoding/binary"
	"time"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// maxBinding is the most octets the emulator sends to the database as the
// parameters of one execution. A request of 4 MiB can come to far more, as its
// parameters count once for each placeholder. Whether the service has a limit of
// its own is unknown; the server has, max_allowed_packet.
const maxBinding = 64 << 20

// check refuses parameters that the database is not even asked about. That the
// hints UUID and JSON are refused is a guess; there are no such types to bind as.
func (g *generation) check(names []string, sets ...[]dataapi.Parameter) error {
	for _, set := range sets {
		for _, p := range set {
			if p.Hint == "UUID" || p.Hint == "JSON" {
				return dataapi.Errorf(dataapi.Validation, "Parameter %q has the type hint %s, which Aurora MySQL does not support", p.Name, p.Hint)
			}
		}
	}
	return g.CheckParameters(names, sets...)
}

// bind gives the argument of each placeholder in the order of the text. One
// without a parameter is left out, so that the database complains about their
// number.
func bind(names []string, set []dataapi.Parameter) ([]any, error) {
	if len(names) == 0 {
		return nil, nil
	}
	arguments := make(map[string]any, len(set))
	sizes := make(map[string]int, len(set))
	for _, p := range set {
		arguments[p.Name], sizes[p.Name] = argument(p), len(p.Value.String)+len(p.Value.Blob)
	}
	values, size := make([]any, 0, len(names)), 0
	for _, name := range names {
		if a, ok := arguments[name]; ok {
			values = append(values, a)
			size += sizes[name]
		}
	}
	if size > maxBinding {
		return nil, dataapi.Errorf(dataapi.InternalServerError,
			"emulator: the parameters come to more than %d MiB, counted once for each placeholder", maxBinding>>20)
	}
	return values, nil
}

// argument gives a parameter as the client sends it: a string as characters, a blob
// as octets, and a string with a hint in that type. CheckParameters has seen that
// it fits.
func argument(p dataapi.Parameter) any {
	switch p.Value.Kind {
	case dataapi.KindBoolean:
		return p.Value.Boolean
	case dataapi.KindLong:
		return p.Value.Long
	case dataapi.KindDouble:
		return p.Value.Double
	case dataapi.KindString:
		return hinted(p)
	case dataapi.KindBlob:
		return mysql.TypedBytes{Type: mysql.MYSQL_TYPE_BLOB, Bytes: p.Value.Blob}
	}
	return nil
}

func hinted(p dataapi.Parameter) any {
	text := p.Value.String
	switch p.Hint {
	case "DECIMAL":
		return mysql.TypedBytes{Type: mysql.MYSQL_TYPE_NEWDECIMAL, Bytes: []byte(text)}
	case "DATE":
		return mysql.TypedBytes{Type: mysql.MYSQL_TYPE_DATE, Bytes: appendDate(nil, parseTime(time.DateOnly, text))}
	case "TIME":
		t := parseTime(time.TimeOnly, text)
		return mysql.TypedBytes{Type: mysql.MYSQL_TYPE_TIME, Bytes: appendClock(make([]byte, 5), t)}
	case "TIMESTAMP":
		t := parseTime(time.DateTime, text)
		return mysql.TypedBytes{Type: mysql.MYSQL_TYPE_DATETIME, Bytes: appendClock(appendDate(nil, t), t)}
	}
	return text
}

// parseTime reads a text that is known to be of the layout, with or without a
// fraction.
func parseTime(layout, text string) time.Time {
	t, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

func appendDate(b []byte, t time.Time) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(t.Year()))
	return append(b, byte(t.Month()), byte(t.Day()))
}

func appendClock(b []byte, t time.Time) []byte {
	b = append(b, byte(t.Hour()), byte(t.Minute()), byte(t.Second()))
	return binary.LittleEndian.AppendUint32(b, uint32(t.Nanosecond()/1000))
}
