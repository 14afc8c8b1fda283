package stress_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

// localSetting makes a setting that holds for a transaction.
func (p *program) localSetting(ctx context.Context) error {
	tx, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := p.wantNoSetting(ctx, tx); err != nil {
		return err
	}
	if err := exec(ctx, tx, "set local application_name = '"+p.name()+"'"); err != nil {
		return err
	}
	return p.wantSetting(ctx, tx)
}

// setting makes a setting that holds for a connection, and takes it back.
func (p *program) setting(ctx context.Context) error {
	return p.onConn(ctx, func(conn *sql.Conn) error {
		err := p.set(ctx, conn)
		back := exec(context.WithoutCancel(ctx), conn, "RESET application_name")
		if back != nil {
			back = errors.Join(back, discard(conn))
		}
		return errors.Join(err, back)
	})
}

func (p *program) set(ctx context.Context, conn *sql.Conn) error {
	if err := p.wantNoSetting(ctx, conn); err != nil {
		return err
	}
	if err := exec(ctx, conn, "SET application_name TO $$"+p.name()+"$$"); err != nil {
		return err
	}
	for range 2 {
		if err := p.wantSetting(ctx, conn); err != nil {
			return err
		}
	}
	token, err := p.write(ctx, conn)
	p.ledger.note(fateOf(err), token)
	return err
}

// discard takes a connection out of the pool.
func discard(conn *sql.Conn) error {
	err := conn.Raw(func(any) error { return driver.ErrBadConn })
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

func (p *program) name() string { return fmt.Sprintf("program %d", p.id) }

// wantSetting wants the name that the program has given itself.
func (p *program) wantSetting(ctx context.Context, e execer) error {
	got, err := applicationName(ctx, e)
	if err == nil && got != p.name() {
		return wrong("application_name is %q, want %q", got, p.name())
	}
	return err
}

// wantNoSetting wants no name that a program has given itself.
func (p *program) wantNoSetting(ctx context.Context, e execer) error {
	got, err := applicationName(ctx, e)
	if err == nil && strings.HasPrefix(got, "program ") {
		return wrong("application_name is %q, which another one has set", got)
	}
	return err
}

func applicationName(ctx context.Context, e execer) (name string, err error) {
	err = e.QueryRowContext(ctx, "select current_setting('application_name')").Scan(&name)
	return name, err
}

// holders counts who holds each of some locks.
var holders [10]atomic.Int32

// lock takes a lock that holds for a connection, unless another program has it.
func (p *program) lock(ctx context.Context) error {
	return p.onConn(ctx, func(conn *sql.Conn) error {
		key := p.random.IntN(len(holders))
		var taken bool
		err := conn.QueryRowContext(ctx, "select pg_try_advisory_lock($1)", key).Scan(&taken)
		if err != nil {
			return errors.Join(err, discard(conn))
		}
		if !taken {
			return nil
		}
		p.tally.add("locks held", 1)
		if n := holders[key].Add(1); n != 1 {
			err = wrong("%d programs hold lock %d", n, key)
		}
		err = errors.Join(err, p.sees(ctx, conn))
		holders[key].Add(-1)
		return errors.Join(err, unlock(ctx, conn, key))
	})
}

func unlock(ctx context.Context, conn *sql.Conn, key int) error {
	var released bool
	err := conn.QueryRowContext(ctx, "select pg_advisory_unlock($1)", key).Scan(&released)
	if err != nil {
		return errors.Join(err, discard(conn))
	}
	if !released {
		return wrong("lock %d was not held any more", key)
	}
	return nil
}

// changePool changes the pool under the feet of all programs.
func (p *program) changePool(context.Context) error {
	p.db.SetMaxOpenConns([]int{3, 10, 40}[p.random.IntN(3)])
	p.db.SetMaxIdleConns([]int{0, 2, 20}[p.random.IntN(3)])
	p.db.SetConnMaxLifetime([]time.Duration{0, time.Millisecond, time.Minute}[p.random.IntN(3)])
	return nil
}
