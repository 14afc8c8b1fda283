// Package mysqlflow tests how statements of MySQL get their arguments and give their
// results, through the driver and through go-sql-driver/mysql, which go past each
// other to the same server.
package mysqlflow
