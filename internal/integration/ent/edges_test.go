package ent_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/card"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/group"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/member"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/membership"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/pet"
)

// names lists members in order.
func names(members []*club.Member) string {
	var list []string
	for _, m := range members {
		list = append(list, m.Name)
	}
	slices.Sort(list)
	return fmt.Sprint(list)
}

// oneToOne gives members one card and one partner.
func oneToOne(t *testing.T, c clubhouse) {
	ada, bob := c.member(t, "Ada"), c.member(t, "Bob")
	number := c.Card.Create().SetNumber("1").SetOwner(ada).SaveX(t.Context())
	if got := ada.QueryCard().OnlyX(t.Context()); got.ID != number.ID {
		t.Errorf("got %v", got)
	}
	if got := number.QueryOwner().OnlyX(t.Context()); got.ID != ada.ID {
		t.Errorf("got %v", got)
	}
	if err := c.Card.Create().SetNumber("2").SetOwner(ada).Exec(t.Context()); !club.IsConstraintError(err) {
		t.Errorf("a second card: %v", err)
	}
	ada.Update().SetPartner(bob).ExecX(t.Context())
	if got := bob.QueryPartner().OnlyX(t.Context()); got.ID != ada.ID {
		t.Errorf("got %v", got)
	}
	bob.Update().ClearPartner().ExecX(t.Context())
	if ada.QueryPartner().ExistX(t.Context()) {
		t.Error("still has a partner")
	}
	c.Member.DeleteOne(ada).ExecX(t.Context())
	if c.Card.Query().ExistX(t.Context()) {
		t.Error("the card has not gone with its owner")
	}
}

// oneToMany gives members pets, and pupils of their own kind.
func oneToMany(t *testing.T, c clubhouse) {
	pets := c.Pet.CreateBulk(c.pets(0, 3)...).SaveX(t.Context())
	ada := c.Member.Create().SetName("Ada").AddPets(pets[:2]...).SaveX(t.Context())
	bob := c.Member.Create().SetName("Bob").AddPetIDs(pets[2].ID).SetCoach(ada).SaveX(t.Context())
	if n := ada.QueryPets().CountX(t.Context()); n != 2 {
		t.Errorf("%d pets", n)
	}
	if got := c.Member.Query().Where(member.HasPetsWith(pet.AgeGT(1))).OnlyX(t.Context()); got.ID != bob.ID {
		t.Errorf("got %v", got)
	}
	if got := names(ada.QueryPupils().AllX(t.Context())); got != "[Bob]" {
		t.Errorf("got %v", got)
	}
	if got := c.Member.Query().Where(member.Not(member.HasCoach())).OnlyX(t.Context()); got.ID != ada.ID {
		t.Errorf("got %v", got)
	}
	if err := ada.Update().RemovePets(pets[0]).AddPets(pets[2]).Exec(t.Context()); !club.IsConstraintError(err) {
		t.Errorf("a second owner: %v", err)
	}
	if n := ada.QueryPets().CountX(t.Context()); n != 2 {
		t.Errorf("%d pets after an update that has failed", n)
	}
	ada.Update().RemovePets(pets[0]).ExecX(t.Context())
	bob.Update().AddPets(pets[0]).ExecX(t.Context())
	ada.Update().ClearPets().ExecX(t.Context())
	if n := c.Pet.Query().Where(pet.HasOwner()).CountX(t.Context()); n != 2 {
		t.Errorf("%d pets have owners", n)
	}
}

// manyToMany makes friends, and members of groups by an edge with fields.
func manyToMany(t *testing.T, c clubhouse) {
	ada, bob, cleo := c.member(t, "Ada"), c.member(t, "Bob"), c.member(t, "Cleo")
	ada.Update().AddFriends(bob, cleo).ExecX(t.Context())
	if got := names(bob.QueryFriends().AllX(t.Context())); got != "[Ada]" {
		t.Errorf("got %v", got)
	}
	if got := names(ada.QueryFriends().QueryFriends().AllX(t.Context())); got != "[Ada]" {
		t.Errorf("got %v", got)
	}
	ada.Update().RemoveFriends(bob).ExecX(t.Context())
	if got := names(c.Member.Query().Where(member.HasFriends()).AllX(t.Context())); got != "[Ada Cleo]" {
		t.Errorf("got %v", got)
	}

	chess := c.Group.Create().SetName("chess").AddMembers(ada, bob).SaveX(t.Context())
	c.Membership.Create().SetMember(cleo).SetGroup(chess).SetRole("captain").SetSince(moment).ExecX(t.Context())
	if got := names(chess.QueryMembers().AllX(t.Context())); got != "[Ada Bob Cleo]" {
		t.Errorf("got %v", got)
	}
	captain := chess.QueryMemberships().Where(membership.Role("captain")).QueryMember().OnlyX(t.Context())
	if captain.ID != cleo.ID {
		t.Errorf("got %v", captain)
	}
	if err := c.Membership.Create().SetMember(cleo).SetGroup(chess).Exec(t.Context()); !club.IsConstraintError(err) {
		t.Errorf("twice in a group: %v", err)
	}
	cleo.Update().RemoveGroups(chess).ExecX(t.Context())
	if n := c.Membership.Query().CountX(t.Context()); n != 2 {
		t.Errorf("%d memberships", n)
	}
}

// eagerLoading loads edges with their nodes, some of them filtered and ordered.
func eagerLoading(t *testing.T, c clubhouse) {
	pets := c.Pet.CreateBulk(c.pets(0, 4)...).SaveX(t.Context())
	ada := c.Member.Create().SetName("Ada").AddPets(pets...).SaveX(t.Context())
	bob := c.Member.Create().SetName("Bob").AddFriends(ada).SetCoach(ada).SaveX(t.Context())
	c.Card.Create().SetNumber("1").SetOwner(ada).ExecX(t.Context())
	c.Group.Create().SetName("chess").AddMembers(ada, bob).ExecX(t.Context())

	all := c.Member.Query().Order(member.ByName()).
		WithCard().WithFriends().WithCoach().WithPupils().WithMemberships().
		WithPets(func(q *club.PetQuery) { q.Where(pet.AgeGT(0)).Order(pet.ByAge()).Limit(2) }).
		WithGroups(func(q *club.GroupQuery) { q.WithMembers() }).AllX(t.Context())
	first, second := all[0].Edges, all[1].Edges
	if first.Card.Number != "1" || names(first.Friends) != "[Bob]" || names(first.Pupils) != "[Bob]" || len(first.Memberships) != 1 {
		t.Errorf("got %+v", first)
	}
	if len(first.Pets) != 2 || first.Pets[0].Age != 1 || first.Pets[1].Age != 2 {
		t.Errorf("got the pets %v", first.Pets)
	}
	if second.Coach.ID != ada.ID || second.Card != nil || len(second.Groups) != 1 || names(second.Groups[0].Edges.Members) != "[Ada Bob]" {
		t.Errorf("got %+v", second)
	}
	if _, err := second.CardOrErr(); !club.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

// edgeOrder orders members by what is at the ends of their edges.
func edgeOrder(t *testing.T, c clubhouse) {
	pets := c.Pet.CreateBulk(c.pets(0, 3)...).SaveX(t.Context())
	c.Member.Create().SetName("Ada").AddPets(pets[0]).ExecX(t.Context())
	c.Member.Create().SetName("Bob").AddPets(pets[1:]...).ExecX(t.Context())
	if got := c.Member.Query().Order(member.ByPetsCount()).FirstX(t.Context()); got.Name != "Ada" {
		t.Errorf("got %v", got)
	}
	if got := c.Pet.Query().Order(pet.ByOwnerField(member.FieldName), pet.ByAge()).AllX(t.Context()); got[2].Age != 2 {
		t.Errorf("got %v", got)
	}
	if c.Card.Query().Where(card.HasOwnerWith(member.HasGroupsWith(group.Name("chess")))).ExistX(t.Context()) {
		t.Error("found a card that is not there")
	}
}
