// Package mysqlsession runs the statements of the Data API on MySQL: it keeps
// connections, binds parameters, reads results no further than the service's size
// limit, and words errors as the service does. MariaDB is a MySQL here.
//
// A Pool holds the connections of one user to one database. Acquire gives a
// Session; Release resets it before anyone else gets it. A session is for one
// goroutine at a time; a pool is for any number.
//
// Statements with parameters are prepared, others are sent as they are. What the
// service does is not known.
package mysqlsession
