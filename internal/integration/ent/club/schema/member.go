// Package schema says what the tests store: every kind of field and edge that Ent
// knows, in six entities.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	entschema "entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// Profile is a document.
type Profile struct {
	City   string         `json:"city,omitempty"`
	Sports []string       `json:"sports,omitempty"`
	Extra  map[string]any `json:"extra,omitempty"`
}

// Member has an id of the program's, and is at the end of most edges.
type Member struct{ ent.Schema }

// Fields of a member.
func (Member) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Default(uuid.New).Immutable(),
		field.String("name").NotEmpty().MaxLen(100),
		field.String("nickname").Optional().Nillable().Unique().MaxLen(100),
		field.Int("age").Default(0),
		field.Enum("rank").Values("junior", "senior", "honorary").Default("junior"),
		field.JSON("profile", &Profile{}).Optional(),
		field.JSON("tags", []string{}).Optional(),
		field.Other("dues", decimal.Decimal{}).
			SchemaType(map[string]string{"postgres": "numeric(12,4)", "mysql": "decimal(12,4)"}).
			Default(decimal.Zero),
		field.Bytes("photo").Optional(),
		field.Bool("active").Default(true),
		field.Time("joined").Default(time.Now).Immutable(),
		field.Time("seen").Optional().Nillable(),
	}
}

// Edges of a member.
func (Member) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("card", Card.Type).Unique().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("pets", Pet.Type),
		edge.To("friends", Member.Type),
		edge.To("partner", Member.Type).Unique(),
		edge.To("pupils", Member.Type).From("coach").Unique(),
		edge.To("groups", Group.Type).Through("memberships", Membership.Type),
	}
}

// Indexes of members.
func (Member) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name", "age")}
}

// Annotations of members: a check by the database.
func (Member) Annotations() []entschema.Annotation {
	return []entschema.Annotation{entsql.Checks(map[string]string{"member_age": "age >= 0"})}
}
