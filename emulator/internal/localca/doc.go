// Package localca is a certificate authority for the servers of one user on one
// machine. It is made once and kept in a folder that only the user can read, so
// that whoever trusts it does so once; certificates are made as they are needed
// and not kept.
package localca
