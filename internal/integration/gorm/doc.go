// Package gorm has GORM do what its own tests have it do, on each engine, on its
// native driver and on ours: with the same assertions, and with the same statements,
// rows and errors in GORM's log.
package gorm
