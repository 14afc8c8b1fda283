package pgresult

import "github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"

// multidimensionalArray is the answer to an array of arrays. The words are in
// tmokmss/aurora-data-api-proxy COMPATIBILITY.md; that table leaves out full
// stops elsewhere, so the one here is a guess.
func multidimensionalArray() *dataapi.Exception {
	return dataapi.Errorf(dataapi.UnsupportedResult, "The result contains a multidimensional array.")
}

// unreadable reports text that is not what PostgreSQL writes for the type
// under the settings this package expects. It never happens on the service.
// The value stays out of the message.
func unreadable(c column) *dataapi.Exception {
	return dataapi.Errorf(dataapi.InternalServerError,
		"emulator: read column %q: not the text of type %s; is DateStyle ISO?", c.label, c.typ.name)
}
