// Package bothways runs a test on each engine, natively and through the driver:
// what a library does by the one it must do by the other.
//
//	func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }
//
//	func TestCreate(t *testing.T) {
//		bothways.Run(t, func(t *testing.T, d bothways.Database) {
//			…
//		})
//	}
//
// One server runs for all tests of a package: the emulator with a PostgreSQL and
// a MySQL behind it. Each run gets a new, empty database of its own.
package bothways
