package auroramigrate

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/golang-migrate/migrate/v4/database"
)

const (
	// firstRetry and lastRetry are the times between two attempts to take the lock:
	// each is twice the one before it, up to the last.
	firstRetry = 100 * time.Millisecond
	lastRetry  = time.Second

	// cleanupTimeout is how long Unlock and a rollback may take, also when the context
	// has ended.
	cleanupTimeout = time.Minute
)

// Lock takes the lock of the database. It is database.ErrLocked if this driver has it,
// or if another runner has it for longer than Config.LockTimeout.
func (d *driver) Lock() error {
	return database.CasRestoreOnErr(&d.locked, false, true, database.ErrLocked, d.takeLock)
}

// Unlock gives it back.
func (d *driver) Unlock() error {
	return database.CasRestoreOnErr(&d.locked, true, false, database.ErrNotLocked, d.giveBackLock)
}

func (d *driver) takeLock() error {
	if d.config.NoLock {
		return nil
	}
	deadline := time.Now().Add(d.config.LockTimeout)
	for pause := firstRetry; ; pause = min(2*pause, lastRetry) {
		locked, err := d.tryLock()
		if locked || err != nil {
			return err
		}
		left := time.Until(deadline)
		if left <= 0 {
			return database.ErrLocked
		}
		if err := wait(d.ctx, min(pause, left)); err != nil {
			return fmt.Errorf("auroramigrate: wait for the lock: %w", err)
		}
	}
}

func (d *driver) tryLock() (bool, error) {
	query, err := d.dialect.tryLock()
	if err != nil {
		return false, fmt.Errorf("auroramigrate: name the lock: %w", err)
	}
	var locked sql.NullBool
	if err := d.conn.QueryRowContext(d.ctx, query).Scan(&locked); err != nil {
		return false, fmt.Errorf("auroramigrate: lock: %w", err)
	}
	return locked.Bool, nil
}

func (d *driver) giveBackLock() error {
	if d.config.NoLock {
		return nil
	}
	statement, err := d.dialect.unlock()
	if err != nil {
		return fmt.Errorf("auroramigrate: name the lock: %w", err)
	}
	ctx, cancel := d.withoutCancel()
	defer cancel()
	if _, err := d.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("auroramigrate: unlock: %w", err)
	}
	return nil
}

// withoutCancel returns a context for what is done also when that of the driver has
// ended.
func (d *driver) withoutCancel() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(d.ctx), cleanupTimeout)
}

// wait waits, or returns the error of a context that has ended before.
func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
