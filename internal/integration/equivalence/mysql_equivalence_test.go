package equivalence_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/report"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestMySQLEquivalence runs many cases of MySQL, the same each time, through
// go-sql-driver/mysql and through the driver.
func TestMySQLEquivalence(t *testing.T) {
	db := startMySQL(t)
	valid, different := 0, 0
	for number := 1; number <= *cases && different < 10; number++ {
		outcome := db.play(t.Context(), newMySQLScene(randomChoices(*seed, uint64(number))))
		if outcome.different != "" {
			different++
			t.Errorf("case %d of seed %d: %s", number, *seed, outcome.different)
		}
		if outcome.valid {
			valid++
		}
	}
	if err := report.Line("equivalence, MySQL: %d generated cases, %d of them without an error, %d differences", *cases, valid, different); err != nil {
		t.Error(err)
	}
}

// TestMySQLDifference compares what is not the same.
func TestMySQLDifference(t *testing.T) {
	db := startMySQL(t)
	for _, text := range []string{"select 2", "select 1 as one", "select '1'", "select 1 union all select 2", "selec"} {
		if result := db.play(t.Context(), scene{steps: []step{{native: "select 1", driver: text}}}); result.different == "" {
			t.Errorf("%s: seems to do what select 1 does", text)
		}
	}
}

// FuzzMySQLEquivalence runs the cases that fuzzing finds interesting.
func FuzzMySQLEquivalence(f *testing.F) {
	db := startMySQL(f)
	for number := range uint64(20) {
		f.Add(randomChoices(0, number).bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		c := &choices{bytes[:min(len(bytes), maxChoices)]}
		if outcome := db.play(t.Context(), newMySQLScene(c)); outcome.different != "" {
			t.Error(outcome.different)
		}
	})
}

// mySQLPair is a database of MySQL, both ways.
type mySQLPair struct{ ours, native *sql.DB }

func startMySQL(t testing.TB) mySQLPair {
	t.Helper()
	c, err := testcluster.StartMySQL(context.Background(), &emulator.Server{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := c.Native.ExecContext(context.Background(), "create table kept (id int, body text)"); err != nil {
		t.Fatal(err)
	}
	return mySQLPair{c.DataAPI, c.Native}
}

// newMySQLScene makes a case out of choices.
func newMySQLScene(c *choices) scene {
	named := c.oneIn(4)
	var s scene
	add := func(named bool, write ...func(*mySQLAuthor)) {
		a := &mySQLAuthor{choices: c}
		for i, write := range write {
			if i > 0 {
				a.token(";")
			}
			write(a)
		}
		a.end()
		s.steps = append(s.steps, a.step(named))
	}
	switch c.below(8) {
	case 0, 1:
		s.transaction = true
		add(false, oneOf(c, (*mySQLAuthor).query, (*mySQLAuthor).change))
		text := damage(c, s.steps[0].native)
		s.steps[0].native, s.steps[0].driver = text, text
	case 2, 3:
		s.transaction = true
		add(named, (*mySQLAuthor).change)
		s.fixed("select id, body from kept order by id, body")
	case 4:
		s.transaction = true
		add(false, constantOnly((*mySQLAuthor).query), constantOnly((*mySQLAuthor).change), constantOnly((*mySQLAuthor).query))
		s.fixed("select id, body from kept order by id, body")
	default:
		add(named, (*mySQLAuthor).query)
	}
	return s
}

// constantOnly has a statement written until it has no placeholder.
func constantOnly(write func(*mySQLAuthor)) func(*mySQLAuthor) {
	return func(a *mySQLAuthor) {
		before := *a
		write(a)
		for attempt := 0; len(a.args) > 0; attempt++ {
			choices := a.choices
			*a = before
			a.choices, a.text = choices, before.text[:len(before.text):len(before.text)]
			if attempt > 3 {
				a.write("select 1 as a")
				return
			}
			write(a)
		}
	}
}

// play runs a case both ways and compares what is seen.
func (p mySQLPair) play(ctx context.Context, s scene) outcome {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	want := s.observe(ctx, p.native, step.runNativeMySQL)
	got := s.observe(ctx, p.ours, step.runMySQL)
	for i := range want {
		if !got[i].matchesMySQL(want[i]) {
			return outcome{different: fmt.Sprintf("%v\ngot, through the driver:\n%vwant, as through go-sql-driver/mysql:\n%v", s, got[:i+1], want[:i+1])}
		}
		if want[i].fault != nil {
			return outcome{}
		}
	}
	return outcome{valid: true}
}

func (s step) runNativeMySQL(ctx context.Context, q queryer) observation {
	return observeMySQL(ctx, q, s.native, s.args)
}

func (s step) runMySQL(ctx context.Context, q queryer) observation {
	return observeMySQL(ctx, q, s.driver, s.driverArgs())
}

// observeMySQL runs a text, reads its results, and has the number and the message
// of an error of the database.
func observeMySQL(ctx context.Context, q queryer, text string, args []any) observation {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return observation{fault: newMySQLFault(err)}
	}
	defer rows.Close()
	var b strings.Builder
	for more := true; more; more = rows.NextResultSet() {
		if err := writeRows(ctx, &b, rows); err != nil {
			return observation{b.String(), newMySQLFault(err)}
		}
	}
	return observation{b.String(), newMySQLFault(rows.Err())}
}

func newMySQLFault(err error) *fault {
	var e *mysql.MySQLError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return &fault{code: fmt.Sprint(e.Number), message: e.Message}
	}
	return &fault{message: err.Error()}
}

// matchesMySQL says whether the driver has seen what go-sql-driver/mysql has. Where
// both have an error, one may be of a driver and not of the database, and a syntax
// error is held against another by its number: what it is near is the text that
// the server has read. The driver does not send a text that does not end, in which
// the server may come upon another error first. The text of a column that damage
// has left without a name is its name, comments included, which are not sent.
func (o observation) matchesMySQL(native observation) bool {
	if o.fault == nil || native.fault == nil {
		return o.fault == nil && native.fault == nil && withoutComments(o.result) == withoutComments(native.result)
	}
	return o.fault.code == "" || native.fault.code == "" || o.fault.endsEarly() ||
		o.fault.code == native.fault.code && (o.fault.code == mySQLSyntaxError || o.fault.message == native.fault.message)
}

const mySQLSyntaxError = "1064"

// endsEarly says whether the error is the driver's own, of a text that does not
// end. On MariaDB its words tell.
func (f fault) endsEarly() bool {
	return f.code == mySQLSyntaxError && strings.Contains(f.message, "your MySQL server version")
}

var nameOfColumn = regexp.MustCompile(`(?m)^column "([^"\\]|\\.)*"`)

// withoutComments shortens the names of columns to what is ahead of a comment or a
// space.
func withoutComments(result string) string {
	return nameOfColumn.ReplaceAllStringFunc(result, func(name string) string {
		name = strings.TrimPrefix(name, `column "`)
		return name[:strings.IndexAny(name+" ", " \\#/-")]
	})
}
