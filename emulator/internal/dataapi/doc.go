// Package dataapi holds the words of the RDS Data API as they stand on the
// wire: the members of its requests and responses, and its exceptions.
//
// It knows nothing of a database engine. Names are those of the service model,
// API version 2018-08-01.
package dataapi
