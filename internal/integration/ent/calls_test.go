package ent_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/member"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/pet"
)

// operation is what a program does by Ent; n counts how often it was done.
type operation struct {
	name string
	do   func(ctx context.Context, c clubhouse, n int) error
}

// operations are those of docs/ent.md, in its order.
var operations = []operation{
	{"create", func(ctx context.Context, c clubhouse, n int) error {
		return c.Pet.Create().SetName(fmt.Sprintf("one %d", n)).Exec(ctx)
	}},
	{"create, with two nodes that get an edge to it", func(ctx context.Context, c clubhouse, n int) error {
		return c.Member.Create().SetName(fmt.Sprintf("owner %d", n)).AddPetIDs(c.free[2*n], c.free[2*n+1]).Exec(ctx)
	}},
	{"create 100 in bulk", func(ctx context.Context, c clubhouse, n int) error {
		return c.Pet.CreateBulk(c.pets(1000+100*n, 1100+100*n)...).Exec(ctx)
	}},
	{"upsert", func(ctx context.Context, c clubhouse, n int) error {
		return c.Pet.Create().SetName("upserted").SetAge(n).OnConflictColumns(pet.FieldName).UpdateNewValues().Exec(ctx)
	}},
	{"get by id", func(ctx context.Context, c clubhouse, _ int) error {
		_, err := c.Pet.Get(ctx, c.free[0])
		return err
	}},
	{"query by a string", func(ctx context.Context, c clubhouse, n int) error {
		_, err := c.Pet.Query().Where(pet.Name("pet 1")).All(ctx)
		return err
	}},
	{"query with two edges loaded", func(ctx context.Context, c clubhouse, n int) error {
		_, err := c.Member.Query().WithPets().WithCard().All(ctx)
		return err
	}},
	{"count", func(ctx context.Context, c clubhouse, n int) error {
		_, err := c.Pet.Query().Count(ctx)
		return err
	}},
	{"update of one, which returns it", func(ctx context.Context, c clubhouse, n int) error {
		_, err := c.Pet.UpdateOneID(c.free[0]).AddAge(1).Save(ctx)
		return err
	}},
	{"update by a predicate", func(ctx context.Context, c clubhouse, n int) error {
		return c.Pet.Update().Where(pet.AgeGT(10_000)).AddAge(1).Exec(ctx)
	}},
	{"delete by a predicate", func(ctx context.Context, c clubhouse, n int) error {
		_, err := c.Member.Delete().Where(member.Name("nobody")).Exec(ctx)
		return err
	}},
	{"transaction of two creates", func(ctx context.Context, c clubhouse, n int) error {
		tx, err := c.Tx(ctx)
		if err != nil {
			return err
		}
		for _, who := range []string{"first", "second"} {
			if err := tx.Pet.Create().SetName(fmt.Sprintf("%s %d", who, n)).Exec(ctx); err != nil {
				return err
			}
		}
		return tx.Commit()
	}},
	{"count with a variable (`WithVar`)", func(ctx context.Context, c clubhouse, n int) error {
		name := "@club"
		if c.IsPostgreSQL() {
			name = "club.kind"
		}
		_, err := c.Pet.Query().Count(entsql.WithVar(ctx, name, "x"))
		return err
	}},
}

// TestCalls wants docs/ent.md to say how many calls each operation takes: the first time
// in a pool, and again.
func TestCalls(t *testing.T) {
	table := make([]string, len(operations))
	for i, o := range operations {
		table[i] = "| " + o.name + " |"
	}
	create := "| `Schema.Create` of seven tables, then again |"
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		d := bothways.New(t, engine, false)
		var c clubhouse
		create += fmt.Sprintf(" %d |", d.Calls(func() { c = opened(t, d) }))
		create += fmt.Sprintf(" %d |", d.Calls(func() { must(t, migrated(t.Context(), entsql.OpenDB(dialectOf(d), d.DB))) }))
		for _, p := range c.Pet.CreateBulk(c.pets(0, 10)...).SaveX(t.Context()) {
			c.free = append(c.free, p.ID)
		}
		for i, o := range operations {
			fresh := c.through(d.Open(t, false)) // a new pool knows nothing of the texts
			for n := range 2 {
				table[i] += fmt.Sprintf(" %d |", fresh.Calls(func() { must(t, o.do(t.Context(), fresh, n)) }))
			}
		}
	}
	text, err := os.ReadFile(page)
	must(t, err)
	for _, line := range append(table, create) {
		if !strings.Contains(string(text), line+"\n") {
			t.Errorf("docs/ent.md does not have the line\n%s", line)
		}
	}
}
