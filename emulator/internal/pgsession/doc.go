// Package pgsession runs the statements of the Data API on PostgreSQL: it keeps
// connections, binds parameters with the service's types, reads results no
// further than the service's size limit, and words errors as the service does.
//
// A Pool holds the connections of one user to one database. Acquire gives a
// Session; Release resets it, as DISCARD ALL does, before anyone else gets it.
// A session is for one goroutine at a time; a pool is for any number.
package pgsession
