package calls_test

import (
	"database/sql"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/member"
)

func entOperations(t *testing.T, d bothways.Database, db *sql.DB) []operation {
	name := dialect.MySQL
	if d.IsPostgreSQL() {
		name = dialect.Postgres
	}
	client := club.NewClient(club.Driver(entsql.OpenDB(name, db)))
	must(t, client.Schema.Create(t.Context()))
	var m *club.Member
	return []operation{
		{"Create", func(t *testing.T) {
			var err error
			m, err = client.Member.Create().SetName("Ada").Save(t.Context())
			must(t, err)
		}},
		{"CreateBulk of 100", func(t *testing.T) {
			all := make([]*club.MemberCreate, 100)
			for i := range all {
				all[i] = client.Member.Create().SetName("Bob")
			}
			must(t, client.Member.CreateBulk(all...).Exec(t.Context()))
		}},
		{"Create with an edge", func(t *testing.T) {
			must(t, client.Member.Create().SetName("Cleo").AddFriends(m).Exec(t.Context()))
		}},
		{"Query", func(t *testing.T) {
			_, err := client.Member.Query().Where(member.Name("Ada")).All(t.Context())
			must(t, err)
		}},
		{"Query with an edge", func(t *testing.T) {
			_, err := client.Member.Query().Where(member.Name("Cleo")).WithFriends().All(t.Context())
			must(t, err)
		}},
		{"UpdateOne", func(t *testing.T) { must(t, m.Update().SetAge(m.Age+1).Exec(t.Context())) }},
		{"Update of many", func(t *testing.T) {
			must(t, client.Member.Update().Where(member.Name("Bob")).AddAge(1).Exec(t.Context()))
		}},
		{"DeleteOne", func(t *testing.T) {
			gone, err := client.Member.Query().Where(member.Name("Bob")).First(t.Context())
			must(t, err)
			must(t, client.Member.DeleteOne(gone).Exec(t.Context()))
		}},
		{"Schema.Create that changes nothing", func(t *testing.T) { must(t, client.Schema.Create(t.Context())) }},
	}
}
