package bun_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/auroradataapi/auroradataapi"
)

// TestLongTexts has statements of more characters than the service takes in a text:
// rows and lists that Bun writes into it. On PostgreSQL they take five calls, with a
// transaction, and four in one.
func TestLongTexts(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*item)(nil))
		all := make([]item, 6000)
		for i := range all {
			all[i] = item{Name: fmt.Sprintf("item:%d \\ '?", i), Pieces: i}
		}
		wantCalls(t, d, 5, func() { d.insert(t, &all) })
		if d.IsPostgreSQL() {
			equal(t, []int64{all[0].ID, all[5999].ID}, []int64{1, 6000})
		}
		var got []item
		must(t, d.bun.NewSelect().Model(&got).Order("id").Scan(ctx))
		equal(t, len(got), 6000)
		equal(t, got[5999], item{ID: 6000, Name: `item:5999 \ '?`, Pieces: 5999})

		more := make([]item, 6000)
		for i := range more {
			more[i] = item{Name: fmt.Sprint("more ", i)}
		}
		must(t, d.bun.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			wantCalls(t, d, 4, func() {
				_, err := tx.NewInsert().Model(&more).Returning("NULL").Exec(ctx)
				must(t, err)
			})
			return nil
		}))
		result, err := d.bun.NewDelete().Model(&more).Where("name LIKE 'more%'").Exec(ctx)
		must(t, err)
		affected, err := result.RowsAffected()
		must(t, err)
		equal(t, affected, int64(6000))
	})
}

// wantCalls wants at most so many calls of the Data API.
func wantCalls(t *testing.T, d database, want int, f func()) {
	t.Helper()
	if calls := d.Calls(f); !d.Native && calls > want {
		t.Errorf("%d calls, want at most %d", calls, want)
	}
}

// TestLongTextFails: a violation is the same error, and nothing is written.
func TestLongTextFails(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		all := make([]item, 6000)
		for i := range all {
			all[i].Name = fmt.Sprint("item ", i)
		}
		all[5999].Name = "bolt"
		_, err := d.bun.NewInsert().Model(&all).Exec(t.Context())
		wantViolation(t, d, err, "unique constraint", "1062")
		equal(t, len(items(t, d)), 3)
	})
}

// TestLongQuery has a list of keys in a query. On MySQL it stays an error of the
// service's limit.
func TestLongQuery(t *testing.T) {
	run(t, func(t *testing.T, d database) {
		stock(t, d)
		ids := make([]int64, 20_000)
		for i := range ids {
			ids[i] = int64(i + 2)
		}
		var names []string
		err := d.bun.NewSelect().Model((*item)(nil)).Column("name").Where("id IN (?)", bun.List(ids)).Order("id").Scan(t.Context(), &names)
		if !d.Native && !d.IsPostgreSQL() {
			if !errors.Is(err, auroradataapi.ErrRequestTooLarge) || !strings.Contains(err.Error(), "65536") {
				t.Errorf("got %v", err)
			}
			return
		}
		must(t, err)
		equal(t, names, []string{"nut", "gear"})
	})
}
