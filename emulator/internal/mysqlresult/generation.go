package mysqlresult

import (
	"fmt"
	"math"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// generation is what a generation of the service makes of types and values.
type generation struct {
	// readers are those of types of the protocol that differ.
	readers map[uint8]reader
	// rowLimit is the most that a row may weigh, in octets.
	rowLimit int
}

// olderRowLimit is that of a row in the older generation (AWS page
// "data-api.troubleshooting"). The page has it for both engines; its words are
// Connector/J's, so that it is taken to be MySQL's alone. What is counted is a
// guess.
const olderRowLimit = 64 << 10

var generations = [...]generation{
	dataapi.Current: {rowLimit: math.MaxInt},
	dataapi.Older: {rowLimit: olderRowLimit, readers: map[uint8]reader{
		mysql.MYSQL_TYPE_YEAR: readYearDate,
		// That a type the current generation has no field for comes as its octets,
		// as Connector/J gives it, is a guess.
		mysql.MYSQL_TYPE_GEOMETRY: readBlob,
	}},
}

// reader gives the reader of a type.
func (g *generation) reader(t columnType) reader {
	if read := g.readers[t.protocol]; read != nil {
		return read
	}
	return t.read
}

// checkRow refuses a row of so many octets.
func (g *generation) checkRow(octets int) error {
	if octets > g.rowLimit {
		return dataapi.Errorf(dataapi.UnsupportedResult, "Packet for query is too large")
	}
	return nil
}

// readYearDate gives a YEAR as the date that Connector/J makes of it (fixtures of
// jeremydaly/data-api-client).
func readYearDate(v value) (dataapi.Field, error) {
	return dataapi.StringField(fmt.Sprintf("%04d-01-01", v.AsInt64())), nil
}
