//go:build unix

package mysqlserver

import "slices"

// sqlMode is MySQL 8.0's default, also for MariaDB. Which one an Aurora MySQL 3
// cluster has is up to its parameter group.
const sqlMode = "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"

// storage keeps the data files small. It counts from the making of the data on.
var storage = []string{
	"--innodb-buffer-pool-size=32M",
	"--innodb-log-buffer-size=4M",
	"--innodb-use-native-aio=OFF", // containers may have little or none of it
	"--performance-schema=OFF",    // as on Aurora, unless asked for
	"--skip-log-bin",
}

// volatile gives up everything that matters only if the data should outlive
// the machine's next crash.
var volatile = []string{
	"--innodb-flush-log-at-trx-commit=0",
	"--innodb-flush-method=nosync",
	"--innodb-doublewrite=OFF",
	"--innodb-buffer-pool-dump-at-shutdown=OFF",
	"--innodb-buffer-pool-load-at-startup=OFF",
	"--loose-sync-frm=OFF", // MariaDB's
}

// abrupt has a server that serves volatile data leave it as it is.
const abrupt = "--innodb-fast-shutdown=2"

// service is how a server runs: on its socket alone, in UTC, with the limits of
// MySQL 8.0, which are Aurora's where its parameter groups do not say otherwise.
var service = []string{
	"--skip-networking",
	"--skip-name-resolve",
	"--character-set-server=utf8mb4",
	"--default-time-zone=+00:00",
	"--sql-mode=" + sqlMode,
	"--explicit-defaults-for-timestamp=ON",
	"--group-concat-max-len=1024",
	"--max-allowed-packet=64M",
	"--max-connections=200",
	"--local-infile=OFF",
	"--key-buffer-size=1M",
}

// storageOf and serviceOf add what a product has for itself. MariaDB has no
// utf8mb4_0900_ai_ci; the nearest that its own sessions would agree with is the
// character set's default.
var (
	storageOf = map[Product][]string{
		MySQL: {
			"--secure-file-priv=NULL", // packages name a folder that only their own account may enter
			"--loose-innodb-redo-log-capacity=16M",
			"--loose-auto-generate-certs=OFF", // keys that nobody uses on a socket
			"--loose-sha256-password-auto-generate-rsa-keys=OFF",
			"--loose-caching-sha2-password-auto-generate-rsa-keys=OFF",
		},
		MariaDB: {"--innodb-log-file-size=16M", "--aria-pagecache-buffer-size=1M"},
	}
	serviceOf = map[Product][]string{
		MySQL:   {"--collation-server=utf8mb4_0900_ai_ci", "--loose-mysqlx=OFF"},
		MariaDB: {"--collation-server=utf8mb4_general_ci", "--loose-innodb-snapshot-isolation=OFF"},
	}
)

// storageOptions are for making data and for serving it.
func (b *builder) storageOptions() []string {
	options := slices.Concat(storage, storageOf[b.binary.product])
	if b.kept {
		return options
	}
	return slices.Concat(options, volatile)
}

// serviceOptions are for serving.
func (b *builder) serviceOptions() []string {
	options := slices.Concat(b.storageOptions(), service, serviceOf[b.binary.product])
	if b.kept {
		return options
	}
	return append(options, abrupt)
}
