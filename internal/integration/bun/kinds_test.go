package bun_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/auroradataapi/auroradataapi"
)

// kinds has a field of each kind that both engines have.
type kinds struct {
	bun.BaseModel `bun:"table:kinds"`

	ID       int64 `bun:",pk,autoincrement"`
	Flag     bool
	Tiny     int8
	Small    int16
	Unsigned uint32
	Single   float32
	Double   float64
	Text     string
	Octets   []byte
	At       time.Time
	Missing  bun.NullTime
	Nullable sql.NullString
	Pointer  *int32
	Zero     int               `bun:",nullzero"`
	Fallback string            `bun:",nullzero,notnull,default:'none'"`
	Key      uuid.UUID         `bun:"type:varchar(36)"`
	Map      map[string]string `bun:"type:json"`
	Struct   point             `bun:"type:json"`
	Raw      json.RawMessage   `bun:"type:json"`
	List     []int             `bun:"type:json"`
	Home     address           `bun:"embed:home_"`
	Colour   colour            `bun:"type:varchar(20)"`
	Skipped  string            `bun:"-"`
}

type point struct{ X, Y int }

type address struct{ Street, City string }

// colour is a type with ways of its own into the database and out of it.
type colour struct{ red, green, blue uint8 }

func (c colour) Value() (driver.Value, error) {
	return fmt.Sprintf("#%02x%02x%02x", c.red, c.green, c.blue), nil
}

func (c *colour) Scan(src any) error {
	_, err := fmt.Sscanf(asText(src), "#%02x%02x%02x", &c.red, &c.green, &c.blue)
	return err
}

func asText(src any) string {
	if octets, ok := src.([]byte); ok {
		return string(octets)
	}
	return fmt.Sprint(src)
}

func aKind() *kinds {
	seven := int32(7)
	return &kinds{
		Flag: true, Tiny: -8, Small: -16000, Unsigned: 2_000_000_000, Single: 1.5, Double: 1e-9,
		Text: "naïve 😀", Octets: []byte{0, 1, 0xff, '\'', '\\', ':'},
		At:       time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC),
		Nullable: sql.NullString{String: "there", Valid: true}, Pointer: &seven,
		Key: uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
		Map: map[string]string{"a:b": `"c"\`}, Struct: point{1, 2}, Raw: json.RawMessage(`{"n":1}`), List: []int{1, 2},
		Home: address{"1 Main St", "O'Fallon"}, Colour: colour{1, 2, 255},
	}
}

// TestKinds has each kind of field written and read.
func TestKinds(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		d.create(t, (*kinds)(nil))
		want, empty := aKind(), new(kinds)
		d.insert(t, want)
		d.insert(t, empty)
		equal(t, []int64{want.ID, empty.ID}, []int64{1, 2})

		got := []*kinds{{ID: 1}, {ID: 2}}
		for _, k := range got {
			must(t, d.bun.NewSelect().Model(k).WherePK().Scan(t.Context()))
			k.At = k.At.UTC()
			k.Raw = json.RawMessage(strings.ReplaceAll(string(k.Raw), " ", ""))
		}
		want.Fallback, empty.Fallback = "none", "none"
		equal(t, got[0], want)
		equal(t, got[1].At.IsZero(), true)
		got[1].At = time.Time{}
		got[1].Octets, empty.Octets = nil, nil
		got[1].Raw, empty.Raw = nil, nil
		equal(t, got[1], empty)
	})
}

// TestCreateTwice has IF NOT EXISTS, DROP and what the errors say without.
func TestCreateTwice(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*kinds)(nil))
		_, err := d.bun.NewCreateTable().Model((*kinds)(nil)).Exec(ctx)
		if err == nil || !strings.Contains(err.Error(), "already exists") {
			t.Errorf("got %v", err)
		}
		_, err = d.bun.NewCreateTable().Model((*kinds)(nil)).IfNotExists().Exec(ctx)
		must(t, err)
		_, err = d.bun.NewCreateIndex().Model((*kinds)(nil)).Index("kinds_tiny").Column("tiny", "small").Exec(ctx)
		must(t, err)
		_, err = d.bun.NewAddColumn().Model((*kinds)(nil)).ColumnExpr("added int").Exec(ctx)
		must(t, err)
		_, err = d.bun.NewDropColumn().Model((*kinds)(nil)).Column("added").Exec(ctx)
		must(t, err)
		must(t, d.bun.ResetModel(ctx, (*kinds)(nil)))
		_, err = d.bun.NewTruncateTable().Model((*kinds)(nil)).Exec(ctx)
		must(t, err)
		_, err = d.bun.NewDropTable().Model((*kinds)(nil)).IfExists().Exec(ctx)
		must(t, err)
	})
}

// postgreSQLKinds has the kinds that only PostgreSQL has.
type postgreSQLKinds struct {
	bun.BaseModel `bun:"table:pg_kinds"`

	ID       uuid.UUID         `bun:"type:uuid,pk,default:gen_random_uuid()"`
	Texts    []string          `bun:",array"`
	Keys     []uuid.UUID       `bun:"type:uuid[],array"`
	Numbers  []float64         `bun:",array"`
	Times    []time.Time       `bun:"type:timestamptz[],array"`
	Flags    []bool            `bun:",array"`
	None     []string          `bun:",array"`
	Attrs    map[string]string `bun:",hstore"`
	Document map[string]any    `bun:"type:jsonb"`
	Network  net.IPNet         `bun:"type:inet"`
	Price    string            `bun:"type:numeric(20,10)"`
	Wait     string            `bun:"type:interval"`
	Mood     string            `bun:"type:mood"`
	Spot     spot              `bun:"type:spot"`
	Micro    time.Time         `bun:"type:timestamptz"`
	Day      time.Time         `bun:"type:date"`
}

// spot is a composite type.
type spot struct {
	name string
	x, y int
}

func (s spot) Value() (driver.Value, error) { return fmt.Sprintf("(%s,%d,%d)", s.name, s.x, s.y), nil }

func (s *spot) Scan(src any) error {
	fields := strings.Split(strings.Trim(asText(src), "()"), ",")
	if len(fields) != 3 {
		return fmt.Errorf("no spot: %v", src)
	}
	s.name = fields[0]
	_, err := fmt.Sscan(fields[1]+" "+fields[2], &s.x, &s.y)
	return err
}

func aPostgreSQLKind() *postgreSQLKinds {
	at := time.Date(2024, 2, 29, 13, 14, 15, 123456000, time.UTC)
	return &postgreSQLKinds{
		Texts:   []string{"plain", `quoted "x", \ and {braces}`, "", "O'Hara", ":name", "?", "NULL"},
		Keys:    []uuid.UUID{uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), {}},
		Numbers: []float64{1.5, -2}, Times: []time.Time{at}, Flags: []bool{true, false},
		Attrs:    map[string]string{"a": "1", "b => c": `"quoted" :x, \ O'Hara`},
		Document: map[string]any{"n": 1.0, "list": []any{"a", nil}, "colon:": `back\slash`},
		Network:  net.IPNet{IP: net.IPv4(192, 0, 2, 0).To4(), Mask: net.CIDRMask(24, 32)},
		Price:    "1234567890.0123456789", Wait: "01:02:03", Mood: "so:so", Spot: spot{"here", 3, -4},
		Micro: at, Day: time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
	}
}

func TestPostgreSQLKinds(t *testing.T) {
	runOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d database) {
		ctx := t.Context()
		_, err := d.bun.Exec("create extension hstore; create type mood as enum ('happy', 'so:so'); create type spot as (name text, x int, y int)")
		must(t, err)
		d.create(t, (*postgreSQLKinds)(nil))
		want := aPostgreSQLKind()
		_, err = d.bun.NewInsert().Model(want).Returning("*").Exec(ctx)
		must(t, err)
		if want.ID == (uuid.UUID{}) {
			t.Error("no key was generated")
		}
		got := new(postgreSQLKinds)
		must(t, d.bun.NewSelect().Model(got).Where("id = ?", want.ID).Scan(ctx))
		equal(t, inUTC(got), inUTC(want))
		equal(t, got.Micro, aPostgreSQLKind().Micro)
		equal(t, got.Texts, aPostgreSQLKind().Texts)
		equal(t, got.Attrs, aPostgreSQLKind().Attrs)
		equal(t, got.Price, aPostgreSQLKind().Price)
	})
}

func inUTC(k *postgreSQLKinds) *postgreSQLKinds {
	k.Micro, k.Day = k.Micro.UTC(), k.Day.UTC()
	for i := range k.Times {
		k.Times[i] = k.Times[i].UTC()
	}
	return k
}
