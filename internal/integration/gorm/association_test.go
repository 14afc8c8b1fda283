package gorm_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/utils/tests"
)

// userTables are what a user of GORM's own tests is made of.
var userTables = []any{&tests.Company{}, &tests.Language{}, &tests.User{}, &tests.Account{}, &tests.Pet{}, &tests.Toy{}, &tests.Tools{}}

// user is one with something of each kind of association.
func user(name string) tests.User {
	return tests.User{
		Name: name, Age: 18, Birthday: pointer(moment), Active: true,
		Account:   tests.Account{Number: name + "_account"},
		Pets:      []*tests.Pet{{Name: name + "_pet_1", Toy: tests.Toy{Name: name + "_pet_toy"}}, {Name: name + "_pet_2"}},
		NamedPet:  &tests.Pet{Name: name + "_named"},
		Toys:      []tests.Toy{{Name: name + "_toy_1"}, {Name: name + "_toy_2"}},
		Tools:     []tests.Tools{{Name: name + "_tool"}},
		Company:   tests.Company{Name: name + "_company"},
		Manager:   &tests.User{Name: name + "_manager"},
		Team:      []tests.User{{Name: name + "_team_1"}, {Name: name + "_team_2"}},
		Languages: []tests.Language{{Code: name + "_en", Name: name + "_English"}, {Code: name + "_de", Name: name + "_Deutsch"}},
		Friends:   []*tests.User{{Name: name + "_friend"}},
	}
}

// TestAssociations saves, preloads, joins and changes associations of each kind.
func TestAssociations(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, userTables...)
		u := user("ada")
		check(t, s.Create(&u).Error)
		steps := []struct {
			name string
			do   func(t *testing.T, s subject, id uint)
		}{
			{name: "Preload", do: preload},
			{name: "PreloadConditions", do: preloadConditions},
			{name: "Joins", do: joins},
			{name: "Mode", do: associationMode},
			{name: "Many2Many", do: manyToMany},
			{name: "FullSave", do: fullSave},
			{name: "Select", do: deleteSelected},
		}
		for _, step := range steps {
			t.Run(step.name, func(t *testing.T) { step.do(t, s, u.ID) })
		}
	})
}

func preload(t *testing.T, s subject, id uint) {
	var got tests.User
	check(t, s.Preload(clause.Associations).Preload("Pets.Toy").First(&got, id).Error)
	want := user("ada")
	slices.SortFunc(got.Pets, func(a, b *tests.Pet) int { return strings.Compare(a.Name, b.Name) })
	texts := []struct{ name, got, want string }{
		{name: "has one", got: got.Account.Number, want: want.Account.Number},
		{name: "has many", got: got.Pets[2].Name, want: want.Pets[1].Name},
		{name: "nested", got: got.Pets[1].Toy.Name, want: want.Pets[0].Toy.Name},
		{name: "belongs to", got: got.Company.Name, want: want.Company.Name},
		{name: "belongs to itself", got: got.Manager.Name, want: want.Manager.Name},
		{name: "polymorphic", got: fmt.Sprint(len(got.Toys)), want: "2"},
		{name: "polymorphic, named", got: got.Tools[0].Name, want: want.Tools[0].Name},
		{name: "has many of itself", got: fmt.Sprint(len(got.Team)), want: "2"},
		{name: "many to many", got: fmt.Sprint(len(got.Languages)), want: "2"},
		{name: "many to many of itself", got: got.Friends[0].Name, want: want.Friends[0].Name},
	}
	for _, text := range texts {
		if text.got != text.want {
			t.Errorf("%s: got %q, want %q", text.name, text.got, text.want)
		}
	}
}

func preloadConditions(t *testing.T, s subject, id uint) {
	var got tests.User
	check(t, s.Preload("Pets", "name = ?", "ada_pet_2").Preload("Toys", func(tx *gorm.DB) *gorm.DB { return tx.Order("name DESC").Limit(1) }).
		Preload("Manager.Company").First(&got, id).Error)
	if len(got.Pets) != 1 || len(got.Toys) != 1 || got.Toys[0].Name != "ada_toy_2" {
		t.Errorf("got %d pets, toys %v", len(got.Pets), got.Toys)
	}
}

func joins(t *testing.T, s subject, id uint) {
	var got tests.User
	check(t, s.Joins("Company").Joins("Manager").Joins("Account", s.Where(&tests.Account{Number: "ada_account"})).First(&got, "users.id = ?", id).Error)
	if got.Company.Name != "ada_company" || got.Manager.Name != "ada_manager" || got.Account.Number != "ada_account" {
		t.Errorf("got %+v", got)
	}
	var names []string
	check(t, s.Table("users").InnerJoins("JOIN pets ON pets.user_id = users.id AND pets.deleted_at IS NULL").Where("users.id = ?", id).
		Order("pets.name").Pluck("pets.name", &names).Error)
	if want := []string{"ada_named", "ada_pet_1", "ada_pet_2"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func associationMode(t *testing.T, s subject, id uint) {
	owner := tests.User{Model: gorm.Model{ID: id}}
	pets := func() *gorm.Association { return s.Model(&owner).Association("Pets") }
	check(t, pets().Append(&tests.Pet{Name: "appended"}))
	if n := pets().Count(); n != 4 {
		t.Errorf("%d pets, want 4", n)
	}
	var found []tests.Pet
	check(t, pets().Find(&found, "name = ?", "appended"))
	check(t, pets().Delete(&found))
	check(t, pets().Replace(&tests.Pet{Name: "only"}))
	if n := pets().Count(); n != 1 {
		t.Errorf("%d pets, want 1", n)
	}
	check(t, pets().Clear())
	check(t, s.Model(&owner).Association("Company").Replace(&tests.Company{Name: "other"}))
	var company tests.Company
	check(t, s.Model(&owner).Association("Company").Find(&company))
	if company.Name != "other" {
		t.Errorf("got %+v", company)
	}
	toys := []tests.User{{Model: gorm.Model{ID: id}}}
	check(t, s.Model(&toys).Association("Toys").Append(&tests.Toy{Name: "bulk"}))
	if n := s.Model(&owner).Association("Toys").Count(); n != 3 {
		t.Errorf("%d toys, want 3", n)
	}
}

func manyToMany(t *testing.T, s subject, id uint) {
	owner := tests.User{Model: gorm.Model{ID: id}}
	languages := func() *gorm.Association { return s.Model(&owner).Association("Languages") }
	check(t, languages().Append([]tests.Language{{Code: "fr", Name: "Français"}, {Code: "ada_en"}})) // the second is there
	if n := languages().Count(); n != 3 {
		t.Errorf("%d languages, want 3", n)
	}
	check(t, languages().Delete(&tests.Language{Code: "fr"}))
	check(t, languages().Unscoped().Clear())
	var left int64
	check(t, s.Table("user_speaks").Count(&left).Error)
	if n := languages().Count(); n != 0 || left != 0 {
		t.Errorf("%d languages, %d rows between", n, left)
	}
}

func fullSave(t *testing.T, s subject, id uint) {
	var got tests.User
	check(t, s.Preload("Account").Preload("Manager").First(&got, id).Error)
	got.Account.Number, got.Manager.Name = "changed", "changed"
	check(t, s.Save(&got).Error) // leaves what is there as it is
	check(t, s.Omit(clause.Associations).Save(&got).Error)
	var account tests.Account
	check(t, s.First(&account, "user_id = ?", id).Error)
	if account.Number != "ada_account" {
		t.Errorf("got %q", account.Number)
	}
	check(t, s.Session(&gorm.Session{FullSaveAssociations: true}).Updates(&got).Error)
	check(t, s.First(&account, account.ID).Error)
	if account.Number != "changed" {
		t.Errorf("got %q", account.Number)
	}
}

func deleteSelected(t *testing.T, s subject, id uint) {
	check(t, s.Select("Account", "Toys", "Friends").Delete(&tests.User{Model: gorm.Model{ID: id}}).Error)
	var accounts, users int64
	check(t, s.Model(&tests.Account{}).Where("user_id = ?", id).Count(&accounts).Error)
	check(t, s.Unscoped().Model(&tests.User{}).Where("id = ?", id).Count(&users).Error)
	if accounts != 0 || users != 1 {
		t.Errorf("%d accounts and %d deleted users, want 0 and 1", accounts, users)
	}
}
