package ent_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// desired makes a database of twenty tables, of every type and kind of index and
// constraint that Atlas knows, natively.
func desired(t *testing.T, engine auroradataapi.Engine) bothways.Database {
	t.Helper()
	text, err := os.ReadFile("testdata/" + engine.String() + ".sql")
	must(t, err)
	d := bothways.New(t, engine, true)
	_, err = d.DB.ExecContext(t.Context(), string(text))
	must(t, err)
	for i := tables(t, d); i < 20; i++ {
		_, err := d.DB.ExecContext(t.Context(), fmt.Sprintf("create table chain_%d (id int primary key, tree int, constraint chained_%d foreign key (tree) references trees (id))", i, i))
		must(t, err)
	}
	return d
}

func tables(t *testing.T, d bothways.Database) int {
	t.Helper()
	s, err := inspected(t.Context(), atlasDriver(t, d))
	must(t, err)
	return len(s.Tables)
}

// inspected returns what Atlas knows of the schema that a database is opened with.
func inspected(ctx context.Context, driver migrate.Driver) (*schema.Schema, error) {
	return driver.InspectSchema(ctx, "", nil)
}

// TestInspect sees the same schema natively and through the driver.
func TestInspect(t *testing.T) {
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			native := desired(t, engine)
			ours := native
			ours.DB = native.Open(t, false)
			options := &schema.InspectRealmOption{}
			if !native.IsPostgreSQL() {
				options.Schemas = []string{native.Config.Database}
			}
			driver := atlasDriver(t, native)
			want, err := driver.InspectRealm(t.Context(), options)
			must(t, err)
			got, err := atlasDriver(t, ours).InspectRealm(t.Context(), options)
			must(t, err)
			if len(want.Schemas) != 1 || len(want.Schemas[0].Tables) != 20 {
				t.Fatalf("%d schemas", len(want.Schemas))
			}
			nothing := schema.NewRealm(schema.New(want.Schemas[0].Name))
			if all := between(t, driver, nothing, got); !slices.Equal(all, between(t, driver, nothing, want)) {
				t.Errorf("it is another schema: %q", all)
			}
			if changes := append(between(t, driver, want, got), between(t, driver, got, want)...); len(changes) > 0 {
				t.Errorf("it differs by %q", changes)
			}
			columns(t, got.Schemas[0], want.Schemas[0])
			settled(t, ours)
		})
	}
}

// between returns the statements that make one realm of another, sorted.
func between(t *testing.T, driver migrate.Driver, from, to *schema.Realm) []string {
	t.Helper()
	changes, err := driver.RealmDiff(from, to)
	must(t, err)
	plan, err := driver.PlanChanges(t.Context(), "plan", changes)
	must(t, err)
	list := commands(plan)
	slices.Sort(list)
	return list
}

// settled wants the calls of a statement behind an inspection: on PostgreSQL Atlas has
// set search_path to what it was.
func settled(t *testing.T, d bothways.Database) {
	t.Helper()
	want := 1
	if d.IsPostgreSQL() {
		want = 4
	}
	var trees int
	if calls := d.Calls(func() { must(t, d.DB.QueryRowContext(t.Context(), "select count(*) from trees").Scan(&trees)) }); calls != want {
		t.Errorf("%d calls, want %d", calls, want)
	}
}

// columns compares what statements do not tell.
func columns(t *testing.T, got, want *schema.Schema) {
	t.Helper()
	for i, table := range want.Tables {
		for j, w := range table.Columns {
			g := got.Tables[i].Columns[j]
			if g.Name != w.Name || *g.Type != (schema.ColumnType{Type: g.Type.Type, Raw: w.Type.Raw, Null: w.Type.Null}) ||
				!reflect.DeepEqual(g.Default, w.Default) {
				t.Errorf("%s.%s: got %+v %+v, want %+v %+v", table.Name, w.Name, g.Type, g.Default, w.Type, w.Default)
			}
		}
	}
}

// TestApply changes an empty database to the twenty tables, by the same statements as
// natively, and finds nothing to change after that.
func TestApply(t *testing.T) {
	statements := make(map[string]string)
	want := make(map[string]*schema.Schema)
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		s, err := inspected(t.Context(), atlasDriver(t, desired(t, engine)))
		must(t, err)
		want[engine.String()] = s
	}
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		driver, want := atlasDriver(t, d), *want[d.Engine.String()]
		plan := func() []string {
			current, err := inspected(t.Context(), driver)
			must(t, err)
			want.Name = current.Name
			changes, err := driver.SchemaDiff(current, &want)
			must(t, err)
			plan, err := driver.PlanChanges(t.Context(), "plan", changes, unqualified)
			must(t, err)
			must(t, driver.ApplyChanges(t.Context(), changes, unqualified))
			return commands(plan)
		}
		first := plan()
		if len(first) < 20 {
			t.Errorf("planned %q", first)
		}
		if native, ok := statements[d.Engine.String()]; ok && native != strings.Join(first, ";\n") {
			t.Errorf("planned %s\nnatively %s", strings.Join(first, ";\n"), native)
		}
		statements[d.Engine.String()] = strings.Join(first, ";\n")
		if second := plan(); len(second) > 0 {
			t.Errorf("planned again %q", second)
		}
		if n := tables(t, d); n != 20 {
			t.Errorf("%d tables", n)
		}
	})
}

// unqualified leaves the name of the schema out of the statements.
func unqualified(o *migrate.PlanOptions) { o.SchemaQualifier = new(string) }

func commands(plan *migrate.Plan) []string {
	var list []string
	for _, c := range plan.Changes {
		list = append(list, c.Cmd)
	}
	return list
}
