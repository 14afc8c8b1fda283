// Package freshdb makes databases for tests on one server: empty ones, and copies of
// a template.
package freshdb

import "context"

// Server makes and drops databases. Goroutines may share one. Names are those of
// the caller's making: letters, digits and underscores.
type Server interface {
	// Create makes an empty database.
	Create(ctx context.Context, name string) error
	// Template takes a database as a template: nobody may use or change it any more.
	Template(ctx context.Context, name string) (Template, error)
	// Drop drops a database and ends the sessions in it.
	Drop(ctx context.Context, name string) error
	// Close ends the sessions of the Server itself.
	Close() error
}

// Template is what a database has in it.
type Template interface {
	// Copy makes a database of that content.
	Copy(ctx context.Context, name string) error
}
