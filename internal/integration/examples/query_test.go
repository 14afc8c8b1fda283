package examples_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"

	_ "github.com/auroradataapi/auroradataapi"
)

// The cluster and the secret come from the environment, the database from the
// URL. Everything else is database/sql.
func Example_query() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi://:@/postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	ctx := context.Background()

	if _, err := db.ExecContext(ctx, "create table fruits (id int primary key, name text, price numeric(6,2))"); err != nil {
		log.Fatal(err)
	}
	defer db.Exec("drop table fruits")
	result, err := db.ExecContext(ctx, "insert into fruits values ($1, $2, 1.20), ($3, $4, 12.5)", 1, "apple", 2, "durian")
	if err != nil {
		log.Fatal(err)
	}
	inserted, err := result.RowsAffected()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(inserted, "rows")

	rows, err := db.QueryContext(ctx, "select name, price from fruits where id >= $1 order by id", 1)
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, price string // a numeric has more digits than a float64
		if err := rows.Scan(&name, &price); err != nil {
			log.Fatal(err)
		}
		fmt.Println(name, price)
	}
	if err := rows.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 2 rows
	// apple 1.20
	// durian 12.50
}

// Placeholders may have names. A cast says which type is meant where it does not
// follow from the Go value: a string is a text.
func Example_namedParameters() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	var name, id string
	var tagged bool
	err = db.QueryRow(`select upper(:name), :id::uuid, :doc::jsonb ? 'tag' where 'a:b' <> :name`,
		sql.Named("name", "apple"),
		sql.Named("id", "6BA7B810-9DAD-11D1-80B4-00C04FD430C8"),
		sql.Named("doc", `{"tag": 1}`),
	).Scan(&name, &id, &tagged)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(name, id, tagged)
	// Output: APPLE 6ba7b810-9dad-11d1-80b4-00c04fd430c8 true
}

// Column types are those of pgx/stdlib.
func Example_columnTypes() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	rows, err := db.Query("select 1::int2 as small, 'a'::varchar(10) as short, 1.5::numeric(6,2) as price, now() as at, array[1, 2] as list")
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range types {
		fmt.Print(t.Name(), " ", t.DatabaseTypeName(), " ", t.ScanType())
		if length, ok := t.Length(); ok {
			fmt.Print(" length ", length)
		}
		if precision, scale, ok := t.DecimalSize(); ok {
			fmt.Print(" digits ", precision, " scale ", scale)
		}
		fmt.Println()
	}
	// Output:
	// small INT2 int16
	// short VARCHAR string length 10
	// price NUMERIC float64 digits 6 scale 2
	// at TIMESTAMPTZ time.Time
	// list _INT4 string
}
