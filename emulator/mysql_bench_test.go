package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	native "github.com/go-mysql-org/go-mysql/client"
)

// benchmark makes the same call again and again.
func (c caller) benchmark(b *testing.B, path string, m members) {
	b.Helper()
	for b.Loop() {
		if a := c.call(b, path, m); a.status != http.StatusOK {
			b.Fatal(a)
		}
	}
}

func mysqlCustomers(b *testing.B) members {
	b.Helper()
	for _, sql := range []string{
		"create table if not exists customers (id bigint primary key, name varchar(40) not null, balance decimal(12, 2) not null)",
		"insert ignore into customers with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select i, concat('customer ', i), 1234.56 from n",
	} {
		if a := mysql.execute(b, sql); a.status != http.StatusOK {
			b.Fatal(a)
		}
	}
	return members{"sql": benchmarkQuery, "parameters": []members{with("id", "longValue", 42), with("name", "stringValue", "customer 42")}}
}

// BenchmarkMySQLQuery is the small query on MySQL, with a client that is a little
// slower than that of BenchmarkQuery.
func BenchmarkMySQLQuery(b *testing.B) {
	m := mysqlCustomers(b)
	b.Run("records", func(b *testing.B) { mysql.benchmark(b, "/Execute", m) })
	m["includeResultMetadata"] = true
	b.Run("metadata", func(b *testing.B) { mysql.benchmark(b, "/Execute", m) })
	b.Run("transaction", func(b *testing.B) {
		c := mysql.begin(b)
		defer c.call(b, "/RollbackTransaction", members{"database": nil})
		c.benchmark(b, "/Execute", m)
	})
}

// BenchmarkMySQLPage is a result of nearly 1 MiB.
func BenchmarkMySQLPage(b *testing.B) {
	mysqlCustomers(b)
	mysql.benchmark(b, "/Execute", members{
		"sql": "select a.id, a.name, true from customers a cross join (select 1 from customers limit 25) b",
	})
}

// BenchmarkMySQLBatch is a thousand parameter sets.
func BenchmarkMySQLBatch(b *testing.B) {
	if a := mysql.execute(b, "create table if not exists loads (id bigint, name varchar(40))"); a.status != http.StatusOK {
		b.Fatal(a)
	}
	sets := make([][]members, 1000)
	for i := range sets {
		sets[i] = []members{with("id", "longValue", i), with("name", "stringValue", "customer")}
	}
	m := members{"sql": "INSERT INTO loads VALUES (:id, :name)", "parameterSets": sets}
	b.Run("outside", func(b *testing.B) { mysql.benchmark(b, "/BatchExecute", m) })
	b.Run("transaction", func(b *testing.B) {
		c := mysql.begin(b)
		defer c.call(b, "/RollbackTransaction", members{"database": nil})
		c.benchmark(b, "/BatchExecute", m)
	})
}

// BenchmarkMySQLDirect is the small query without the emulator, prepared once and
// prepared each time.
func BenchmarkMySQLDirect(b *testing.B) {
	mysqlCustomers(b)
	socket, _, _ := strings.Cut(strings.TrimPrefix(shared.BackendDSN("mysql"), "admin:admin@unix("), ")")
	conn, err := native.Connect(socket, "admin", "admin", mysqlDatabase)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	query := strings.NewReplacer(":id", "?", ":name", "?").Replace(benchmarkQuery)
	b.Run("prepared", func(b *testing.B) {
		stmt, err := conn.Prepare(query)
		if err != nil {
			b.Fatal(err)
		}
		defer stmt.Close()
		for b.Loop() {
			if _, err := stmt.Execute(int64(42), "customer 42"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parsed", func(b *testing.B) {
		for b.Loop() {
			if _, err := conn.Execute(query, int64(42), "customer 42"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
