package gorm_test

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/lib/pq"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/auroradataapi/auroradataapi"
)

// tags is a type with a text of its own in the database.
type tags []string

func (g tags) Value() (driver.Value, error) {
	if len(g) == 1 && g[0] == "invalid" {
		return nil, errors.New("a tag that is invalid")
	}
	return strings.Join(g, "|"), nil
}

func (g *tags) Scan(value any) error {
	switch v := value.(type) {
	case string:
		*g = strings.Split(v, "|")
	case []byte:
		*g = strings.Split(string(v), "|")
	default:
		return fmt.Errorf("got a %T", value)
	}
	return nil
}

// secret is written by an expression.
type secret string

func (secret) GormDataType() string { return "varchar(40)" }

func (v secret) GormValue(context.Context, *gorm.DB) clause.Expr {
	return clause.Expr{SQL: "md5(?)", Vars: []any{string(v)}}
}

type sealed struct {
	ID     uint
	Secret secret
}

type (
	level  int8
	colour string
)

type custom struct {
	ID      uint
	Tags    tags `gorm:"type:varchar(100)"`
	Level   level
	Colour  colour            `gorm:"type:varchar(10)"`
	Options map[string]string `gorm:"serializer:json"`
	Nothing *tags             `gorm:"type:varchar(100)"`
}

// TestCustomTypes has Valuer, Scanner, serializers and named types go down and up.
func TestCustomTypes(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &custom{})
		want := custom{Tags: tags{"a", "b"}, Level: -3, Colour: "red", Options: map[string]string{"k": "v"}}
		check(t, s.Create(&want).Error)
		var got custom
		check(t, s.Where("tags = ? AND level = ? AND colour IN ?", want.Tags, want.Level, []colour{"red", "blue"}).First(&got).Error)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		s.migrate(t, &sealed{})
		check(t, s.Create(&sealed{Secret: "a"}).Error)
		check(t, s.Take(&sealed{}, "secret = ?", "0cc175b9c0f1b6a831c399e269772661").Error)
		check(t, s.Model(&sealed{}).Where("secret = ?", secret("a")).Update("secret", secret("b")).Error)
		if err := s.Create(&custom{Tags: tags{"invalid"}}).Error; err == nil || !strings.Contains(err.Error(), "a tag that is invalid") {
			t.Errorf("got %v", err)
		}
	})
}

// rich has the types that PostgreSQL alone has.
type rich struct {
	ID       uuid.UUID       `gorm:"type:uuid;primaryKey;default:gen_random_uuid()"`
	Owner    uuid.UUID       `gorm:"type:uuid"`
	Texts    pq.StringArray  `gorm:"type:text[]"`
	Numbers  pq.Int64Array   `gorm:"type:bigint[]"`
	Document json.RawMessage `gorm:"type:jsonb"`
	State    string          `gorm:"type:state;default:new"`
	Address  string          `gorm:"type:inet;default:null"`
	Span     string          `gorm:"type:int4range;default:null"`
	Length   string          `gorm:"type:interval;default:null"`
	Amount   string          `gorm:"type:numeric(20,5);default:null"`
}

// TestPostgreSQLTypes has uuid, arrays, jsonb, enums and others.
func TestPostgreSQLTypes(t *testing.T) {
	runOn(t, auroradataapi.EnginePostgreSQL, []way{native, ours}, func(t *testing.T, s subject) {
		check(t, s.Exec("CREATE TYPE state AS ENUM ('new', 'old')").Error)
		s.migrate(t, &rich{})
		before := len(s.recorder.changes())
		s.migrate(t, &rich{})
		for _, change := range s.recorder.changes()[before:] {
			s.recorder.note(change) // numeric(20,5), natively too
		}
		want := rich{
			Owner: uuid.New(), Texts: pq.StringArray{"a,b", `"c"`, "NULL"}, Numbers: pq.Int64Array{1, -2},
			Document: json.RawMessage(`{"a":[1,":b"]}`), State: "old", Address: "10.0.0.1", Span: "[1,5)", Length: "1 day 02:00:00", Amount: "1.50000",
		}
		check(t, s.Create(&want).Error)
		var got rich
		check(t, s.Where("owner = ? AND ? = ANY(texts) AND document @> ?", want.Owner, "a,b", `{"a": [1]}`).Take(&got).Error)
		got.Document = json.RawMessage(strings.ReplaceAll(string(got.Document), " ", "")) // which the service leaves out
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		check(t, s.Model(&got).Updates(map[string]any{"texts": pq.StringArray{"z"}, "span": "[2,3)", "state": "new"}).Error)
		var empty, found rich
		check(t, s.Create(&empty).Error)
		check(t, s.Take(&found, "id = ?", empty.ID).Error)
	})
}

// part has a key of several columns.
type part struct {
	Maker string  `gorm:"primaryKey;size:20"`
	Model int     `gorm:"primaryKey;autoIncrement:false"`
	Name  string  `gorm:"size:20"`
	Spare []spare `gorm:"foreignKey:Maker,Model;references:Maker,Model"`
}

type spare struct {
	ID    uint
	Maker string `gorm:"size:20"`
	Model int
	Name  string
}

// TestCompositeKeys finds, saves, preloads and deletes by keys of several columns.
func TestCompositeKeys(t *testing.T) {
	run(t, func(t *testing.T, s subject) {
		s.migrate(t, &part{}, &spare{})
		parts := []part{{Maker: "x", Model: 1, Name: "a", Spare: []spare{{Name: "s"}}}, {Maker: "x", Model: 2, Name: "b"}, {Maker: "y", Model: 1, Name: "c"}}
		check(t, s.Create(&parts).Error)
		parts[1].Name = "changed"
		check(t, s.Save(&parts).Error)
		var got []part
		check(t, s.Preload("Spare").Order("maker, model").Find(&got).Error)
		if !reflect.DeepEqual(got[0].Spare, parts[0].Spare) || got[1].Name != "changed" || len(got) != 3 {
			t.Errorf("got %+v", got)
		}
		rest := parts[1:]
		check(t, s.Delete(&rest).Error)
		var left int64
		check(t, s.Model(&part{}).Count(&left).Error)
		if left != 1 {
			t.Errorf("%d rows, want 1", left)
		}
	})
}
