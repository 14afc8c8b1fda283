package mysqlsession

import "github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"

// generation is what a generation of the service does with statements. The layout
// of errors is the same, as far as is known, see databaseError.
type generation struct {
	dataapi.Generation
	// multistatements says that the service has an answer of its own to several
	// statements in a text; else it is the server's syntax error (AWS page
	// "data-api.differences").
	multistatements bool
}

var generations = [...]generation{
	dataapi.Current: {multistatements: true},
	dataapi.Older:   {Generation: dataapi.Older},
}
