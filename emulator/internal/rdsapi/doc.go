// Package rdsapi answers the part of the API of Amazon RDS, version 2014-10-31,
// that sets the Data API up: clusters of Aurora and their instances. What they
// are is in package account; the servers behind them are the caller's.
//
// Names, shapes and codes of errors are those of the service's model, as
// aws/aws-sdk-go-v2 service/rds has it. Where the text of an error is known, it
// is that of RDS; others are our own.
package rdsapi
