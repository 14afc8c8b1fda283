package ent_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql/sqlgraph"
	"github.com/go-sql-driver/mysql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
)

// violations break constraints, each of another kind.
var violations = map[string]func(context.Context, clubhouse) error{
	"unique": func(ctx context.Context, c clubhouse) error {
		c.Pet.Create().SetName("Rex").ExecX(ctx)
		return c.Pet.Create().SetName("Rex").Exec(ctx)
	},
	"unique in bulk": func(ctx context.Context, c clubhouse) error {
		return c.Group.CreateBulk(c.Group.Create().SetName("chess"), c.Group.Create().SetName("chess")).Exec(ctx)
	},
	"no parent": func(ctx context.Context, c clubhouse) error {
		return c.Pet.Create().SetName("Tom").SetOwnerID(uuid.New()).Exec(ctx)
	},
	"child left": func(ctx context.Context, c clubhouse) error {
		id := c.Member.Create().SetName("Ada").SaveX(ctx).ID
		c.Membership.Create().SetMemberID(id).SetGroup(c.Group.Create().SetName("golf").SaveX(ctx)).ExecX(ctx)
		_, err := c.Group.Delete().Exec(ctx)
		return err
	},
	"check": func(ctx context.Context, c clubhouse) error {
		return c.Member.Create().SetName("Bob").SetAge(-1).Exec(ctx)
	},
	"too long": func(ctx context.Context, c clubhouse) error {
		return c.Sample.Create().SetFixed(strings.Repeat("x", 6)).Exec(ctx)
	},
	"validated before": func(ctx context.Context, c clubhouse) error {
		return c.Member.Create().SetName("").Exec(ctx)
	},
	"not found": func(ctx context.Context, c clubhouse) error {
		_, err := c.Sample.Get(ctx, 404)
		return err
	},
}

// constraints has Ent tell which constraint is broken, and the native packages what
// the database has said.
func constraints(t *testing.T, c clubhouse) map[string]any {
	observed := make(map[string]any)
	for name, violate := range violations {
		err := violate(t.Context(), c)
		observed[name] = strings.ReplaceAll(verdict(err), c.Config.Database, "club")
	}
	for name, want := range map[string]string{"unique": "constraint unique", "no parent": "constraint foreign key", "child left": "constraint foreign key"} {
		if got := fmt.Sprint(observed[name]); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s, want %s …", name, got, want)
		}
	}
	return observed
}

// verdict is what a program can tell of an error.
func verdict(err error) string {
	var v []string
	for name, is := range map[string]bool{"constraint": club.IsConstraintError(err), "not found": club.IsNotFound(err), "validation": club.IsValidationError(err)} {
		if is {
			v = append(v, name)
		}
	}
	for _, kind := range []struct {
		name string
		is   func(error) bool
	}{{"unique", sqlgraph.IsUniqueConstraintError}, {"foreign key", sqlgraph.IsForeignKeyConstraintError}, {"check", sqlgraph.IsCheckConstraintError}} {
		if kind.is(err) {
			v = append(v, kind.name)
		}
	}
	var postgres *pgconn.PgError
	if errors.As(err, &postgres) {
		v = append(v, postgres.Code, postgres.ConstraintName)
	}
	var my *mysql.MySQLError
	if errors.As(err, &my) {
		v = append(v, fmt.Sprint(my.Number), my.Message)
	}
	return strings.Join(v, " ")
}
