package ent_test

import (
	"fmt"
	"testing"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/member"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/pet"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/schema"
)

// create writes a member with ids, a document, an enum and a decimal, and changes it.
func create(t *testing.T, c clubhouse) {
	created, err := c.Member.Create().SetName("Ada").SetNickname("countess").SetAge(36).SetRank(member.RankHonorary).
		SetProfile(&schema.Profile{City: "London", Sports: []string{"riding"}, Extra: map[string]any{"x": 1.5}}).
		SetTags([]string{"a", "b"}).SetDues(decimal.RequireFromString("12345678.9012")).SetPhoto([]byte{0xff, 0}).
		SetJoined(moment).Save(t.Context())
	must(t, err)
	got, err := c.Member.Get(t.Context(), created.ID)
	must(t, err)
	if got.Name != "Ada" || *got.Nickname != "countess" || got.Rank != member.RankHonorary || got.Profile.Extra["x"] != 1.5 ||
		len(got.Tags) != 2 || got.Dues.String() != "12345678.9012" || string(got.Photo) != "\xff\x00" || got.Seen != nil {
		t.Errorf("got %v", got)
	}

	updated, err := got.Update().AddAge(1).SetSeen(moment).ClearNickname().AppendTags([]string{"c"}).ClearProfile().Save(t.Context())
	must(t, err)
	if updated.Age != 37 || updated.Seen == nil || updated.Nickname != nil || len(updated.Tags) != 3 || updated.Profile != nil {
		t.Errorf("updated to %v", updated)
	}
	n, err := c.Member.Update().Where(member.AgeGT(100)).SetActive(false).Save(t.Context())
	if err != nil || n != 0 {
		t.Errorf("updated %d members, %v", n, err)
	}
	must(t, c.Member.DeleteOne(updated).Exec(t.Context()))
	if _, err := c.Member.Get(t.Context(), created.ID); !club.IsNotFound(err) {
		t.Errorf("got %v, want that it is not found", err)
	}
	if err := c.Member.UpdateOneID(created.ID).SetAge(1).Exec(t.Context()); !club.IsNotFound(err) {
		t.Errorf("got %v, want that it is not found", err)
	}
}

// updateWithoutChange counts a row that is what it was already.
func updateWithoutChange(t *testing.T, c clubhouse) {
	c.member(t, "Ada")
	n, err := c.Member.Update().Where(member.Name("Ada")).SetName("Ada").Save(t.Context())
	if err != nil || n != 1 {
		t.Errorf("updated %d members, %v", n, err)
	}
}

// pets makes builders for pets.
func (c clubhouse) pets(from, to int) []*club.PetCreate {
	var builders []*club.PetCreate
	for i := from; i < to; i++ {
		builders = append(builders, c.Pet.Create().SetName(fmt.Sprintf("pet %d", i)).SetAge(i))
	}
	return builders
}

// createBulk has the database count the ids, and wants each with its row.
func createBulk(t *testing.T, c clubhouse) {
	created, err := c.Pet.CreateBulk(c.pets(0, 100)...).Save(t.Context())
	must(t, err)
	for i, p := range created {
		got, err := c.Pet.Query().Where(pet.Name(fmt.Sprintf("pet %d", i))).OnlyID(t.Context())
		if i%20 == 0 && (err != nil || got != p.ID) {
			t.Errorf("pet %d has the id %d and not %d, %v", i, got, p.ID, err)
		}
	}
	members, err := c.Member.MapCreateBulk([]string{"Ada", "Bob"}, func(m *club.MemberCreate, i int) {
		m.SetName([]string{"Ada", "Bob"}[i])
	}).Save(t.Context())
	if err != nil || len(members) != 2 || members[0].ID == uuid.Nil || members[0].ID == members[1].ID {
		t.Errorf("got %v, %v", members, err)
	}
}

// createBulkAllOrNothing has a duplicate among the rows.
func createBulkAllOrNothing(t *testing.T, c clubhouse) {
	_, err := c.Pet.CreateBulk(append(c.pets(0, 5), c.pets(4, 6)...)...).Save(t.Context())
	if !club.IsConstraintError(err) {
		t.Errorf("got %v", err)
	}
	if n, err := c.Pet.Query().Count(t.Context()); err != nil || n != 0 {
		t.Errorf("%d pets are left, %v", n, err)
	}
}

// upsert meets rows that are there, and ignores them, replaces them, or sets some of
// their columns.
func upsert(t *testing.T, c clubhouse) map[string]any {
	first, err := c.Pet.Create().SetName("Rex").SetAge(1).Save(t.Context())
	must(t, err)
	id, err := c.Pet.Create().SetName("Rex").SetAge(2).SetKind("dog").
		OnConflictColumns(pet.FieldName).UpdateNewValues().ID(t.Context())
	if err != nil || id != first.ID {
		t.Errorf("got the id %d, %v, want %d", id, err, first.ID)
	}
	replaced := c.Pet.GetX(t.Context(), first.ID)

	must(t, c.Pet.Create().SetName("Rex").SetAge(9).OnConflictColumns(pet.FieldName).Ignore().Exec(t.Context()))
	ignored := c.Pet.GetX(t.Context(), first.ID)

	must(t, c.Pet.Create().SetName("Rex").SetAge(5).OnConflict(entsql.ConflictColumns(pet.FieldName)).
		Update(func(u *club.PetUpsert) { u.AddAge(10) }).Exec(t.Context()))
	added := c.Pet.GetX(t.Context(), first.ID)

	must(t, c.Pet.CreateBulk(c.Pet.Create().SetName("Rex").SetAge(7), c.Pet.Create().SetName("Tom").SetAge(8)).
		OnConflictColumns(pet.FieldName).UpdateAge().Exec(t.Context()))
	bulk := c.Pet.GetX(t.Context(), first.ID)
	return map[string]any{
		"replaced": replaced.Age, "kind": replaced.Kind, "ignored": ignored.Age, "added": added.Age, "bulk": bulk.Age,
		"pets": c.Pet.Query().CountX(t.Context()),
	}
}

// upsertDoNothing inserts nothing; on PostgreSQL Ent is told that there is no row.
func upsertDoNothing(t *testing.T, c clubhouse) map[string]any {
	c.Pet.Create().SetName("Rex").SaveX(t.Context())
	if !c.IsPostgreSQL() {
		return map[string]any{"pets": c.Pet.Query().CountX(t.Context())}
	}
	err := c.Pet.Create().SetName("Rex").OnConflictColumns(pet.FieldName).DoNothing().Exec(t.Context())
	bulk := c.Pet.CreateBulk(c.Pet.Create().SetName("Rex"), c.Pet.Create().SetName("Tom")).
		OnConflictColumns(pet.FieldName).DoNothing().Exec(t.Context())
	return map[string]any{"one": fmt.Sprint(err), "bulk": fmt.Sprint(bulk), "pets": c.Pet.Query().CountX(t.Context())}
}

// upsertUUID keeps the id of the row that is there.
func upsertUUID(t *testing.T, c clubhouse) {
	ada := c.member(t, "Ada")
	ada = ada.Update().SetNickname("countess").SaveX(t.Context())
	must(t, c.Member.Create().SetName("Lovelace").SetNickname("countess").OnConflictColumns(member.FieldNickname).
		Update(func(u *club.MemberUpsert) { u.UpdateName() }).Exec(t.Context()))
	if got := c.Member.Query().OnlyX(t.Context()); got.ID != ada.ID || got.Name != "Lovelace" {
		t.Errorf("got %v", got)
	}
}
