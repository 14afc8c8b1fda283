package dataapi

// SizeLimit is the most a result may weigh, in octets.
const SizeLimit = 1 << 20

// tooLarge is the answer to a result above 1 MiB (ra100/pgea
// src/rds/paginate.rs and tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
func tooLarge() *Exception {
	return Errorf(UnsupportedResult, "The result exceeds the size limit 1 MB.")
}

// exceeded is that of the older generation (tests of cloud-utils/aurora-data-api).
// An earlier text of it was "Database returned more than the allowed response size
// limit" (AWS page "data-api.troubleshooting").
func exceeded() *Exception {
	return Errorf(UnsupportedResult, "Database response exceeded size limit")
}

// UnsupportedType is the answer to a column whose type the service refuses.
// The text is as quoted in simiancraft/drizzle-kit-rds-data-api-repro.
func UnsupportedType(display string) *Exception {
	return Errorf(UnsupportedResult, "The result contains the unsupported data type %s.", display)
}

// Failure is how the service fails on a value it cannot hold, with no message at
// all: seen for infinite dates (tmokmss/aurora-data-api-proxy COMPATIBILITY.md,
// drizzle-team/drizzle-orm#5308).
func Failure() *Exception { return Errorf(InternalFailure, "") }
