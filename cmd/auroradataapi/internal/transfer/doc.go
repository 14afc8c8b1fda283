// Package transfer copies rows between tables and files, as CSV and as JSON lines,
// exactly and in bounded memory. What Export has written, Import reads into equal
// rows.
package transfer
