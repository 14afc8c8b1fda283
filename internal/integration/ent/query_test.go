package ent_test

import (
	"fmt"
	"testing"

	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/member"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/pet"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/predicate"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/schema"
)

// peopled adds three members, of whom one has nothing but a name.
func (c clubhouse) peopled(t *testing.T) {
	t.Helper()
	profile := &schema.Profile{City: "London", Sports: []string{"riding", "chess"}, Extra: map[string]any{"level": 3, "deep": map[string]any{"x": "y"}}}
	must(t, c.Member.CreateBulk(
		c.Member.Create().SetName("Ada Lovelace").SetNickname("100%").SetAge(36).SetRank(member.RankSenior).
			SetProfile(profile).SetTags([]string{"math", "it's"}).SetDues(decimal.RequireFromString("10.5")).SetJoined(moment),
		c.Member.Create().SetName("bob").SetNickname("under_score").SetAge(20).SetProfile(&schema.Profile{City: "Paris"}).
			SetDues(decimal.RequireFromString("0.25")).SetJoined(moment.AddDate(0, 0, 1)),
		c.Member.Create().SetName("Çelik").SetAge(20).SetActive(false).SetJoined(moment.AddDate(0, 0, 2)),
	).Exec(t.Context()))
}

// questions are predicates and the members that they find.
var questions = map[string]struct {
	where predicate.Member
	want  string
}{
	"equal fold":      {member.NameEqualFold("BOB"), "[bob]"},
	"contains fold":   {member.NameContainsFold("LOVE"), "[Ada Lovelace]"},
	"contains fold ç": {member.NameContainsFold("çEL"), "[Çelik]"},
	"contains %":      {member.NicknameContains("%"), "[Ada Lovelace]"},
	"prefix _":        {member.NicknameHasPrefix("under_"), "[bob]"},
	"suffix":          {member.NameHasSuffix("b"), "[bob]"},
	"in":              {member.AgeIn(20, 21), "[bob Çelik]"},
	"not in":          {member.AgeNotIn(20, 21), "[Ada Lovelace]"},
	"in nothing":      {member.AgeIn(), "[]"},
	"null":            {member.NicknameIsNil(), "[Çelik]"},
	"or":              {member.Or(member.Age(36), member.Active(false)), "[Ada Lovelace Çelik]"},
	"not":             {member.Not(member.Active(true)), "[Çelik]"},
	"enum":            {member.RankEQ(member.RankSenior), "[Ada Lovelace]"},
	"decimal":         {member.DuesGT(decimal.RequireFromString("0.2499")), "[Ada Lovelace bob]"},
	"time":            {member.JoinedGT(moment.Add(1)), "[bob Çelik]"},
	"json equal":      {document(sqljson.ValueEQ(member.FieldProfile, "London", sqljson.Path("city"))), "[Ada Lovelace]"},
	"json number":     {document(sqljson.ValueGT(member.FieldProfile, 2, sqljson.DotPath("extra.level"))), "[Ada Lovelace]"},
	"json deep":       {document(sqljson.ValueEQ(member.FieldProfile, "y", sqljson.DotPath("extra.deep.x"))), "[Ada Lovelace]"},
	"json in":         {document(sqljson.ValueIn(member.FieldProfile, []any{"Paris", "Rome"}, sqljson.Path("city"))), "[bob]"},
	"json has key":    {document(sqljson.HasKey(member.FieldProfile, sqljson.Path("extra"))), "[Ada Lovelace]"},
	"json contains":   {document(sqljson.ValueContains(member.FieldProfile, "chess", sqljson.Path("sports"))), "[Ada Lovelace]"},
	"json text":       {document(sqljson.StringHasPrefix(member.FieldProfile, "Par", sqljson.Path("city"))), "[bob]"},
	"json length":     {document(sqljson.LenEQ(member.FieldProfile, 2, sqljson.Path("sports"))), "[Ada Lovelace]"},
	"json list":       {document(sqljson.ValueContains(member.FieldTags, "it's")), "[Ada Lovelace]"},
	"raw":             {document(entsql.P(func(b *entsql.Builder) { b.Ident(member.FieldAge).WriteString(" + ").Arg(20).WriteString(" > 50") })), "[Ada Lovelace]"},
}

// document asks by what is in a document.
func document(p *entsql.Predicate) predicate.Member {
	return func(s *entsql.Selector) { s.Where(p) }
}

// predicates asks for members in each way.
func predicates(t *testing.T, c clubhouse) {
	c.peopled(t)
	for name, question := range questions {
		members, err := c.Member.Query().Where(question.where).All(t.Context())
		if got := names(members); err != nil || got != question.want {
			t.Errorf("%s: got %s, %v, want %s", name, got, err, question.want)
		}
	}
}

// order orders by columns, by nothing and by what is in a document.
func order(t *testing.T, c clubhouse) {
	c.peopled(t)
	q := c.Member.Query()
	if got := q.Clone().Order(member.ByAge(entsql.OrderDesc()), member.ByJoined()).Offset(1).FirstX(t.Context()); got.Name != "bob" {
		t.Errorf("by age and time: %v", got)
	}
	if c.IsPostgreSQL() { // MySQL has no NULLS FIRST
		if got := q.Clone().Order(member.ByNickname(entsql.OrderNullsFirst())).FirstX(t.Context()); got.Name != "Çelik" {
			t.Errorf("nulls first: %v", got)
		}
	}
	city := sqljson.OrderValueDesc(member.FieldProfile, sqljson.Path("city"))
	if got := q.Clone().Where(member.ProfileNotNil()).Order(city).FirstX(t.Context()); got.Name != "bob" {
		t.Errorf("by document: %v", got)
	}
}

// inMany asks for more values than the driver would be asked by hand.
func inMany(t *testing.T, c clubhouse) {
	ids := []uuid.UUID{c.member(t, "Ada").ID, c.member(t, "Bob").ID}
	for range 998 {
		ids = append(ids, uuid.New())
	}
	if n, err := c.Member.Query().Where(member.IDIn(ids...)).Count(t.Context()); err != nil || n != 2 {
		t.Errorf("found %d members, %v", n, err)
	}
	many := make([]int, 1000)
	for i := range many {
		many[i] = i
	}
	if n, err := c.Member.Query().Where(member.AgeIn(many...)).Count(t.Context()); err != nil || n != 2 {
		t.Errorf("found %d members, %v", n, err)
	}
}

// aggregates groups members and reads the groups into structs.
func aggregates(t *testing.T, c clubhouse) map[string]any {
	c.peopled(t)
	var groups []struct {
		Age   int     `json:"age"`
		Count int     `json:"count"`
		Dues  float64 `json:"dues"`
		Last  string  `sql:"last"`
	}
	must(t, c.Member.Query().GroupBy(member.FieldAge).Aggregate(
		club.Count(), club.As(club.Sum(member.FieldDues), "dues"), club.As(club.Max(member.FieldName), "last"),
	).Scan(t.Context(), &groups))
	sum, err := c.Member.Query().Aggregate(club.Sum(member.FieldAge)).Int(t.Context())
	must(t, err)
	mean, err := c.Member.Query().Aggregate(club.Mean(member.FieldAge)).Float64(t.Context())
	must(t, err)
	ages, err := c.Member.Query().Unique(true).Order(member.ByAge()).Select(member.FieldAge).Ints(t.Context())
	must(t, err)
	var parts []struct {
		Name string
		Rank member.Rank
	}
	must(t, c.Member.Query().Order(member.ByJoined()).Select(member.FieldName, member.FieldRank).Scan(t.Context(), &parts))
	_, empty := c.Pet.Query().Aggregate(club.Max(pet.FieldAge)).Int(t.Context())
	return map[string]any{
		"groups": len(groups), "first": fmt.Sprint(groups), "sum": sum, "mean": mean, "ages": ages, "parts": parts, "empty": fmt.Sprint(empty),
	}
}

// modify changes what Ent writes: a column that is computed, a common table
// expression, an update by an expression.
func modify(t *testing.T, c clubhouse) map[string]any {
	c.peopled(t)
	var computed []struct {
		Name string `sql:"name"`
		Next int    `sql:"next"`
	}
	must(t, c.Member.Query().Order(member.ByJoined()).Modify(func(s *entsql.Selector) {
		s.Select(s.C(member.FieldName)).AppendSelectExprAs(entsql.ExprFunc(func(b *entsql.Builder) {
			b.Ident(s.C(member.FieldAge)).WriteString(" + ").Arg(1)
		}), "next")
	}).Scan(t.Context(), &computed))
	older := c.Member.Query().Modify(func(s *entsql.Selector) {
		with := entsql.With("older").As(entsql.Select("id").From(entsql.Table(member.Table)).Where(entsql.GT("age", 30)))
		s.Prefix(with).Join(with).On(s.C("id"), with.C("id"))
	}).AllX(t.Context())
	updated := c.Member.Update().Modify(func(u *entsql.UpdateBuilder) {
		u.Set(member.FieldAge, entsql.ExprFunc(func(b *entsql.Builder) { b.Ident(member.FieldAge).WriteString(" * ").Arg(2) }))
	}).SaveX(t.Context())
	return map[string]any{"computed": computed, "older": names(older), "updated": updated}
}

// raw runs statements by the client itself.
func raw(t *testing.T, c clubhouse) {
	c.peopled(t)
	question, change := "select name from members where age > ? order by name", "update members set age = age + ?"
	if c.IsPostgreSQL() {
		question, change = "select name from members where age > $1 order by name", "update members set age = age + $1"
	}
	result, err := c.ExecContext(t.Context(), change, 1)
	must(t, err)
	if n, err := result.RowsAffected(); err != nil || n != 3 {
		t.Errorf("changed %d rows, %v", n, err)
	}
	rows, err := c.QueryContext(t.Context(), question, 30)
	must(t, err)
	var found []string
	must(t, entsql.ScanSlice(rows, &found))
	must(t, rows.Close())
	if fmt.Sprint(found) != "[Ada Lovelace]" {
		t.Errorf("got %v", found)
	}
}
