package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Pet may have an owner.
type Pet struct{ ent.Schema }

// Fields of a pet.
func (Pet) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").Unique().MaxLen(100),
		field.Int("age").Default(0),
		field.String("kind").Default("cat"),
	}
}

// Edges of a pet.
func (Pet) Edges() []ent.Edge {
	return []ent.Edge{edge.From("owner", Member.Type).Ref("pets").Unique()}
}
