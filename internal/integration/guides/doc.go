// Package guides holds the pages of docs to their word. Its tests take the quick
// starts out of each page, run it in an empty module, and compare what it prints.
//
// A page has a heading "## Quick start", which may go on ("## Quick start: MySQL";
// each is one of its own), and behind it, up to the next heading of that level:
//
//   - Blocks of files. A block that begins with "package main" is main.go. Another
//     one begins with a comment that is nothing but its path: "// ent/schema/user.go",
//     "-- migrations/1_users.up.sql", "# sqlc.yaml".
//   - Blocks of sh with commands, one in a line, which are run in order, in one
//     empty folder that has the files. `auroradataapi` is the command line of this
//     tree. If the first command is not `go mod init`, that and `go mod tidy` come
//     before it.
//   - Blocks of text, each behind a block of sh: what its last command prints, but for
//     the seconds that a test has taken.
//
// The test cache does not see the pages: go test -count=1 .
//
// Statements that a page shows, with the errors that it quotes, tables of calls and of
// options, and links are checked as well.
//
// What cannot be had before the first release is told apart here and not in the
// pages: the modules of this tree stand in for the published ones, at the versions of
// libraries that the tree is tested with, and installing the command line is left out.
package guides
