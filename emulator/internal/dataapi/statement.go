package dataapi

// Statement is one SQL statement with the service's placeholders, as
// ExecuteStatement gives it.
type Statement struct {
	SQL        string
	Parameters []Parameter
	// Metadata asks for the column metadata, JSON for one document instead of
	// records.
	Metadata bool
	JSON     bool
	Options  ResultSetOptions
}
