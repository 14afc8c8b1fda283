package schema

import (
	"encoding/json"
	"math/big"
	"net/url"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/schema/field"
	"github.com/lib/pq"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/custom"
)

// Sample has a field of each type.
type Sample struct{ ent.Schema }

// column names the type of a column in each dialect.
func column(postgres, mysql string) map[string]string {
	return map[string]string{dialect.Postgres: postgres, dialect.MySQL: mysql}
}

// Fields of a sample.
func (Sample) Fields() []ent.Field {
	return append(numbers(), append(texts(), others()...)...)
}

func numbers() []ent.Field {
	return []ent.Field{
		field.Int8("int8").Optional(),
		field.Int64("int64").Optional().Nillable(),
		field.Uint8("uint8").Optional(),
		field.Uint64("uint64").Optional(),
		field.Float32("float32").Optional(),
		field.Float("float64").Optional().Nillable(),
		field.Bool("truth").Optional().Nillable(),
		field.String("huge").GoType(&big.Int{}).Optional().Nillable().
			SchemaType(column("numeric(60,0)", "decimal(60,0)")).ValueScanner(field.TextValueScanner[*big.Int]{}),
	}
}

func texts() []ent.Field {
	return []ent.Field{
		field.String("line").Optional().Nillable(),
		field.Text("page").Optional(),
		field.String("fixed").Optional().SchemaType(column("char(5)", "char(5)")),
		field.Bytes("octets").Optional().Nillable(),
		field.Enum("color").Values("red", "green", "blue").Optional().Nillable(),
		field.Enum("level").GoType(custom.Level("")).Default(string(custom.Low)),
		field.String("link").GoType(&url.URL{}).Optional().ValueScanner(field.BinaryValueScanner[*url.URL]{}),
		field.String("address").GoType(&custom.Address{}).Optional().
			SchemaType(column("inet", "varchar(50)")),
	}
}

func others() []ent.Field {
	return []ent.Field{
		field.Time("moment").Optional().Nillable(),
		field.Time("day").Optional().Nillable().SchemaType(column("date", "date")),
		field.Time("second").Default(time.Now).SchemaType(column("timestamptz(0)", "datetime")),
		field.Time("micro").Optional().Nillable().SchemaType(column("timestamp", "datetime(6)")),
		field.Int64("span").GoType(time.Duration(0)).Optional(),
		field.JSON("raw", json.RawMessage{}).Optional(),
		field.JSON("map", map[string]any{}).Optional(),
		field.JSON("ints", []int{}).Optional(),
		field.Strings("strings").Optional(),
		field.Any("anything").Optional(),
		field.Other("words", pq.StringArray{}).Optional().SchemaType(column("text[]", "text")),
		field.Other("counts", pq.Int64Array{}).Optional().SchemaType(column("bigint[]", "text")),
		field.Other("ratios", pq.Float64Array{}).Optional().SchemaType(column("double precision[]", "text")),
		field.Other("moments", &custom.Times{}).Optional().SchemaType(column("timestamptz[]", "text")),
		field.UUID("external", custom.UUID{}).Optional().Nillable(),
	}
}
