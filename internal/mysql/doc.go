// Package mysql holds every fact about MySQL that the driver needs and that is not
// about SQL text as such: how a Go value becomes a parameter of the Data API
// ([Resolve], [Bind]), how a column's field becomes the driver.Value that
// go-sql-driver/mysql would have given ([Column]), what the service does not return
// as it is and how it is asked for all the same ([Recast]), and how the service's
// error text comes apart ([ParseMessage]).
//
// And what a session remembers and what ends its transactions: how SET is read
// ([ReadSettings]) and said again ([Settings]), which statements commit
// ([CommitsFirst]), how a transaction gets its isolation level ([SetModes]), what
// cannot work ([Refuse]).
//
// Nothing here does I/O, and everything may be used by several goroutines at
// once.
package mysql
