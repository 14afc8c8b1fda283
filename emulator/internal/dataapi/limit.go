package dataapi

// SizeLimit is the most a result may weigh, in octets.
const SizeLimit = 1 << 20

// TooLarge is the answer to a result above 1 MiB (ra100/pgea
// src/rds/paginate.rs and tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
func TooLarge() *Exception {
	return Errorf(UnsupportedResult, "The result exceeds the size limit 1 MB.")
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
