// Package postgres holds every fact about PostgreSQL that the driver needs and
// that is not about SQL text as such: how a Go value becomes a parameter of the
// Data API by its own type ([Bind]) or by the one that the server infers
// ([Type.Encode]) or a constant in the text ([Literal]), how the server is asked
// for that type ([InferTypes]), how a column's field becomes the driver.Value that
// pgx/stdlib or lib/pq would have given ([Column], [Native]), how the service's error text comes apart
// ([ParseMessage]), which statements cannot work over the Data API ([Refuse]), how
// a transaction gets its isolation level ([Modes]), and what SET has set in a
// session ([Settings]).
//
// Nothing here does I/O, and everything may be used by several goroutines at
// once.
package postgres
