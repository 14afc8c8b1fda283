// Package examples has programs that use Aurora over the RDS Data API by the
// libraries that Go programs use for databases, one in each folder.
package examples
