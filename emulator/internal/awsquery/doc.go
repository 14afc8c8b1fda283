// Package awsquery is the protocol of that name, which RDS and STS speak: a form
// comes in, XML goes out.
package awsquery
