package sqltext_test

import (
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func ExampleStatement_Render() {
	text, err := sqltext.Parse(sqltext.PostgreSQL, `
		-- the tags in the middle
		SELECT tags[2:3], $$it's :here$$ FROM posts WHERE id = $1 AND titel = :title`)
	if err != nil {
		fmt.Println(err)
		return
	}
	statement := text.Statements()[0]
	sql, positions := statement.Render(func(p sqltext.Placeholder) (string, bool) {
		if p.Ordinal == 1 {
			return "CAST(:p1 AS uuid)", true
		}
		return ":" + p.Name, true
	})
	fmt.Println(statement.Keyword())
	fmt.Println(sql)
	// Where PostgreSQL reports an error at titel, behind CAST($1 AS uuid):
	fmt.Println(positions.Original(77))
	// Output:
	// SELECT
	// SELECT tags[2: 3], 'it''s :here' FROM posts WHERE id = CAST(:p1 AS uuid) AND titel = :title
	// 94
}
