// Program ent keeps a small shop with Ent, on PostgreSQL or MySQL: it migrates the
// database, writes customers, products and orders, and reads them with their edges.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	_ "github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/examples/ent/shop"
	"github.com/auroradataapi/auroradataapi/examples/ent/shop/customer"
	"github.com/auroradataapi/auroradataapi/examples/ent/shop/product"
	"github.com/auroradataapi/auroradataapi/examples/ent/shop/schema"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	db, err := sql.Open("auroradataapi", url)
	if err != nil {
		return err
	}
	defer db.Close()
	client := newClient(url, db)
	if err := client.Schema.Create(ctx); err != nil {
		return err
	}
	if err := fill(ctx, client); err != nil {
		return err
	}
	if err := buy(ctx, client, "grace@example.org", "bolt", "nut"); err != nil {
		return err
	}
	if err := buy(ctx, client, "ada@example.org", "nut", "gear"); !errors.Is(err, errSoldOut) {
		return fmt.Errorf("bought a gear: %w", err)
	}
	return report(ctx, client, w)
}

// newClient gives Ent a database that is open: Ent knows engines by names of its own, and
// would open one only by the name of a driver that it knows.
func newClient(url string, db *sql.DB) *shop.Client {
	engine := dialect.Postgres
	if strings.HasPrefix(url, "mysql") {
		engine = dialect.MySQL
	}
	return shop.NewClient(shop.Driver(entsql.OpenDB(engine, db)))
}

// fill writes customers one by one and products at once; those that are there get the
// new stock.
func fill(ctx context.Context, client *shop.Client) error {
	joined := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	for _, c := range []*shop.CustomerCreate{
		client.Customer.Create().SetEmail("ada@example.org").SetJoined(joined).
			SetPlan(customer.PlanPaid).SetAddress(schema.Address{Street: "1 St James's Square", City: "London"}),
		client.Customer.Create().SetEmail("grace@example.org").SetJoined(joined),
	} {
		if err := c.Exec(ctx); err != nil {
			return err
		}
	}
	return client.Product.CreateBulk(
		client.Product.Create().SetName("bolt").SetStock(5),
		client.Product.Create().SetName("nut").SetStock(7),
		client.Product.Create().SetName("gear").SetStock(0),
	).OnConflictColumns(product.FieldName).UpdateStock().Exec(ctx)
}

var errSoldOut = errors.New("sold out")

// buy takes products from the stock and writes an order, all of it or nothing.
func buy(ctx context.Context, client *shop.Client, email string, products ...string) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := order(ctx, tx, email, products); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func order(ctx context.Context, tx *shop.Tx, email string, products []string) error {
	n, err := tx.Product.Update().Where(product.NameIn(products...), product.StockGT(0)).AddStock(-1).Save(ctx)
	if err != nil {
		return err
	}
	if n < len(products) {
		return errSoldOut
	}
	who, err := tx.Customer.Query().Where(customer.Email(email)).OnlyID(ctx)
	if err != nil {
		return err
	}
	what, err := tx.Product.Query().Where(product.NameIn(products...)).IDs(ctx)
	if err != nil {
		return err
	}
	return tx.Order.Create().SetCustomerID(who).AddProductIDs(what...).Exec(ctx)
}

// report prints the customers with their orders: one query for each kind of node.
func report(ctx context.Context, client *shop.Client, w io.Writer) error {
	customers, err := client.Customer.Query().Order(customer.ByEmail()).
		WithOrders(func(q *shop.OrderQuery) {
			q.WithProducts(func(q *shop.ProductQuery) { q.Order(product.ByName()) })
		}).All(ctx)
	if err != nil {
		return err
	}
	for _, c := range customers {
		fmt.Fprintln(w, c.Email, c.Plan, c.Address.City, c.Joined.Year(), len(c.Edges.Orders))
		for _, o := range c.Edges.Orders {
			for _, p := range o.Edges.Products {
				fmt.Fprintln(w, " ", p.Name, p.Stock)
			}
		}
	}
	return nil
}
