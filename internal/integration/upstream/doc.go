// Package upstream runs the tests of pgx/stdlib, of lib/pq and of
// go-sql-driver/mysql through the driver, as they are in the module cache, and
// wants from each the result that it has natively, on the same server.
//
// Of a copy of the module's source only the calls that open a database are
// redirected to the driver; each test, and what it asserts, is the original. What
// counts is what has opened its database in this way: tests of the parts of
// another driver that need no database, or that connect by themselves, prove
// nothing here.
//
// Tests that cannot pass are in [Excluded], with the reason. The comparison fails
// for one that fails and is not in that list, and for one that is in it and
// passes.
package upstream
