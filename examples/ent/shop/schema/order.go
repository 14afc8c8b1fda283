package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Order is what a customer has ordered at one time.
type Order struct{ ent.Schema }

// Fields of an order. The database counts the ids.
func (Order) Fields() []ent.Field {
	return []ent.Field{
		field.Time("placed").Default(time.Now),
		field.Enum("state").Values("open", "sent").Default("open"),
	}
}

// Edges of an order.
func (Order) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("customer", Customer.Type).Ref("orders").Unique().Required(),
		edge.To("products", Product.Type),
	}
}
