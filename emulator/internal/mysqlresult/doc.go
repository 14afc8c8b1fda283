// Package mysqlresult turns rows of MySQL into what the RDS Data API answers for
// Aurora MySQL, current generation of the service.
//
// Columns come from the descriptions that the server sends ahead of the rows:
// Columns.Metadata is columnMetadata, and Columns.Encoder takes each row and keeps
// count of the 1 MiB limit.
//
// # What is known and what is not
//
// The members that values come in were seen by the integration tests of
// shogo82148/go-rdsdata, which run on Aurora MySQL 3.08. Metadata was recorded on
// the older generation alone, which was Connector/J's: its rules are taken here.
// What nobody has recorded fails, so that no program comes to count on it: zero
// dates, times of day that are none, BIGINT UNSIGNED above 2^63-1, and spatial
// values.
package mysqlresult
