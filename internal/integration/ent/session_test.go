package ent_test

import (
	"context"
	"testing"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/pet"
)

// TestRowLevelSecurity has PostgreSQL show rows by a setting that comes with the
// context: on a connection of its own outside a transaction, and within one.
func TestRowLevelSecurity(t *testing.T) {
	bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		c := opened(t, d)
		for _, statement := range []string{
			"alter table pets enable row level security",
			"alter table pets force row level security",
			"create policy own on pets using (kind = current_setting('club.kind', true))",
		} {
			_, err := c.ExecContext(t.Context(), statement)
			must(t, err)
		}
		cats, dogs := entsql.WithVar(t.Context(), "club.kind", "cat"), entsql.WithVar(t.Context(), "club.kind", "dog")
		c.Pet.Create().SetName("Tom").SetKind("cat").ExecX(cats)
		c.Pet.Create().SetName("Rex").SetKind("dog").ExecX(dogs)
		if err := c.Pet.Create().SetName("Ben").SetKind("dog").Exec(cats); err == nil {
			t.Error("wrote what the policy forbids")
		}
		if got := c.Pet.Query().OnlyX(cats); got.Name != "Tom" {
			t.Errorf("got %v", got)
		}
		tx, err := c.Tx(t.Context())
		must(t, err)
		if got := tx.Pet.Query().OnlyX(dogs); got.Name != "Rex" {
			t.Errorf("got %v", got)
		}
		must(t, tx.Rollback())
		if n := c.Pet.Query().CountX(t.Context()); n != 0 {
			t.Errorf("%d pets without the setting: it is still in force", n)
		}
	})
}

// variables sets a variable for each query, and has none left behind.
func variables(t *testing.T, c clubhouse) {
	name, question := "@kind", "select @kind"
	if c.IsPostgreSQL() {
		name, question = "club.kind", "select nullif(current_setting('club.kind', true), '')"
	}
	driver := entsql.OpenDB(dialectOf(c.Database), c.DB)
	ask := func(ctx context.Context) (value entsql.NullString) {
		rows := new(entsql.Rows)
		must(t, driver.Query(ctx, question, []any{}, rows))
		defer rows.Close()
		must(t, entsql.ScanOne(rows, &value))
		return value
	}
	for range 3 {
		if got := ask(entsql.WithVar(t.Context(), name, "cat")); got.String != "cat" {
			t.Errorf("got %+v", got)
		}
		if got := ask(t.Context()); got.Valid {
			t.Errorf("got %+v without a variable", got)
		}
	}
}

// connection keeps a setting on a connection that the program has for itself.
func connection(t *testing.T, c clubhouse) {
	conn, err := c.DB.Conn(t.Context())
	must(t, err)
	defer conn.Close()
	set, show := "set group_concat_max_len = 4321", "select @@group_concat_max_len"
	if c.IsPostgreSQL() {
		set, show = "set statement_timeout = 4321", "select setting from pg_settings where name = 'statement_timeout'"
	}
	_, err = conn.ExecContext(t.Context(), set)
	must(t, err)
	var got string
	must(t, conn.QueryRowContext(t.Context(), show).Scan(&got))
	if got != "4321" {
		t.Errorf("got %s", got)
	}
	if c.Pet.Query().Where(pet.Name("Rex")).ExistX(t.Context()) {
		t.Error("found a pet")
	}
}
