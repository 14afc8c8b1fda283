// Package faults breaks what a program depends on, and looks at what the
// program sees: a clear typed error, in a bounded time; a database that works
// afterwards where it should; no statement that ran twice; and nothing left
// behind.
package faults
