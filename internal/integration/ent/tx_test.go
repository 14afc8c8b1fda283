package ent_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"entgo.io/ent"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/hook"
	"github.com/auroradataapi/auroradataapi/internal/integration/ent/club/pet"
)

// transaction commits and rolls back, with the hooks of both.
func transaction(t *testing.T, c clubhouse) {
	for _, commits := range []bool{true, false} {
		tx, err := c.Tx(t.Context())
		must(t, err)
		ended := ""
		tx.OnCommit(func(next club.Committer) club.Committer {
			return club.CommitFunc(func(ctx context.Context, tx *club.Tx) error {
				ended += "commit"
				return next.Commit(ctx, tx)
			})
		})
		tx.OnRollback(func(next club.Rollbacker) club.Rollbacker {
			return club.RollbackFunc(func(ctx context.Context, tx *club.Tx) error {
				ended += "rollback"
				return next.Rollback(ctx, tx)
			})
		})
		m := tx.Member.Create().SetName("Ada").SaveX(t.Context())
		tx.Pet.Create().SetName("Rex").SetOwner(m).ExecX(t.Context())
		if c.Pet.Query().ExistX(t.Context()) {
			t.Error("seen before the commit")
		}
		end, want := tx.Rollback, "rollback"
		if commits {
			end, want = tx.Commit, "commit"
		}
		must(t, end())
		if got := c.Pet.Query().ExistX(t.Context()); got != commits || ended != want {
			t.Errorf("there is a pet: %t, hooks %s", got, ended)
		}
		c.Pet.Delete().ExecX(t.Context())
		if _, err := tx.Pet.Query().Count(t.Context()); !errors.Is(err, sql.ErrTxDone) {
			t.Errorf("after the end: %v", err)
		}
	}
}

// isolation reads one snapshot, and is refused a write in a transaction that is read only.
func isolation(t *testing.T, c clubhouse) map[string]any {
	tx, err := c.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	must(t, err)
	before := tx.Pet.Query().CountX(t.Context())
	c.Pet.Create().SetName("Rex").ExecX(t.Context())
	after := tx.Pet.Query().CountX(t.Context())
	refused := tx.Pet.Create().SetName("Tom").Exec(t.Context())
	must(t, tx.Rollback())
	_, err = c.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelLinearizable})
	return map[string]any{"before": before, "after": after, "refused": refused != nil, "unknown level": err != nil}
}

// rowLocks locks rows in one transaction, and has another skip them or not wait.
func rowLocks(t *testing.T, c clubhouse) map[string]any {
	c.Pet.CreateBulk(c.pets(0, 3)...).ExecX(t.Context())
	first, err := c.Tx(t.Context())
	must(t, err)
	first.Pet.Query().Where(pet.Age(0)).ForUpdate().OnlyX(t.Context())
	second, err := c.Tx(t.Context())
	must(t, err)
	free, err := second.Pet.Query().ForUpdate(entsql.WithLockAction(entsql.SkipLocked)).All(t.Context())
	must(t, err)
	_, busy := second.Pet.Query().Where(pet.Age(0)).ForUpdate(entsql.WithLockAction(entsql.NoWait)).Only(t.Context())
	must(t, second.Rollback())
	must(t, first.Rollback())
	return map[string]any{"free": len(free), "busy": verdict(busy), "refused": busy != nil}
}

// hooks has a hook change what is written, and one refuse it within a transaction.
func hooks(t *testing.T, c clubhouse) {
	forbidden := errors.New("forbidden")
	c.Pet.Use(hook.On(func(next ent.Mutator) ent.Mutator {
		return hook.PetFunc(func(ctx context.Context, m *club.PetMutation) (ent.Value, error) {
			m.SetKind("dog")
			if name, _ := m.Name(); name == "Cerberus" {
				return nil, forbidden
			}
			if n, err := m.Client().Pet.Query().Count(ctx); err != nil || n > 1 {
				return nil, errors.Join(err, forbidden)
			}
			return next.Mutate(ctx, m)
		})
	}, ent.OpCreate))
	if p := c.Pet.Create().SetName("Rex").SaveX(t.Context()); p.Kind != "dog" {
		t.Errorf("got %v", p)
	}
	tx, err := c.Tx(t.Context())
	must(t, err)
	tx.Pet.Create().SetName("Tom").ExecX(t.Context())
	for _, name := range []string{"Cerberus", "third"} {
		if err := tx.Pet.Create().SetName(name).Exec(t.Context()); !errors.Is(err, forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, tx.Rollback())
}

// cancellation ends a statement that waits, and goes on with the pool.
func cancellation(t *testing.T, c clubhouse) {
	sleep := "select sleep(600)"
	if c.IsPostgreSQL() {
		sleep = "select pg_sleep(600)"
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	rows, err := c.QueryContext(ctx, sleep)
	if err == nil {
		rows.Next()
		err = errors.Join(rows.Err(), rows.Close())
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	canceled, cancelNow := context.WithCancel(t.Context())
	cancelNow()
	if err := c.Pet.Create().SetName("Rex").Exec(canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n, err := c.Pet.Query().Count(t.Context()); err != nil || n != 0 {
		t.Errorf("got %d pets, %v", n, err)
	}
}
