package pgresult

import "github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"

// unsupportedType is the answer to a column whose type the service refuses.
// The text is as quoted in simiancraft/drizzle-kit-rds-data-api-repro.
func unsupportedType(display string) *dataapi.Exception {
	return dataapi.Errorf(dataapi.UnsupportedResult, "The result contains the unsupported data type %s.", display)
}

// multidimensionalArray is the answer to an array of arrays. The words are in
// tmokmss/aurora-data-api-proxy COMPATIBILITY.md; that table leaves out full
// stops elsewhere, so the one here is a guess.
func multidimensionalArray() *dataapi.Exception {
	return dataapi.Errorf(dataapi.UnsupportedResult, "The result contains a multidimensional array.")
}

// tooLarge is the answer to a result above 1 MiB (ra100/pgea
// src/rds/paginate.rs and tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
func tooLarge() *dataapi.Exception {
	return dataapi.Errorf(dataapi.UnsupportedResult, "The result exceeds the size limit 1 MB.")
}

// internalFailure is how the service fails on a value it cannot hold, with no
// message at all: seen for infinite dates (tmokmss/aurora-data-api-proxy
// COMPATIBILITY.md, drizzle-team/drizzle-orm#5308).
func internalFailure() *dataapi.Exception {
	return dataapi.Errorf(dataapi.InternalFailure, "")
}

// duplicateLabel and formattedTooLarge are the answers to a result that cannot
// be formatted as JSON. Both are documented as errors, the second as a
// BadRequestException (AuroraUserGuide data-api-json); the name of the first
// and both texts are unknown.
func duplicateLabel() *dataapi.Exception {
	return dataapi.Errorf(dataapi.BadRequest, "The column labels of a result formatted as JSON must be unique.")
}

func formattedTooLarge() *dataapi.Exception {
	return dataapi.Errorf(dataapi.BadRequest, "The formatted result exceeds the size limit 10 MB.")
}

// unreadable reports text that is not what PostgreSQL writes for the type
// under the settings this package expects. It never happens on the service.
// The value stays out of the message.
func unreadable(c column) *dataapi.Exception {
	return dataapi.Errorf(dataapi.InternalServerError,
		"emulator: read column %q: not the text of type %s; is DateStyle ISO?", c.label, c.typ.name)
}
