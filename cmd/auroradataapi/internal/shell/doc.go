// Package shell is an SQL shell in the manner of psql for both engines: it reads
// lines, runs statements as soon as they are complete in one session, and knows
// commands that begin with a backslash, such as \d. It works at a terminal and for
// scripts alike.
package shell
