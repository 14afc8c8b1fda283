// Benchmarks measures the driver and the emulator side by side with what else
// could do their work: the plain AWS SDK, a bare HTTP client, pgx and go-sql-driver/mysql.
//
// The program prints one line for each budget,
//
//	budget NAME MEASURED BOUND ok|short
//
// and in front of it, as "measure NAME MEDIAN QUARTILES", what the figure was
// made of. Everything that is compared is run in turns in the same process,
// round by round, so that a slow moment of the machine slows both sides; a ratio
// is the median of the ratios of the rounds. The services are other processes:
// the stand-in, which answers from memory, and the emulator over
// PostgreSQL and over MySQL. Where it says CPU, it is the time that
// the process used on all processors, garbage collection included, as the
// system counts it. It runs on Unix systems, since it asks for that.
//
// A budget that is short does not fail the program: what a machine under load
// measures must not break a build. docs/benchmarks.md has figures and what they
// mean. The benchmarks of this package's test files are the same comparisons
// for go test -bench, for profiles and for benchstat.
package main
