// Package pgserver runs a private PostgreSQL server from the binaries on the
// machine.
//
//	server, err := pgserver.Start(ctx, pgserver.Config{User: "postgres", Password: password})
//	if err != nil {
//		return err // a *NotFoundError names the command that installs PostgreSQL
//	}
//	defer server.Close()
//	config, err := pgconn.ParseConfig(fmt.Sprintf("host=%s port=%d", server.SocketDir(), server.Port()))
//
// # Who gets in
//
// The server listens on one unix socket, in a folder that only its own account
// may enter, and on no port. Every login, also this one, takes the password of
// a role (scram-sha-256); there is no rule that trusts anybody. Roles made with
// SQL log in with their own passwords. PostgreSQL refuses to run as root: when
// the caller is root, the server runs as the owner of the given data folder, or
// as postgres, or as nobody.
//
// # How it starts fast
//
// initdb runs once for each installation, version, superuser and recipe; its
// result stays in the cache folder as a template (28 MB) that later servers
// are copied from. A template has no password. Each copy gets its own through
// PostgreSQL's single-user mode, before a server exists that could be asked.
//
// Measured with PostgreSQL 15 on Debian 12 with two cores, ext4: a start from a
// template takes 0.20 to 0.25 s (finding the binaries 15 ms, copying 80 ms,
// password 50 ms, server and first login 50 ms), with TMPDIR on tmpfs 0.19 s on
// a busy machine; the first start of all 1.7 s; Close 40 to 60 ms. On ext4
// without a journal, making the 970 files takes up to 1 s where thousands of
// files were deleted within the last minute, since the file system then passes
// over their inodes one by one: another TMPDIR helps.
//
// # How it ends
//
// When the process ends, so does the server, whatever ended the process (see
// package localserver). In 40 runs killed with kill -9 at a random moment of
// their first second, everything had gone 0.03 to 0.9 s later.
//
// # What is in a cluster
//
// Encoding UTF8, time zone UTC, messages in English, 200 connections. A
// temporary cluster syncs nothing to disk. A given data folder has PostgreSQL's
// durable defaults: what is committed survives a power failure.
//
// The locale is C.UTF-8 (C where the system has no C.UTF-8, which leaves the
// case of letters outside ASCII alone), because it is the same on all machines:
// text sorts by code point. Aurora sorts by a collation of glibc (AuroraUserGuide,
// "Collations supported in Aurora PostgreSQL"); the page does not say which
// locale a new cluster gets (believed to be en_US.UTF-8, not verified). So the
// order of text may differ from Aurora's where a query has no COLLATE clause.
//
// Windows has no private servers; [Start] says so.
package pgserver
