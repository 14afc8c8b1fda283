// Package stock keeps the stock of a shop, on Aurora PostgreSQL or Aurora MySQL. It
// is an example of code that is tested with the emulator: see stock_test.go.
package stock

import (
	"context"
	"database/sql"
	"errors"

	"github.com/auroradataapi/auroradataapi"
)

// Schema is what a Store needs, on either engine.
const Schema = `
	create table stock (item varchar(50) primary key, pieces int not null);
	create table taken (id varchar(50) primary key, item varchar(50) not null, pieces int not null)`

// ErrSoldOut says that there are not that many pieces.
var ErrSoldOut = errors.New("sold out")

// ErrTooLate says that a stocktaking was interrupted for so long that it is void.
var ErrTooLate = errors.New("too late: count again")

// Store is the stock in a database. It may be used by several goroutines.
type Store struct{ db *sql.DB }

// New returns the stock in a database that has the Schema.
func New(db *sql.DB) *Store { return &Store{db} }

// Add puts pieces of a new item into stock.
func (s *Store) Add(ctx context.Context, item string, pieces int) error {
	_, err := s.db.ExecContext(ctx, "insert into stock values (:item, :pieces)", sql.Named("item", item), sql.Named("pieces", pieces))
	return err
}

// Pieces tells how many there are.
func (s *Store) Pieces(ctx context.Context, item string) (pieces int, err error) {
	err = s.db.QueryRowContext(ctx, "select pieces from stock where item = :item", sql.Named("item", item)).Scan(&pieces)
	return pieces, err
}

// Take takes pieces out of stock, once for each id. So it may be called again after
// an error of which nobody knows whether anything was done.
func (s *Store) Take(ctx context.Context, id, item string, pieces int) error {
	args := []any{sql.Named("id", id), sql.Named("item", item), sql.Named("pieces", pieces)}
	return auroradataapi.RunTx(ctx, s.db, nil, func(tx *sql.Tx) error {
		var before int
		if err := tx.QueryRowContext(ctx, "select count(*) from taken where id = :id", args[0]).Scan(&before); err != nil || before > 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, "insert into taken values (:id, :item, :pieces)", args...); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, "update stock set pieces = pieces - :pieces where item = :item and pieces >= :pieces", args[1:]...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrSoldOut)
		}
		return nil
	})
}

// Stocktaking is somebody who counts: until Finish, nobody else changes the items
// that were counted.
type Stocktaking struct{ tx *sql.Tx }

// Begin begins a stocktaking.
func (s *Store) Begin(ctx context.Context) (*Stocktaking, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Stocktaking{tx}, nil
}

// Counted says how many pieces of an item there are in truth.
func (t *Stocktaking) Counted(ctx context.Context, item string, pieces int) error {
	_, err := t.tx.ExecContext(ctx, "update stock set pieces = :pieces where item = :item", sql.Named("item", item), sql.Named("pieces", pieces))
	return tooLate(err)
}

// Finish makes the count count. It fails with ErrTooLate if nothing was counted for
// three minutes, for then the service has taken all of it back.
func (t *Stocktaking) Finish() error {
	return tooLate(t.tx.Commit())
}

func tooLate(err error) error {
	if errors.Is(err, auroradataapi.ErrTransactionNotFound) {
		return ErrTooLate
	}
	return err
}
