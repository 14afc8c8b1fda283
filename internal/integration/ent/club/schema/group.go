package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Group has members through memberships.
type Group struct{ ent.Schema }

// Fields of a group.
func (Group) Fields() []ent.Field {
	return []ent.Field{field.String("name").Unique().MaxLen(100)}
}

// Edges of a group.
func (Group) Edges() []ent.Edge {
	return []ent.Edge{edge.From("members", Member.Type).Ref("groups").Through("memberships", Membership.Type)}
}
