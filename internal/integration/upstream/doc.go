// Package upstream runs the tests that other drivers and libraries have for
// themselves through the driver, as they are in the module cache, and wants from
// each the result that it has natively, on the same server.
//
// Of a copy of the module's source only the calls that open a database are
// redirected: natively to the driver that they name, and otherwise to this one.
// Each test, and what it asserts, is the original. What counts is what has reached
// a database in this way: tests of what needs no database, or that connect by
// themselves, prove nothing here.
//
// Tests that cannot pass are in [Excluded], with the reason. The comparison fails
// for one that fails and is not in that list, and for one that is in it and
// passes. A complete run (-complete) compares docs/upstream.md with what it has
// found, or writes it anew (-update).
package upstream
