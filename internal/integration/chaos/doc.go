// Package chaos has many programs write and read while everything goes wrong
// that the emulator can make go wrong, and sees that what the driver has said of
// each operation is true:
//
//   - what has succeeded is in the database exactly once;
//   - what has failed is not there;
//   - what has failed with auroradataapi.ErrOutcomeUnknown is there once or not
//     at all;
//   - a result that was read to its end without an error had every row, once and
//     in order.
//
// It is done on PostgreSQL and on MySQL.
//
// The same faults meet the plain client of the AWS SDK, whose retries write rows
// twice: were they not to, the run would prove nothing.
//
// What the programs do follows from a seed, and so does which of its calls each
// fault strikes. Which program makes that call is the scheduler's doing.
//
//	go test ./internal/integration/chaos -v -seed 2 -operations 10000 -engine mysql
package chaos
