// Program squirrel builds statements with squirrel, on PostgreSQL or MySQL.
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

	"github.com/Masterminds/squirrel"

	_ "github.com/auroradataapi/auroradataapi"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	db, err := sql.Open("auroradataapi", url)
	if err != nil {
		return err
	}
	defer db.Close()
	builder := squirrel.StatementBuilder.RunWith(db)
	if strings.HasPrefix(url, "postgresql") {
		builder = builder.PlaceholderFormat(squirrel.Dollar) // MySQL has question marks, which are squirrel's own
	}
	if _, err := db.ExecContext(ctx, "CREATE TABLE events (id varchar(36) PRIMARY KEY, kind varchar(20), at timestamp NOT NULL, detail json)"); err != nil {
		return err
	}
	if err := insert(ctx, builder); err != nil {
		return err
	}
	return report(ctx, builder, w)
}

func insert(ctx context.Context, builder squirrel.StatementBuilderType) error {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	_, err := builder.Insert("events").Columns("id", "kind", "at", "detail").
		Values("e1", "login", noon, `{"user": "ada"}`).
		Values("e2", "login", noon.Add(time.Hour), `{"user": "bob"}`).
		Values("e3", "logout", noon.Add(2*time.Hour), nil).
		ExecContext(ctx)
	if err != nil {
		return err
	}
	_, err = builder.Update("events").Set("kind", "logoff").Where(squirrel.Eq{"kind": "logout"}).ExecContext(ctx)
	return err
}

func report(ctx context.Context, builder squirrel.StatementBuilderType, w io.Writer) error {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	rows, err := builder.Select("kind", "count(*)", "max(at)").From("events").
		Where(squirrel.And{squirrel.GtOrEq{"at": noon}, squirrel.Eq{"id": []string{"e1", "e2", "e3"}}}).
		GroupBy("kind").OrderBy("kind").Limit(10).QueryContext(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		var n int
		var last time.Time
		if err := rows.Scan(&kind, &n, &last); err != nil {
			return err
		}
		fmt.Fprintln(w, kind, n, last.UTC().Format(time.RFC3339))
	}
	return rows.Err()
}
