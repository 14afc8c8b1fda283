// Package stream tests results that are larger than one answer of the service,
// against a real PostgreSQL and beside pgx/stdlib.
package stream
