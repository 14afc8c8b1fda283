// Package localserver is what the private servers of all products have in common:
// where they live, whom they run as, how their data is copied from a template,
// and how they end.
//
// # How it ends
//
// When the process ends, so does the server, whatever ended the process: a
// shell that waits on a pipe from us stops the server and removes the temporary
// folders (see guardScript).
//
// # Whom it runs as
//
// As the caller, but never as root: SQL can read and write files of the account
// that the server runs as.
package localserver
