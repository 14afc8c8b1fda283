package sqlx_test

import (
	"testing"
	"time"

	"github.com/Masterminds/squirrel"
	"github.com/doug-martin/goqu/v9"
	_ "github.com/doug-martin/goqu/v9/dialect/mysql"
	_ "github.com/doug-martin/goqu/v9/dialect/postgres"
	"github.com/google/uuid"
	"github.com/lib/pq"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// typedTable has types that a string is no value of without being told.
const typedTable = `CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE typed (id uuid PRIMARY KEY, document jsonb, texts text[], keys uuid[], at timestamptz, day date, mood mood, price numeric(10,2), wait interval)`

var (
	key  = uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
	noon = time.Date(2024, 2, 29, 12, 0, 0, 123456000, time.UTC)
)

// typedColumns are the columns of the table.
var typedColumns = []any{"id", "document", "texts", "keys", "at", "day", "mood", "price", "wait"}

// typedRow is a row of the table as arguments, in the order of its columns.
func typedRow() []any {
	return []any{key, `{"a": [1, ":b", "?"]}`, pq.Array([]string{"x", `y "z"`}), pq.Array([]uuid.UUID{key}), noon, noon, "sad", "12.50", "01:00:00"}
}

// wantTyped checks the row that a query for id, texts, keys, at and mood returns.
func wantTyped(t *testing.T, scan func(targets ...any) error) {
	t.Helper()
	var id uuid.UUID
	var texts []string
	var keys []uuid.UUID
	var at time.Time
	var mood string
	must(t, scan(&id, pq.Array(&texts), pq.Array(&keys), &at, &mood))
	equal(t, []any{id, texts, keys, at.UTC(), mood}, []any{key, []string{"x", `y "z"`}, []uuid.UUID{key}, noon, "sad"})
}

// TestSquirrel has arguments of each type at the placeholders of squirrel.
func TestSquirrel(t *testing.T) {
	t.Parallel()
	bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
		_, err := d.DB.Exec(typedTable)
		must(t, err)
		builder := squirrel.StatementBuilder.PlaceholderFormat(squirrel.Dollar).RunWith(d.DB)
		_, err = builder.Insert("typed").Values(typedRow()...).Exec()
		must(t, err)
		query := builder.Select("id", "texts", "keys", "at", "mood").From("typed").
			Where(squirrel.Eq{"id": []uuid.UUID{key, uuid.Nil}}).
			Where("document @> ? AND document ?? ?", `{"a": [1]}`, "a").
			Where(squirrel.Expr("? = ANY (texts) AND keys && ?", "x", pq.Array([]uuid.UUID{key}))).
			Where(squirrel.LtOrEq{"at": noon}).Where(squirrel.Eq{"mood": "sad", "day": noon, "price": "12.50", "wait": "01:00:00"}).
			Limit(1).Offset(0)
		wantTyped(t, query.QueryRow().Scan)
	})
}

// TestGoqu has them at those of goqu, and in the text that goqu writes by default.
func TestGoqu(t *testing.T) {
	t.Parallel()
	for _, prepared := range []bool{true, false} {
		bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
			db := goqu.New("postgres", d.DB)
			_, err := db.Exec(typedTable)
			must(t, err)
			_, err = db.Insert("typed").Cols(typedColumns...).Vals(typedRow()).Prepared(prepared).Executor().Exec()
			must(t, err)
			query, args, err := db.From("typed").Prepared(prepared).Select("id", "texts", "keys", "at", "mood").Where(
				goqu.Ex{"id": []string{key.String(), uuid.Nil.String()}, "mood": "sad", "price": "12.50", "wait": "01:00:00"},
				goqu.L("document @> ?", `{"a": [1]}`), goqu.L("? = ANY (texts)", "x"), goqu.C("at").Lte(noon),
			).Limit(1).ToSQL()
			must(t, err)
			equal(t, len(args) > 0, prepared)
			wantTyped(t, d.DB.QueryRow(query, args...).Scan)
		})
	}
}

// TestOnMySQL has both builders on MySQL, where a string is a value of every type.
func TestOnMySQL(t *testing.T) {
	t.Parallel()
	bothways.RunOn(t, auroradataapi.EngineMySQL, func(t *testing.T, d bothways.Database) {
		_, err := d.DB.Exec("CREATE TABLE typed (id char(36) PRIMARY KEY, document json, at datetime(6), price decimal(10,2), line text)")
		must(t, err)
		const line = `a\b':c? "d"`
		_, err = squirrel.Insert("typed").Values(key, `{"a": ":b"}`, noon, "12.50", line).RunWith(d.DB).Exec()
		must(t, err)
		for _, prepared := range []bool{true, false} {
			var at time.Time
			found, err := goqu.New("mysql", d.DB).From("typed").Prepared(prepared).Select("at").
				Where(goqu.Ex{"id": key.String(), "price": 12.5, "line": line}, goqu.L("json_unquote(json_extract(document, ?))", "$.a").Eq(":b")).ScanVal(&at)
			if err != nil || !found || !at.Equal(noon) {
				t.Errorf("prepared %t: %t, %v, %v", prepared, found, at, err)
			}
		}
	})
}
