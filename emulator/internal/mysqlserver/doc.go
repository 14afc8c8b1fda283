// Package mysqlserver runs a private MySQL or MariaDB server from the program on
// the machine.
//
//	server, err := mysqlserver.Start(ctx, mysqlserver.Config{Administrator: administrator, Master: master})
//	if err != nil {
//		return err // a *NotFoundError names the command that installs a server
//	}
//	defer server.Close()
//	conn, err := client.Connect(server.Socket(), master.User, master.Password, "")
//
// # Which server
//
// Aurora MySQL 3 is compatible with MySQL 8.0, so MySQL is preferred, and its
// 8.4 and 9 will do. Debian has MariaDB only. It differs in more than details:
// JSON is text, there is no collation utf8mb4_0900_ai_ci, many errors of the
// optimizer and of constraints have other numbers. [Server.Product] tells.
//
// The way to run MySQL follows its manual (chapters "Initializing the Data
// Directory" and "Server Command Options") and has not been tried; the way to
// run MariaDB has, with 10.11.
//
// # Who gets in
//
// The server listens on one unix socket, in a folder that only its own account
// may enter, and on no port. Every login takes a password. There are two users
// with one: the administrator, which Aurora keeps for itself, and the master
// user. The server makes both anew at each start, from a file that it reads
// before it lets anybody in and that is removed afterwards; a template of data
// knows neither. A kept folder has the users of earlier starts as well.
//
// # How it starts fast
//
// Data is made once for each program and recipe; it stays in the cache folder
// as a template that later servers are copied from. Measured with MariaDB 10.11
// on Debian 12 with two busy cores, ext4: a start from a template 0.19 s, the
// first start of all 0.5 s, Close 55 ms.
//
// # What is in it
//
// Character set utf8mb4, time zone UTC, MySQL 8.0's default SQL mode and limits,
// 200 connections. A temporary server syncs nothing to disk. A given data folder
// has durable settings: what is committed survives a power failure. It belongs
// to the product that made it; an older version of that product may refuse it.
// The tables of time zones are empty, so that CONVERT_TZ knows no names; on
// MariaDB, there is no database performance_schema or sys.
//
// Windows has no private servers; [Start] says so.
package mysqlserver
