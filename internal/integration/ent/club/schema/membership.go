package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// Membership is the edge between members and groups, with fields of its own.
type Membership struct{ ent.Schema }

// Fields of a membership.
func (Membership) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("member_id", uuid.UUID{}),
		field.Int("group_id"),
		field.String("role").Default("player"),
		field.Time("since").Default(time.Now),
	}
}

// Edges of a membership.
func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("member", Member.Type).Unique().Required().Field("member_id"),
		edge.To("group", Group.Type).Unique().Required().Field("group_id"),
	}
}

// Indexes of memberships: one of each member in each group.
func (Membership) Indexes() []ent.Index {
	return []ent.Index{index.Fields("member_id", "group_id").Unique()}
}
