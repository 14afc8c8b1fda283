package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Card is the one of a member.
type Card struct{ ent.Schema }

// Fields of a card.
func (Card) Fields() []ent.Field {
	return []ent.Field{
		field.String("number").Unique().MaxLen(20),
		field.Float("balance").Default(0),
	}
}

// Edges of a card.
func (Card) Edges() []ent.Edge {
	return []ent.Edge{edge.From("owner", Member.Type).Ref("card").Unique().Required()}
}
