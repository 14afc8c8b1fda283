// Package pgresult turns rows of PostgreSQL into what the RDS Data API answers
// for Aurora PostgreSQL, current generation of the service.
//
// A statement takes three steps. Describe learns the columns after the
// statement was parsed and before it runs; Columns.Metadata is columnMetadata.
// Columns.Encoder then takes each row in PostgreSQL's text format and keeps
// count of the 1 MiB limit. Encoder.Records or Encoder.FormattedRecords is the
// answer.
//
// # What is known and what is not
//
// The service answers with a subset of PostgreSQL's types and refuses the rest.
// Its behaviour is documented in part (AuroraUserGuide: data-api-operations,
// data-api-json, data-api.limitations) and known in part from what its users
// saw (tmokmss/aurora-data-api-proxy COMPATIBILITY.md, sbalmt/ez4 and the
// integration tests of jeremydaly/data-api-client). Comments name the source
// of each rule. Where nobody has written down what the service does, the
// comment says "unknown" and the code takes what a careful program can live
// with: it refuses rather than returns.
//
// # Text format
//
// The service reads values in binary, so session settings do not change them.
// This package reads text. TimeZone and bytea_output may have any value;
// DateStyle must be one of the ISO styles, anything else is an
// InternalServerErrorException that says so. An extra_float_digits below 1
// rounds floats here and not on the service.
package pgresult
