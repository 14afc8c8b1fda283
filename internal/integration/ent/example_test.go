package ent_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"os"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	ent "github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
)

// The program of docs/ent.md.
func Example() {
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi://:@/postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	client := ent.NewClient(ent.Driver(entsql.OpenDB(dialect.Postgres, db))) // or dialect.MySQL
	ctx := context.Background()
	if err := client.Schema.Create(ctx); err != nil {
		log.Fatal(err)
	}
	rex, err := client.Pet.Create().SetName("Rex").Save(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rex.Name, client.Pet.Query().CountX(ctx))
	// Output: Rex 1
}

const page = "../../../docs/ent.md"

// TestDocumentedProgram wants the program of the page to be the example.
func TestDocumentedProgram(t *testing.T) {
	body := func(file, function, end string) string {
		text, err := os.ReadFile(file)
		must(t, err)
		_, body, ok := strings.Cut(string(text), function)
		body, _, ended := strings.Cut(body, end)
		if !ok || !ended {
			t.Fatalf("%s has no %s", file, function)
		}
		return body
	}
	got := body(page, "func main() {\n", "}\n```")
	if want := body("example_test.go", "func Example() {\n", "\t// Output"); got != want {
		t.Errorf("the page has\n%sthe example is\n%s", got, want)
	}
}
