// Package schema says what the shop stores; ent generates the package shop from it.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Product is what can be ordered.
type Product struct{ ent.Schema }

// Fields of a product.
func (Product) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").Unique(),
		field.Int("stock").NonNegative(),
	}
}

// Edges of a product.
func (Product) Edges() []ent.Edge {
	return []ent.Edge{edge.From("orders", Order.Type).Ref("products")}
}
