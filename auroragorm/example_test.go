package auroragorm_test

import (
	"database/sql"
	"errors"
	"log"

	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroragorm"
)

type account struct {
	ID    uint
	Email string `gorm:"uniqueIndex"`
}

func Example() {
	db, err := gorm.Open(auroragorm.Open("postgresql+auroradataapi://:@/shop"), &gorm.Config{
		SkipDefaultTransaction: true, // a write is one call, and not three
		TranslateError:         true,
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := db.AutoMigrate(&account{}); err != nil {
		log.Fatal(err)
	}
	err = db.Create(&account{Email: "ada@example.com"}).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		log.Print("there already")
	}
}

func ExampleNew() {
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		Engine:   auroradataapi.EngineMySQL,
		Database: "shop",
		// AWSConfig: …
	})
	if err != nil {
		log.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	db, err := gorm.Open(auroragorm.New(auroragorm.Config{Conn: pool}), &gorm.Config{})
	if err != nil {
		log.Fatal(err)
	}
	log.Print(db.Name())
}
