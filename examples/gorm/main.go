// Program gorm keeps the orders of a shop with GORM, on PostgreSQL or MySQL.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"github.com/auroradataapi/auroradataapi/auroragorm"
)

// Customer orders things.
type Customer struct {
	ID     uint
	Email  string `gorm:"size:100;uniqueIndex"`
	Points int    `gorm:"not null;default:0"`
	Orders []Order
}

// Order belongs to a customer.
type Order struct {
	ID         uint
	CustomerID uint
	Article    string `gorm:"size:40"`
	Cents      int64
}

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	db, err := gorm.Open(auroragorm.Open(url), &gorm.Config{
		SkipDefaultTransaction: true, // a write is one call, and not three
		TranslateError:         true, // gorm.ErrDuplicatedKey on both engines
		Logger:                 logger.Discard,
	})
	if err != nil {
		return err
	}
	pool, err := db.DB()
	if err != nil {
		return err
	}
	defer pool.Close()
	db = db.WithContext(ctx)
	if err := db.AutoMigrate(&Customer{}, &Order{}); err != nil {
		return err
	}
	if err := register(db, w); err != nil {
		return err
	}
	return report(db, w)
}

// register writes customers with their orders, and meets one that is there.
func register(db *gorm.DB, w io.Writer) error {
	customers := []Customer{
		{Email: "ada@example.com", Orders: []Order{{Article: "engine", Cents: 199900}, {Article: "cards", Cents: 1200}}},
		{Email: "bob@example.com"},
	}
	if err := db.Create(&customers).Error; err != nil {
		return err
	}
	err := db.Create(&Customer{Email: "ada@example.com"}).Error
	fmt.Fprintln(w, "there already:", errors.Is(err, gorm.ErrDuplicatedKey))
	reward := clause.OnConflict{
		Columns:   []clause.Column{{Name: "email"}},
		DoUpdates: clause.Assignments(map[string]any{"points": gorm.Expr("customers.points + ?", 10)}),
	}
	return db.Clauses(reward).Create(&Customer{Email: "ada@example.com"}).Error
}

// report moves an order in a transaction, and prints what there is.
func report(db *gorm.DB, w io.Writer) error {
	err := db.Transaction(func(tx *gorm.DB) error {
		var bob Customer
		if err := tx.Where("email = ?", "bob@example.com").Take(&bob).Error; err != nil {
			return err
		}
		return tx.Model(&Order{}).Where("article = ?", "cards").Update("customer_id", bob.ID).Error
	})
	if err != nil {
		return err
	}
	var customers []Customer
	if err := db.Preload("Orders").Order("email").Find(&customers).Error; err != nil {
		return err
	}
	for _, c := range customers {
		fmt.Fprintln(w, c.Email, c.Points, "points,", c.Orders[0].Article, c.Orders[0].Cents)
	}
	return nil
}
