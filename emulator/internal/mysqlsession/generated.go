package mysqlsession

import (
	"math"
	"regexp"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// generatedFields gives an entry for each id that a statement has generated, as
// Connector/J does, beginning with the one that the server tells, and none if it
// tells none. What the current generation of the service sends for an INSERT of
// several rows is unknown. An id above 2^63-1 is not a longValue: it is left out.
func (r *result) generatedFields() []dataapi.Field {
	fields := []dataapi.Field{}
	if r.insertID == 0 || r.insertID > math.MaxInt64 {
		return fields
	}
	count := uint64(1)
	if r.affected > 1 && makesRows.MatchString(r.statement.SQL) && !changesRows.MatchString(r.statement.SQL) {
		count = min(r.affected, math.MaxInt64-r.insertID+1)
	}
	for i := range count {
		fields = append(fields, dataapi.LongField(int64(r.insertID+i)))
	}
	return fields
}

// makesRows recognises INSERT, each of whose rows counts as one that was affected;
// changesRows the clause by which a row may count twice.
var (
	makesRows   = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*insert\b`)
	changesRows = regexp.MustCompile(`(?is)\bon\s+duplicate\s+key\s+update\b`)
)
