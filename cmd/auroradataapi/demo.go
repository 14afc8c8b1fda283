package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/shellword"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// demoCommand shows the emulator and the driver at work.
type demoCommand struct {
	Engine string `enum:"postgresql,mysql" default:"postgresql" placeholder:"ENGINE" help:"Engine of the cluster, postgresql or mysql. Default: ${default}."`
}

// Help is the rest of the manual of the command.
func (*demoCommand) Help() string {
	return `It starts the emulator on a private server of PostgreSQL or MySQL (or MariaDB, where there is no MySQL), makes a small schema, and queries it through the driver. Each step shows the Go code and what it did. Nothing is left behind.`
}

// Run goes through the steps.
func (c *demoCommand) Run(ctx context.Context, p process) (err error) {
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	engine := emulator.Engine(c.Engine)
	d := &demo{process: p, texts: demoTextsOf[engine], engine: engine}
	defer func() { err = errors.Join(interruption(ctx, err), d.close()) }()
	for _, step := range []func(context.Context) error{
		d.start, d.open, d.create, d.insert, d.listTables, d.query, d.rollBack, d.fail,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	d.next()
	return nil
}

// demo is a running demonstration.
type demo struct {
	process
	texts  demoTexts
	engine emulator.Engine
	server *emulator.Server
	db     *sql.DB
}

func (d *demo) close() error {
	var err error
	if d.db != nil {
		err = d.db.Close()
	}
	if d.server != nil {
		err = errors.Join(err, d.server.Close())
	}
	return err
}

// step shows what comes and the code of it.
func (d *demo) step(title, code string) {
	fmt.Fprintf(d.stdout, "\n%s\n\n", title)
	for line := range strings.Lines(strings.TrimSpace(code)) {
		fmt.Fprint(d.stdout, "    ", line)
	}
	fmt.Fprint(d.stdout, "\n\n")
}

func (d *demo) say(format string, args ...any) { fmt.Fprintf(d.stdout, format+"\n", args...) }

// result shows the first rows of a result.
func (d *demo) result(rows *sql.Rows, shown int) error {
	defer rows.Close()
	out, err := result.New(d.stdout, result.Options{Format: "table", Limit: shown})
	if err != nil {
		return err
	}
	count, err := result.Copy(out, rows)
	if err != nil {
		return err
	}
	line := result.Counted(count, "row")
	if count > int64(shown) {
		line += fmt.Sprintf(", the first %d of which you see", shown)
	}
	d.say("(%s)", line)
	return nil
}

func (d *demo) start(ctx context.Context) error {
	d.step("1. The emulator: the RDS Data API on this machine, over a "+d.texts.product+" server of its own", `
server := `+d.texts.settings+`
err := server.Start(ctx)`)
	began := time.Now()
	cluster := emulator.Cluster{ID: defaultClusters[d.engine], Engine: d.engine}
	server := &emulator.Server{Clusters: []emulator.Cluster{cluster}}
	if err := server.Start(ctx); err != nil {
		return err
	}
	d.server = server
	d.say("listening on %s after %s, with the environment of an AWS account:", server.URL(), time.Since(began).Round(time.Millisecond))
	for _, name := range misleading {
		os.Unsetenv(name)
	}
	for _, entry := range server.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
		d.say("%s=%s", name, shellword.Quote(value))
	}
	return nil
}

func (d *demo) open(ctx context.Context) error {
	d.step("2. The driver: database/sql over HTTPS; cluster and secret come from the environment", d.makingDatabase()+`
db, err := sql.Open("`+d.texts.driver+`", "`+d.texts.dsn+`")
err = db.PingContext(ctx)`)
	if err := d.makeDatabase(ctx); err != nil {
		return err
	}
	db, err := sql.Open(d.texts.driver, d.texts.dsn)
	if err != nil {
		return err
	}
	d.db = db
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	d.say("connected to %s", d.server.Software(d.server.Clusters[0].ID))
	return nil
}

// makingDatabase is the code of makeDatabase.
func (d *demo) makingDatabase() string {
	if d.texts.database == "" {
		return ""
	}
	return `
admin, err := sql.Open("` + d.texts.driver + `", "")
_, err = admin.ExecContext(ctx, "` + d.texts.database + `")`
}

// makeDatabase makes the database of the demonstration where there is none yet.
func (d *demo) makeDatabase(ctx context.Context) error {
	if d.texts.database == "" {
		return nil
	}
	admin, err := sql.Open(d.texts.driver, "")
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.ExecContext(ctx, d.texts.database)
	return err
}

func (d *demo) create(ctx context.Context) error {
	d.step("3. A schema", "_, err := db.ExecContext(ctx, `"+d.texts.create+"`)")
	_, err := d.db.ExecContext(ctx, d.texts.create)
	if err == nil {
		d.say("done")
	}
	return err
}

func (d *demo) insert(ctx context.Context) error {
	d.step("4. Rows, with values of Go", `
result, err := db.ExecContext(ctx,
	"`+d.texts.insert+`",
	"The Go Programming Language", "34.99", time.Date(2015, 10, 26, 0, 0, 0, 0, time.UTC), `+"`"+`{"pages": 380}`+"`"+`)
n, err := result.RowsAffected()`)
	for _, book := range []struct {
		title, price string
		published    any
		facts        any
	}{
		{"The Go Programming Language", "34.99", date(2015, 10, 26), `{"pages": 380}`},
		{d.texts.rival, "49.00", date(2019, 8, 21), `{"pages": 457}`},
		{"Notes from the Aurora", "0.10", nil, nil},
	} {
		inserted, err := d.db.ExecContext(ctx, d.texts.insert, book.title, book.price, book.published, book.facts)
		if err != nil {
			return err
		}
		n, err := inserted.RowsAffected()
		if err != nil {
			return err
		}
		d.say("%s: %s inserted", book.title, result.Counted(n, "row"))
	}
	return nil
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func (d *demo) listTables(ctx context.Context) error {
	d.step("5. A query", `rows, err := db.QueryContext(ctx, "`+d.texts.tables+`")`)
	rows, err := d.db.QueryContext(ctx, d.texts.tables)
	if err != nil {
		return err
	}
	return d.result(rows, 8)
}

const queryBooks = "select id, title, price, published, facts from book where price < :limit order by id"

func (d *demo) query(ctx context.Context) error {
	d.step("6. A query with a parameter; "+d.texts.placeholder+" works as well", `
rows, err := db.QueryContext(ctx,
	"`+queryBooks+`",
	sql.Named("limit", "40"))`)
	rows, err := d.db.QueryContext(ctx, queryBooks, sql.Named("limit", "40"))
	if err != nil {
		return err
	}
	return d.result(rows, 8)
}

func (d *demo) rollBack(ctx context.Context) error {
	d.step("7. A transaction, rolled back", `
tx, err := db.BeginTx(ctx, nil)
_, err = tx.ExecContext(ctx, "update book set price = price * 2")
err = tx.QueryRowContext(ctx, "select sum(price) from book").Scan(&sum)
err = tx.Rollback()
err = db.QueryRowContext(ctx, "select sum(price) from book").Scan(&sum)`)
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "update book set price = price * 2"); err != nil {
		return err
	}
	if err := d.sum("in the transaction", tx.QueryRowContext(ctx, "select sum(price) from book")); err != nil {
		return err
	}
	if err := tx.Rollback(); err != nil {
		return err
	}
	return d.sum("after the rollback", d.db.QueryRowContext(ctx, "select sum(price) from book"))
}

func (d *demo) sum(when string, row *sql.Row) error {
	var sum string // numeric comes as text, so that no digit is lost
	err := row.Scan(&sum)
	if err == nil {
		d.say("sum %s: %s", when, sum)
	}
	return err
}

func (d *demo) fail(ctx context.Context) error {
	again := "insert into book (title, price) values (" + d.texts.placeholder + ", 0)"
	d.step("8. An error", `
_, err := db.ExecContext(ctx, "`+again+`", "`+d.texts.rival+`")
var e *auroradataapi.Error
if errors.As(err, &e) {
	fmt.Println(e.SQLState(), err)
}`)
	_, err := d.db.ExecContext(ctx, again, d.texts.rival)
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("insert a book again: want an error of the database, got %w", err)
	}
	d.say("%s %v", e.SQLState(), err)
	return nil
}

// next says what to do now.
func (d *demo) next() {
	d.say("\nNext\n")
	lines := tabwriter.NewWriter(d.stdout, 0, 0, 3, ' ', 0)
	for _, line := range [][2]string{
		{"auroradataapi local" + d.texts.flag + " -- go test ./...", "your tests against the emulator"},
		{`eval "$(auroradataapi local` + d.texts.flag + ` &)"`, "the emulator for this shell"},
		{"auroradataapi query 'select now()'", "a statement, here or on AWS"},
		{"auroradataapi query --help", "parameters, formats, clusters on AWS"},
	} {
		fmt.Fprintf(lines, "    %s\t%s\n", line[0], line[1])
	}
	lines.Flush()
}
