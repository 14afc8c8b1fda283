// Program goqu builds statements with goqu, on PostgreSQL or MySQL.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/doug-martin/goqu/v9"
	_ "github.com/doug-martin/goqu/v9/dialect/mysql"
	_ "github.com/doug-martin/goqu/v9/dialect/postgres"

	_ "github.com/auroradataapi/auroradataapi"
)

type reading struct {
	ID     int64     `db:"id" goqu:"skipinsert"`
	Sensor string    `db:"sensor"`
	At     time.Time `db:"at"`
	Value  float64   `db:"value"`
}

const (
	postgreSQLTable = "CREATE TABLE readings (id bigserial PRIMARY KEY, sensor text, at timestamptz, value double precision)"
	mySQLTable      = "CREATE TABLE readings (id bigint AUTO_INCREMENT PRIMARY KEY, sensor varchar(20), at datetime, value double)"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	sqlDB, err := sql.Open("auroradataapi", url)
	if err != nil {
		return err
	}
	defer sqlDB.Close()
	dialect, table := "postgres", postgreSQLTable
	if strings.HasPrefix(url, "mysql") {
		dialect, table = "mysql", mySQLTable
	}
	goqu.SetDefaultPrepared(true) // arguments go as such, and not in the text
	db := goqu.New(dialect, sqlDB)
	if _, err := db.ExecContext(ctx, table); err != nil {
		return err
	}
	if err := insert(ctx, db); err != nil {
		return err
	}
	return report(ctx, db, w)
}

// insert writes 24 readings with one statement.
func insert(ctx context.Context, db *goqu.Database) error {
	midnight := time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	var readings []reading
	for hour := range 24 {
		readings = append(readings, reading{Sensor: []string{"roof", "cellar"}[hour%2], At: midnight.Add(time.Duration(hour) * time.Hour), Value: float64(hour) / 4})
	}
	_, err := db.Insert("readings").Rows(readings).Executor().ExecContext(ctx)
	return err
}

func report(ctx context.Context, db *goqu.Database, w io.Writer) error {
	var last reading
	found, err := db.From("readings").Where(goqu.Ex{"sensor": "roof", "value": goqu.Op{"gt": 3}}).
		Order(goqu.C("at").Desc()).ScanStructContext(ctx, &last)
	if err != nil || !found {
		return fmt.Errorf("last reading: found %t: %w", found, err)
	}
	fmt.Fprintln(w, last.ID, last.Sensor, last.At.UTC().Format(time.RFC3339), last.Value)
	var averages []struct {
		Sensor  string  `db:"sensor"`
		Average float64 `db:"average"`
	}
	err = db.From("readings").Select("sensor", goqu.AVG("value").As("average")).GroupBy("sensor").Order(goqu.C("sensor").Asc()).
		ScanStructsContext(ctx, &averages)
	for _, a := range averages {
		fmt.Fprintln(w, a.Sensor, a.Average)
	}
	return err
}
