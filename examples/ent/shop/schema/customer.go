package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"
)

// Address is where a customer's orders go: one JSON document in the database.
type Address struct {
	Street string `json:"street"`
	City   string `json:"city"`
}

// Customer is who orders.
type Customer struct{ ent.Schema }

// Fields of a customer. The id is made by the program, so that an insert need not
// ask for it.
func (Customer) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Default(uuid.New),
		field.String("email").Unique(),
		field.Enum("plan").Values("free", "paid").Default("free"),
		field.JSON("address", Address{}).Optional(),
		field.Time("joined").Default(time.Now).Immutable(),
	}
}

// Edges of a customer.
func (Customer) Edges() []ent.Edge {
	return []ent.Edge{edge.To("orders", Order.Type)}
}
